package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.Stages;
import dev.flashkv.TcpDoor;
import dev.flashkv.resp.ReplyReader;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.SslOptions;

/** The door for clients that speak TLS, in this process. */
class TlsTest {
    private static final int TIMEOUT_MILLIS = 20_000;

    @TempDir
    private static Path directory;

    private static TestCertificates certificates;

    private FlashKv store;
    private TcpDoor door;

    @BeforeAll
    static void make() throws Exception {
        certificates = TestCertificates.make(directory);
    }

    @AfterEach
    void stop() {
        if (store != null) {
            store.close();
        }
    }

    /** Opens a store with a TLS door; {@code settings} are names within the section tls, and their values. */
    private void start(String... settings) {
        start(ConfigFactory.load(), settings);
    }

    private void start(Config base, String... settings) {
        Map<String, String> tls = new HashMap<>();
        tls.put("cert-file", certificates.file("server.crt"));
        tls.put("key-file", certificates.file("server.key"));
        tls.put("ca-cert-file", certificates.file("ca.crt"));
        tls.put("auth-clients", "no");
        for (int i = 0; i < settings.length; i += 2) {
            tls.put(settings[i], settings[i + 1]);
        }
        Map<String, String> paths = new HashMap<>();
        tls.forEach((name, value) -> paths.put("flashkv.server.tls." + name, value));
        store = FlashKv.create(ConfigFactory.parseMap(paths).withFallback(base));
        door = store.listenTls("127.0.0.1", 0);
    }

    private SSLSocket connect(String identity, String... protocols) throws IOException, GeneralSecurityException {
        SSLSocketFactory factory = certificates.context(identity).getSocketFactory();
        SSLSocket socket = (SSLSocket) factory.createSocket(InetAddress.getLoopbackAddress(), door.port());
        socket.setSoTimeout(TIMEOUT_MILLIS);
        if (protocols.length > 0) {
            socket.setEnabledProtocols(protocols);
        }
        return socket;
    }

    private static String call(SSLSocket socket, String... command) throws IOException {
        socket.getOutputStream().write(RawClient.command(command).getBytes(StandardCharsets.ISO_8859_1));
        return new String(ReplyReader.readRaw(socket.getInputStream()), StandardCharsets.ISO_8859_1);
    }

    /** Whether a client with that certificate gets an answer. */
    private boolean isServed(String identity) throws IOException, GeneralSecurityException {
        try (SSLSocket socket = connect(identity)) {
            // With TLS 1.3 a client learns that its certificate is refused only when it reads.
            return call(socket, "PING").equals("+PONG\r\n");
        } catch (SSLException | SocketException e) {
            return false;
        }
    }

    private enum Dispatcher {
        DEFAULT,
        EVENT_LOOP;

        Config config() {
            return this == DEFAULT
                    ? ConfigFactory.load()
                    : ConfigFactory.parseResources("flashkv-event-loop.conf")
                            .resolveWith(ConfigFactory.parseMap(Map.of("flashkv.server.event-loops", 1)))
                            .withoutPath("akka.io")
                            .withFallback(ConfigFactory.load());
        }
    }

    // ---- who is served ----

