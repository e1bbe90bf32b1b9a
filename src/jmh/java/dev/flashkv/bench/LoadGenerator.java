package dev.flashkv.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Sends what redis-benchmark can't, such as transactions and mixes: one thread, many connections, each of which sends a
 * pipeline when the one before it has been answered. The same for whatever server.
 */
final class LoadGenerator {
    private static final int READ_BYTES = 64 * 1024;

    /** What came of it: requests (a transaction is one), and how long pipelines took. */
    record Result(double requestsPerSecond, double p50Millis, double p99Millis) {}

    private final RequestMix mix;
    private final int pipeline;
    private final int clients;
    private final long requests;

    /**
     * A load.
     *
     * @param pipeline requests sent at once by each client
     * @param clients connections
     * @param requests how many are sent in all, rounded up to whole pipelines
     */
    LoadGenerator(RequestMix mix, int pipeline, int clients, long requests) {
        this.mix = mix;
        this.pipeline = pipeline;
        this.clients = clients;
        this.requests = requests;
    }

    /** Runs it against the server at that port; blocks until it is over. */
    Result run(int port) throws IOException {
        long pipelines = (requests + pipeline - 1) / pipeline;
        long[] nanos = new long[(int) pipelines];
        long sent = 0;
        int answered = 0;
        ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
        List<Connection> connections = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < clients; i++) {
                connections.add(new Connection(port, selector, i));
            }
            long beganNanos = System.nanoTime();
            for (Connection each : connections) {
                if (sent < pipelines) {
                    sent++;
                    each.send();
                }
            }
            while (answered < pipelines) {
                selector.select();
                for (SelectionKey key : selector.selectedKeys()) {
                    Connection connection = (Connection) key.attachment();
                    if (connection.goOn(in)) {
                        nanos[answered++] = System.nanoTime() - connection.sentNanos;
                        if (sent < pipelines) {
                            sent++;
                            connection.send();
                        }
                    }
                }
                selector.selectedKeys().clear();
            }
            double seconds = (System.nanoTime() - beganNanos) / 1e9;
            Arrays.sort(nanos);
            return new Result(
                    pipelines * pipeline / seconds,
                    nanos[nanos.length / 2] / 1e6,
                    nanos[(int) (nanos.length * 99L / 100)] / 1e6);
        } finally {
            for (Connection each : connections) {
                each.channel.close();
            }
        }
    }

    private final class Connection {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final SplittableRandom random;
        private final ByteBuffer out = ByteBuffer.allocateDirect(pipeline * RequestMix.BYTES_MAX);
        private final ReplyCounter replies = new ReplyCounter();
        private int awaited;
        private long sentNanos;

        Connection(int port, Selector selector, int number) throws IOException {
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            key = channel.register(selector, SelectionKey.OP_READ, this);
            random = new SplittableRandom(number);
        }

        void send() throws IOException {
            out.clear();
            for (int i = 0; i < pipeline; i++) {
                awaited += mix.append(out, random);
            }
            out.flip();
            sentNanos = System.nanoTime();
            write();
        }

        private void write() throws IOException {
            channel.write(out);
            key.interestOps(out.hasRemaining() ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }

        /** Reads and writes what can be; says whether the pipeline has been answered by that. */
        boolean goOn(ByteBuffer in) throws IOException {
            if (key.isWritable()) {
                write();
            }
            if (!key.isReadable()) {
                return false;
            }
            in.clear();
            if (channel.read(in) < 0) {
                throw new IOException("the server has closed the connection");
            }
            in.flip();
            awaited -= replies.feed(in);
            return awaited == 0;
        }
    }
}
