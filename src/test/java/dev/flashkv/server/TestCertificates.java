package dev.flashkv.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * An authority, and a server and a client that it vouches for, made anew for a test by the JDK's keytool: key stores of
 * PKCS12, and their content in PEM as {@code NAME.crt} and {@code NAME.key}. {@code stranger} vouches for itself.
 */
final class TestCertificates {
    static final String PASSWORD = "secret";
    private static final String VALID_DAYS = "2";

    private final Path directory;

    private TestCertificates(Path directory) {
        this.directory = directory;
    }

    /** Makes them in {@code directory}. */
    static TestCertificates make(Path directory) throws IOException, InterruptedException, GeneralSecurityException {
        TestCertificates certificates = new TestCertificates(directory);
        certificates.makeKey("ca", "RSA", "BasicConstraints:critical=ca:true");
        certificates.makeKey("server", "RSA", "SubjectAlternativeName=ip:127.0.0.1,dns:localhost");
        certificates.makeKey("client", "EC", "ExtendedKeyUsage=clientAuth");
        certificates.makeKey("stranger", "EC", "ExtendedKeyUsage=clientAuth");
        certificates.sign("server", "SubjectAlternativeName=ip:127.0.0.1,dns:localhost");
        certificates.sign("client", "ExtendedKeyUsage=clientAuth");
        for (String name : List.of("ca", "server", "client", "stranger")) {
            certificates.writePem(name);
        }
        return certificates;
    }

    /** Where that file is, such as {@code server.crt}. */
    String file(String name) {
        return directory.resolve(name).toString();
    }

    private void makeKey(String name, String algorithm, String extension) throws IOException, InterruptedException {
        keytool(name, "-genkeypair", "-alias", name, "-keyalg", algorithm, "-dname", "CN=" + name, "-ext", extension);
    }

    /** Has the authority sign, and puts the result into the key's own store. */
    private void sign(String name, String extension) throws IOException, InterruptedException {
        keytool("ca", "-exportcert", "-rfc", "-alias", "ca", "-file", file("ca.pem"));
        keytool(name, "-certreq", "-alias", name, "-file", file(name + ".csr"));
        keytool(
                "ca",
                "-gencert",
                "-alias",
                "ca",
                "-infile",
                file(name + ".csr"),
                "-outfile",
                file(name + ".signed"),
                "-ext",
                extension);
        keytool(name, "-importcert", "-noprompt", "-alias", "ca", "-file", file("ca.pem"));
        keytool(name, "-importcert", "-alias", name, "-file", file(name + ".signed"));
    }

    private void keytool(String store, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", file(store + ".p12"), "-storepass", PASSWORD));
        if (!command.contains("-exportcert") && !command.contains("-certreq") && !command.contains("-importcert")) {
            command.addAll(List.of("-validity", VALID_DAYS));
        }
        run(command);
    }

    /** Runs a tool, which must succeed. */
    static void run(List<String> command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + output);
        }
    }

    private KeyStore store(String name) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void writePem(String name) throws IOException, GeneralSecurityException {
        KeyStore store = store(name);
        PrivateKey key = (PrivateKey) store.getKey(name, PASSWORD.toCharArray());
        Files.writeString(directory.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
        StringBuilder chain = new StringBuilder("# what stands between blocks is comment\n");
        for (Certificate certificate : store.getCertificateChain(name)) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(directory.resolve(name + ".crt"), chain.toString());
    }

    private static String pem(String label, byte[] content) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + label
                + "-----\n";
    }

    /**
     * What a client uses that trusts the authority, and shows the certificate of {@code identity}, if that is not
     * empty.
     */
    SSLContext context(String identity) throws IOException, GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore authorities = KeyStore.getInstance("PKCS12");
        authorities.load(null, null);
        authorities.setCertificateEntry("ca", store("ca").getCertificate("ca"));
        trust.init(authorities);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        if (identity.isEmpty()) {
            keys.init(null, null);
        } else {
            keys.init(store(identity), PASSWORD.toCharArray());
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