    @ParameterizedTest
    @EnumSource
    void jedisWorksOverTlsAndWithoutAtTheSameTime(Dispatcher dispatcher) throws Exception {
        start(dispatcher.config());
        TcpDoor plain = store.listen("127.0.0.1", 0);
        String large = "x".repeat(1 << 20);
        try (RedisClient secure = RedisClient.builder()
                        .hostAndPort("localhost", door.port())
                        .clientConfig(DefaultJedisClientConfig.builder()
                                .protocol(RedisProtocol.RESP3)
                                .timeoutMillis(TIMEOUT_MILLIS)
                                .sslOptions(SslOptions.builder()
                                        .truststore(
                                                new File(certificates.file("server.p12")),
                                                TestCertificates.PASSWORD.toCharArray())
                                        .trustStoreType("PKCS12")
                                        .build())
                                .build())
                        .build();
                RedisClient other = RedisClient.create("127.0.0.1", plain.port())) {
            assertThat(secure.set("key", large)).isEqualTo("OK");
            assertThat(other.get("key")).isEqualTo(large);
            assertThat(other.set("key", "back")).isEqualTo("OK");
            assertThat(secure.get("key")).isEqualTo("back");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPipelineIsAnsweredToItsEndAndThenTheConnectionCloses(String protocol) throws Exception {
        start();
        int commands = 20_000;
        try (SSLSocket socket = connect("", protocol)) {
            String pipeline = RawClient.command("INCR", "n").repeat(commands) + RawClient.command("QUIT");
            socket.getOutputStream().write(pipeline.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 1; i <= commands; i++) {
                assertThat(ReplyReader.readRaw(in)).asString().isEqualTo(":" + i + "\r\n");
            }
            assertThat(in.readAllBytes()).asString().isEqualTo("+OK\r\n");
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
        assertNobodyIsLeft();
    }

    private enum End {
        /** As TLS has it: an alert. */
        SAID,
        /** As a client that has crashed has it: the connection's other half is still there. */
        UNSAID
    }

    /** What has been sent is answered to its end, as without TLS; an unfinished command is nobody's. */
    @ParameterizedTest
    @CsvSource({"TLSv1.2, SAID", "TLSv1.2, UNSAID", "TLSv1.3, SAID", "TLSv1.3, UNSAID"})
    void whatCameBeforeTheEndOfInputIsAnswered(String protocol, End end) throws Exception {
        start();
        int commands = 2_000;
        String value = "v".repeat(10_000);
        try (Socket transport = new Socket(InetAddress.getLoopbackAddress(), door.port());
                SSLSocket socket = (SSLSocket) certificates
                        .context("")
                        .getSocketFactory()
                        .createSocket(transport, "localhost", door.port(), true)) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.setEnabledProtocols(new String[] {protocol});
            assertThat(call(socket, "SET", "k", value)).isEqualTo("+OK\r\n");
            String pipeline = (RawClient.command("INCR", "n") + RawClient.command("GET", "k")).repeat(commands);
            socket.getOutputStream()
                    .write((pipeline + "*2\r\n$4\r\nINCR\r\n$1\r\n").getBytes(StandardCharsets.ISO_8859_1));
            if (end == End.SAID) {
                socket.shutdownOutput();
            } else {
                transport.shutdownOutput();
            }
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (int i = 1; i <= commands; i++) {
                assertThat(ReplyReader.readRaw(in)).asString().isEqualTo(":" + i + "\r\n");
                assertThat(ReplyReader.readRaw(in)).hasSizeGreaterThan(value.length());
            }
            assertThat(in.read()).isEqualTo(-1);
        }
        assertNobodyIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientThatSendsNoMoreWaitsForNothing(String protocol) throws Exception {
        start();
        try (SSLSocket socket = connect("", protocol)) {
            socket.getOutputStream()
                    .write((RawClient.command("PING") + RawClient.command("BLPOP", "none", "0"))
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(ReplyReader.readRaw(socket.getInputStream())).asString().isEqualTo("+PONG\r\n");
            socket.shutdownOutput();
            assertNobodyIsLeft();
        }
    }

    /** A socket that sends a few bytes at a time: fewer than a record's header has. */
    private static final class Dripping extends Socket {
        private static final int PIECE_BYTES = 3;

        Dripping(TcpDoor door) throws IOException {
            super(InetAddress.getLoopbackAddress(), door.port());
            setTcpNoDelay(true);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int from, int length) throws IOException {
                    for (int at = from; at < from + length; at += PIECE_BYTES) {
                        out.write(bytes, at, Math.min(PIECE_BYTES, from + length - at));
                    }
                }
            };
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void recordsNeedNotComeWhole(String protocol) throws Exception {
        start();
        String large = IntStream.range(0, 10_000).mapToObj("%05d"::formatted).collect(Collectors.joining());
        try (Socket transport = new Dripping(door);
                SSLSocket socket = (SSLSocket) certificates
                        .context("")
                        .getSocketFactory()
                        .createSocket(transport, "localhost", door.port(), true)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setSoTimeout(TIMEOUT_MILLIS);
            assertThat(call(socket, "SET", "k", large)).isEqualTo("+OK\r\n");
            for (int i = 1; i <= 100; i++) {
                assertThat(call(socket, "INCR", "n")).isEqualTo(":" + i + "\r\n");
            }
            assertThat(call(socket, "GET", "k")).isEqualTo("$50000\r\n" + large + "\r\n");
        }
        assertNobodyIsLeft();
    }

    @ParameterizedTest
    @CsvSource({
        "yes, '', false", "yes, client, true", "yes, stranger, false",
        "optional, '', true", "optional, client, true", "optional, stranger, false",
        "no, '', true", "no, client, true", "no, stranger, true",
    })
    void clientsShowACertificateWhereTheyMust(String setting, String identity, boolean served) throws Exception {
        start("auth-clients", setting);
        // A client of Java shows no certificate that the server's authorities would not accept, unless it is made to.
        boolean hides = identity.equals("stranger") && setting.equals("optional");
        assertThat(isServed(identity)).isEqualTo(served || hides);
        assertNobodyIsLeft();
    }

    @Test
    void authoritiesMayBeFilesOfADirectory() throws Exception {
        Path authorities = Files.createTempDirectory(directory, "authorities");
        Files.copy(Path.of(certificates.file("ca.crt")), authorities.resolve("one.pem"));
        start("auth-clients", "yes", "ca-cert-file", "", "ca-cert-dir", authorities.toString());
        assertThat(isServed("client")).isTrue();
        assertThat(isServed("")).isFalse();
    }

    // ---- choices ----

    @Test
    void versionsAndSuitesAreThoseThatTheSettingsName() throws Exception {
        start("protocols", "TLSv1.2", "ciphers", "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305");
        try (SSLSocket socket = connect("")) {
            assertThat(call(socket, "PING")).isEqualTo("+PONG\r\n");
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384");
        }
        try (SSLSocket socket = connect("", "TLSv1.3")) {
            assertThatThrownBy(() -> call(socket, "PING")).isInstanceOf(IOException.class);
        }
        store.execute("CONFIG", "SET", "tls-protocols", "TLSv1.3", "tls-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256")
                .toCompletableFuture()
                .join();
        try (SSLSocket socket = connect("")) {
            assertThat(call(socket, "PING")).isEqualTo("+PONG\r\n");
            assertThat(socket.getSession().getCipherSuite()).isEqualTo("TLS_CHACHA20_POLY1305_SHA256");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cert-file    |            | tls-cert-file must name the server's certificate",
                "cert-file    | none.crt   | tls-cert-file none.crt: there is no such file",
                "cert-file    | server.key | server.key: it has no certificate in PEM",
                "key-file     |            | tls-key-file must name the private key of the server's certificate",
                "key-file     | none.key   | tls-key-file none.key: there is no such file",
                "key-file     | server.crt | server.crt: it has no private key in PEM",
                "key-file     | client.key | it is not the key of the certificate in",
                "key-file     | ca.key     | it is not the key of the certificate in",
                "ca-cert-file | none.crt   | tls-ca-cert-file none.crt: there is no such file",
                "ca-cert-file | server.key | server.key: it has no certificate in PEM",
                "ca-cert-dir  | none       | tls-ca-cert-dir none: there is no such file",
                "protocols    | SSLv3      | tls-protocols: 'sslv3' is none of TLSv1.2 and TLSv1.3",
                "ciphers      | DEFAULT:!X | tls-ciphers: this Java has no suite 'DEFAULT'",
                "ciphersuites | TLS_NONE   | tls-ciphersuites: this Java has no suite 'TLS_NONE'",
            })
    void whatCannotBeIsRefusedAtTheStartAndIsSaid(String name, String value, String message) {
        String text = value == null ? "" : value;
        boolean known = text.endsWith(".key") || text.endsWith(".crt");
        assertThatThrownBy(() -> start(name, known && !text.startsWith("none") ? certificates.file(text) : text))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .contains(message)
                .hasLineCount(1);
    }

    @Test
    void clientsMustNotBeAskedForWhatNobodyCouldVouchFor() {
        assertThatThrownBy(() -> start("auth-clients", "yes", "ca-cert-file", ""))
                .hasMessageContaining("tls-ca-cert-file or tls-ca-cert-dir must name the authorities");
    }

    @Test
    void aChangeIsForThoseWhoConnectAfterItAndABadOneIsNone() throws Exception {
        start();
        try (SSLSocket before = connect("")) {
            assertThat(call(before, "CONFIG", "SET", "tls-auth-clients", "yes")).isEqualTo("+OK\r\n");
            assertThat(call(before, "PING")).isEqualTo("+PONG\r\n");
            assertThat(isServed("")).isFalse();
            assertThat(isServed("client")).isTrue();
            assertThat(call(before, "CONFIG", "SET", "tls-key-file", certificates.file("client.key")))
                    .isEqualTo("-ERR CONFIG SET failed (possibly related to argument 'tls-key-file') - Unable to update"
                            + " TLS configuration. Check server logs.\r\n");
            assertThat(call(before, "CONFIG", "GET", "tls-key-file")).contains(certificates.file("server.key"));
            assertThat(isServed("client")).isTrue();
            // Together they make sense.
            String[] both = {
                "CONFIG",
                "SET",
                "tls-cert-file",
                certificates.file("ca.crt"),
                "tls-key-file",
                certificates.file("ca.key")
            };
            assertThat(call(before, both)).isEqualTo("+OK\r\n");
            try (SSLSocket after = connect("client")) {
                assertThat(call(after, "PING")).isEqualTo("+PONG\r\n");
                assertThat(after.getSession().getPeerPrincipal()).hasToString("CN=ca");
            }
        }
    }

    // ---- keys as OpenSSL writes them ----

    @ParameterizedTest
    @CsvSource({
        "'', 'pkey -in server.key -traditional -out KEY'",
        "'', 'pkcs8 -topk8 -nocrypt -in server.key -out KEY'",
        "secret, 'pkcs8 -topk8 -in server.key -passout pass:secret -out KEY'",
        "secret, 'pkcs8 -topk8 -v2 aes-128-cbc -in server.key -passout pass:secret -out KEY'",
    })
    void keysMayBeInTheFormatsOfOpenSsl(String passphrase, String command) throws Exception {
        start("key-file", openSsl(command), "key-file-pass", passphrase);
        assertThat(isServed("")).isTrue();
    }

    @Test
    void ellipticCurvesHaveAFormatOfTheirOwn() throws Exception {
        String key = openSsl("ecparam -name prime256v1 -genkey -noout -out KEY");
        String certificate = key + ".crt";
        openSsl("req -x509 -new -days 2 -subj /CN=ec -key " + key + " -out " + certificate);
        start("cert-file", certificate, "key-file", key, "ca-cert-file", certificate);
        assertThat(door.port()).isPositive();
    }

    @Test
    void anEncryptedKeyNeedsItsPassphrase() throws Exception {
        String key = openSsl("pkcs8 -topk8 -in server.key -passout pass:secret -out KEY");
        assertThatThrownBy(() -> start("key-file", key)).hasMessageContaining("tls-key-file-pass is not set");
        assertThatThrownBy(() -> start("key-file", key, "key-file-pass", "wrong"))
                .hasMessageContaining("can't be decrypted with tls-key-file-pass");
        String old = openSsl("rsa -in server.key -traditional -aes128 -passout pass:secret -out KEY");
        assertThatThrownBy(() -> start("key-file", old, "key-file-pass", "secret"))
                .hasMessageContaining("convert it to PKCS#8");
    }

    /** Runs openssl, which is to write a file, and returns that file's path; skips the test where there is none. */
    private static String openSsl(String command) throws Exception {
        Assumptions.assumeTrue(isOpenSslThere(), "openssl is not installed");
        String key = Files.createTempFile(directory, "openssl", ".key").toString();
        TestCertificates.run(List.of(("openssl " + command)
                .replace("server.key", certificates.file("server.key"))
                .replace("KEY", key)
                .split(" ")));
        return key;
    }

    private static boolean isOpenSslThere() {
        try {
            TestCertificates.run(List.of("openssl", "version"));
            return true;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    // ---- who does not speak TLS, or not to the end ----

    /** As redis-server has it: clients could keep a server busy with nothing else. */
    @Test
    void aHandshakeIsNotDoneTwice() throws Exception {
        start();
        try (SSLSocket other = connect("", "TLSv1.2");
                SSLSocket socket = connect("", "TLSv1.2")) {
            assertThat(call(socket, "PING")).isEqualTo("+PONG\r\n");
            assertThatThrownBy(() -> {
                        socket.startHandshake(); // may take the end for an answer
                        call(socket, "PING");
                    })
                    .isInstanceOf(IOException.class);
            assertThat(call(other, "PING")).isEqualTo("+PONG\r\n");
        }
        assertNobodyIsLeft();
    }

    @Test
    void plainTextAtTheTlsPortEndsThatConnectionOnly() throws Exception {
        start();
        try (SSLSocket other = connect("")) {
            assertThat(call(other, "PING")).isEqualTo("+PONG\r\n");
            for (String text :
                    new String[] {RawClient.command("PING"), "GET / HTTP/1.1\r\n\r\n", "\0\0\0\0\0\0\0\0", "x\n"}) {
                try (RawClient client = new RawClient(door.address())) {
                    client.send(text.repeat(20));
                    assertClosed(client);
                }
            }
            assertThat(call(other, "PING")).isEqualTo("+PONG\r\n");
        }
        assertNobodyIsLeft();
    }

    @Test
    void aTlsHelloAtThePlainPortEndsThatConnectionOnly() throws Exception {
        start();
        TcpDoor plain = store.listen("127.0.0.1", 0);
        try (RawClient other = new RawClient(plain.address())) {
            assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
            try (SSLSocket socket = (SSLSocket) certificates
                    .context("")
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), plain.port())) {
                socket.setSoTimeout(TIMEOUT_MILLIS);
                assertThatThrownBy(() -> {
                            socket.startHandshake(); // may take the end for an answer
                            call(socket, "PING");
                        })
                        .isInstanceOf(IOException.class);
            }
            assertThat(other.call("PING")).isEqualTo("+PONG\r\n");
        }
        assertNobodyIsLeft();
    }

    @Test
    void aHandshakeThatDoesNotEndIsEndedByItsDeadline() throws Exception {
        start("handshake-timeout", "300 ms");
        try (RawClient silent = new RawClient(door.address());
                RawClient slow = new RawClient(door.address());
                SSLSocket quick = connect("")) {
            quick.startHandshake();
            slow.send("\u0016\u0003\u0001\u0002\0\u0001");
            assertClosed(silent);
            assertClosed(slow);
            // Only the handshake has that deadline.
            assertThat(call(quick, "PING")).isEqualTo("+PONG\r\n");
        }
        assertNobodyIsLeft();
    }

    @Test
    void closingTheStoreEndsConnections() throws Exception {
        start();
        try (SSLSocket socket = connect("")) {
            assertThat(call(socket, "PING")).isEqualTo("+PONG\r\n");
            store.close();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** The server closes, with an alert before or without, or resets. */
    private static void assertClosed(RawClient client) {
        try {
            client.readToEnd();
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException e) {
            assertThat(e).isInstanceOf(SocketException.class);
        }
    }

    private void assertNobodyIsLeft() {
        await().until(() ->
                Stages.await(store.execute("INFO", "clients")).toString().contains("connected_clients:0"));
    }
}
