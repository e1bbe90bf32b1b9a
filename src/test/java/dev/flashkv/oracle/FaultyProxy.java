package dev.flashkv.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/**
 * A server with a planted fault: passes requests on to a real one and changes replies on their way back. What the
 * harness must find is thereby known.
 */
final class FaultyProxy implements Target {
    private final Target server;
    private final UnaryOperator<String> fault;
    private final ServerSocket listener;
    private final Queue<AutoCloseable> open = new ConcurrentLinkedQueue<>();

    /** @param fault turns every raw reply into what the client gets: the same, another, several, or "" for none */
    FaultyProxy(Target server, UnaryOperator<String> fault) {
        this.server = server;
        this.fault = fault;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start("accept", this::accept);
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            open.add(client);
            client.setTcpNoDelay(true);
            RawConnection upstream = new RawConnection(server, Duration.ofMinutes(1));
            open.add(upstream);
            start("requests", () -> passRequests(client, upstream));
            start("replies", () -> passReplies(upstream, client));
        }
    }

    private static void passRequests(Socket client, RawConnection upstream) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int length = client.getInputStream().read(buffer);
        while (length >= 0) {
            upstream.sendRaw(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            length = client.getInputStream().read(buffer);
        }
        upstream.shutdownOutput();
    }

    private void passReplies(RawConnection upstream, Socket client) throws IOException {
        try {
            while (true) {
                String reply = fault.apply(upstream.readReply());
                client.getOutputStream().write(reply.getBytes(StandardCharsets.ISO_8859_1));
            }
        } finally {
            client.shutdownOutput();
        }
    }

    /** Runs until a connection ends, which is how all of these end. */
    private static void start(String name, Pump pump) {
        Thread thread = new Thread(
                () -> {
                    try {
                        pump.run();
                    } catch (IOException e) {
                        // The end of the connection.
                    }
                },
                "faulty-proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String name() {
        return "a faulty server";
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort());
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (AutoCloseable connection : open) {
                connection.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Pump {
        void run() throws IOException;
    }
}
