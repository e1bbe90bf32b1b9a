package dev.flashkv.server;

import dev.flashkv.command.ConfigOptions;
import dev.flashkv.command.SettingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** What TLS connections are made with: certificates, keys and choices, as the directives named tls-* have them. */
final class TlsContext {

    /** Whether clients must show a certificate: the words of tls-auth-clients. */
    private enum ClientCertificate {
        NO,
        YES,
        OPTIONAL
    }

    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String ENTRY = "server";
    /* A key store in memory has to have one, and nobody else ever sees it. */
    private static final char[] NO_PASSWORD = new char[0];

    private final SSLContext context;
    private final ClientCertificate clientCertificate;
    private final SSLParameters parameters;

    private TlsContext(SSLContext context, ClientCertificate clientCertificate, SSLParameters parameters) {
        this.context = context;
        this.clientCertificate = clientCertificate;
        this.parameters = parameters;
    }

    /**
     * Reads the files that the settings name, relative ones in the directory {@code dir}.
     *
     * @throws SettingException if one is missing or not what it should be, or the JVM lacks what is asked for
     */
    static TlsContext from(ConfigOptions options) {
        Path dir = Path.of(options.get("dir").text());
        ClientCertificate clientCertificate =
                ClientCertificate.values()[(int) options.get("tls-auth-clients").number()];
        String authorities = options.get("tls-ca-cert-file").text();
        String authoritiesDir = options.get("tls-ca-cert-dir").text();
        if (clientCertificate != ClientCertificate.NO && authorities.isEmpty() && authoritiesDir.isEmpty()) {
            throw new SettingException("tls-auth-clients asks for certificates of clients, so that tls-ca-cert-file or"
                    + " tls-ca-cert-dir must name the authorities to trust");
        }
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(identity(options, dir), NO_PASSWORD);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities(authorities, authoritiesDir, dir));
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            context.getServerSessionContext().setSessionCacheSize((int)
                    options.get("tls-session-cache-size").number());
            context.getServerSessionContext().setSessionTimeout((int)
                    options.get("tls-session-cache-timeout").number());
            SSLParameters parameters = TlsChoices.from(options, context);
            return new TlsContext(context, clientCertificate, parameters);
        } catch (GeneralSecurityException | IOException e) {
            throw new SettingException("TLS can't be set up: " + e.getMessage());
        }
    }

    /** The server's side of a new connection. */
    SSLEngine newEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        // After the parameters, which would overwrite it.
        switch (clientCertificate) {
            case YES -> engine.setNeedClientAuth(true);
            case OPTIONAL -> engine.setWantClientAuth(true);
            case NO -> {}
        }
        return engine;
    }

    private static KeyStore identity(ConfigOptions options, Path dir) throws GeneralSecurityException, IOException {
        String certificates = options.get("tls-cert-file").text();
        if (certificates.isEmpty()) {
            throw new SettingException("tls-cert-file must name the server's certificate");
        }
        List<Certificate> chain =
                reading("tls-cert-file", certificates, () -> certificatesIn(dir.resolve(certificates)));
        if (chain.isEmpty()) {
            throw new SettingException("tls-cert-file " + certificates + ": it has no certificate in PEM");
        }
        String keyFile = options.get("tls-key-file").text();
        if (keyFile.isEmpty()) {
            throw new SettingException("tls-key-file must name the private key of the server's certificate");
        }
        PrivateKey key = reading(
                "tls-key-file",
                keyFile,
                () -> PrivateKeyFile.read(
                        dir.resolve(keyFile), options.get("tls-key-file-pass").text()));
        if (!belongTogether(key, chain.get(0))) {
            throw new SettingException(
                    "tls-key-file " + keyFile + ": it is not the key of the certificate in " + certificates);
        }
        KeyStore store = emptyStore();
        store.setKeyEntry(ENTRY, key, NO_PASSWORD, chain.toArray(Certificate[]::new));
        return store;
    }

    /** The certificates to trust, of a file and of all files of a folder. */
    private static KeyStore authorities(String file, String folder, Path dir)
            throws GeneralSecurityException, IOException {
        List<Certificate> trusted = new ArrayList<>();
        if (!file.isEmpty()) {
            trusted.addAll(reading("tls-ca-cert-file", file, () -> certificatesIn(dir.resolve(file))));
            if (trusted.isEmpty()) {
                throw new SettingException("tls-ca-cert-file " + file + ": it has no certificate in PEM");
            }
        }
        if (!folder.isEmpty()) {
            trusted.addAll(reading("tls-ca-cert-dir", folder, () -> certificatesOfFilesIn(dir.resolve(folder))));
        }
        KeyStore store = emptyStore();
        for (int i = 0; i < trusted.size(); i++) {
            store.setCertificateEntry(Integer.toString(i), trusted.get(i));
        }
        return store;
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, NO_PASSWORD);
        return store;
    }

    private static List<Certificate> certificatesOfFilesIn(Path folder) throws IOException, GeneralSecurityException {
        List<Path> files;
        try (Stream<Path> found = Files.list(folder)) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        List<Certificate> certificates = new ArrayList<>();
        for (Path file : files) {
            certificates.addAll(certificatesIn(file));
        }
        return certificates;
    }

    private static List<Certificate> certificatesIn(Path file) throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        for (PemFile.Block block : PemFile.read(file)) {
            if (block.label().equals(CERTIFICATE)) {
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.content())));
            }
        }
        return certificates;
    }

    /** Whether what the one signs is right by the other. */
    private static boolean belongTogether(PrivateKey key, Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] text = {1, 2, 3};
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false; // keys of different algorithms
        }
    }

    /** What reads a file. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException, GeneralSecurityException;
    }

    /** What is read, or a message that names the directive and its file. */
    private static <T> T reading(String directive, String file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            throw new SettingException(directive + " " + file + ": there is no such file");
        } catch (IOException | GeneralSecurityException e) {
            String reason = e.getClass() == IOException.class || e instanceof GeneralSecurityException
                    ? String.valueOf(e.getMessage())
                    : "it can't be read";
            throw new SettingException(
                    directive + " " + file + ": " + reason.lines().findFirst().orElse(""));
        }
    }
}
