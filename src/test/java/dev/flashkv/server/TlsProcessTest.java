package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS as the server process has it, on event loops, and redis-cli as its client. */
class TlsProcessTest {
    private static final int TIMEOUT_SECONDS = 60;

    @TempDir
    private static Path directory;

    private static TestCertificates certificates;

    @BeforeAll
    static void make() throws Exception {
        certificates = TestCertificates.make(directory);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static ServerProcess start(int tlsPort, String... more) throws IOException {
        Path conf = Files.createTempFile(directory, "redis", ".conf");
        Files.writeString(conf, """
                tls-port %d
                tls-cert-file server.crt
                tls-key-file server.key
                tls-ca-cert-file ca.crt
                dir %s
                """.formatted(tlsPort, directory));
        String[] arguments = new String[1 + more.length];
        arguments[0] = conf.toString();
        System.arraycopy(more, 0, arguments, 1, more.length);
        return ServerProcess.start(directory, List.of(ServerProcess.FOR_EVENT_LOOPS), arguments);
    }

    private static void awaitTls(ServerProcess server, int port) {
        await().atMost(TIMEOUT_SECONDS, TimeUnit.SECONDS).until(() -> {
            assertThat(server.errors()).isEmpty();
            return server.output().contains("Ready to accept connections tls 127.0.0.1:" + port + " in ");
        });
    }

    /** What redis-cli prints over TLS; its status is appended when it is not 0. */
    private static String cli(int port, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "redis-cli",
                "--tls",
                "--cacert",
                certificates.file("ca.crt"),
                "-h",
                "127.0.0.1",
                "-p",
                Integer.toString(port)));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0 ? output : output + "status " + process.exitValue();
    }

    private static void assumeCliHasTls() throws IOException, InterruptedException {
        try {
            Process help = new ProcessBuilder("redis-cli", "--help")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Assumptions.assumeTrue(text.contains("--tls"), "redis-cli has no TLS");
        } catch (IOException e) {
            Assumptions.abort("redis-cli is not installed");
        }
    }

    @Test
    void redisCliUsesTheTlsPortBesideThePlainOne() throws Exception {
        assumeCliHasTls();
        int tlsPort = freePort();
        int port = freePort();
        try (ServerProcess server = start(tlsPort, "--port", Integer.toString(port))) {
            awaitTls(server, tlsPort);
            try (RawClient plain = new RawClient(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
                assertThat(plain.call("SET", "k", "from the plain port")).isEqualTo("+OK\r\n");
                String[] certificate = {
                    "--cert", certificates.file("client.crt"), "--key", certificates.file("client.key"), "GET", "k"
                };
                assertThat(cli(tlsPort, certificate)).isEqualTo("from the plain port\n");
                // Clients must show a certificate, as it is Redis' default.
                assertThat(cli(tlsPort, "GET", "k")).contains("status 1");
                assertThat(plain.call("CONFIG", "SET", "tls-auth-clients", "no"))
                        .isEqualTo("+OK\r\n");
                assertThat(cli(tlsPort, "GET", "k")).isEqualTo("from the plain port\n");
                assertThat(cli(tlsPort, "INFO", "server")).contains("tcp_port:" + port + "\r\n");
            }
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
        }
    }

    @Test
    void withPortZeroThereIsTlsOnly() throws Exception {
        int tlsPort = freePort();
        try (ServerProcess server = start(tlsPort, "--port", "0", "--tls-auth-clients", "no")) {
            awaitTls(server, tlsPort);
            assertThat(server.output()).doesNotContain("connections tcp");
            try (var socket = certificates
                    .context("")
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), tlsPort)) {
                socket.getOutputStream().write("INFO server\r\nQUIT\r\n".getBytes(StandardCharsets.UTF_8));
                assertThat(socket.getInputStream().readAllBytes()).asString().contains("tcp_port:" + tlsPort + "\r\n");
            }
        }
    }

    @Test
    void aMissingFileEndsTheStartWithOneLine() throws Exception {
        String port = Integer.toString(freePort());
        try (ServerProcess server = start(freePort(), "--tls-key-file", "none.key", "--port", port)) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors()).isEqualTo("flashkv: tls-key-file none.key: there is no such file\n");
            // Not for the plain port either.
            assertThat(server.output()).doesNotContain("Ready");
        }
    }
}
