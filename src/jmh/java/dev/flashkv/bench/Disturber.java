package dev.flashkv.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** The client that others might notice. */
final class Disturber implements AutoCloseable {
    private static final int KEYS_PER_MSET = 100;
    private static final int VALUE_BYTES = 100_000;
    private static final int VALUES = 500;
    private static final String LARGE_KEY = "large";
    private static final String CHANNEL = "channel";

    /* Both servers drop whoever has so much waiting; 32 MB, Redis' own limit for subscribers. */
    private static final String LIMITS = "normal 33554432 33554432 60 pubsub 33554432 33554432 60";

    private final int port;
    private final int keys;
    private final BlockingConnection connection;
    private final AtomicLong times = new AtomicLong();
    private volatile boolean stopping;

    Disturber(int port, int keys) throws IOException {
        this.port = port;
        this.keys = keys;
        this.connection = new BlockingConnection(port);
    }

    /** The name of a key. */
    static String key(int number) {
        return String.format(Locale.ROOT, "key:%08d", number);
    }

    /** How often it has happened. */
    long times() {
        return times.get();
    }

    void stop() {
        stopping = true;
    }

    /** Makes the server as it is to be at the beginning. */
    void prepare(Disturbance disturbance) throws IOException {
        connection.call("CONFIG", "SET", "client-output-buffer-limit", LIMITS);
        connection.call("SET", LARGE_KEY, "v".repeat(VALUE_BYTES));
        if (disturbance == Disturbance.IDLE) {
            populate(); // the round before has ended with an empty store, if there was one
        }
    }

    private void populate() throws IOException {
        ByteBuffer mset = ByteBuffer.allocate(KEYS_PER_MSET * 64);
        String[] words = new String[1 + 2 * KEYS_PER_MSET];
        words[0] = "MSET";
        for (int i = 0; i < keys; i += KEYS_PER_MSET) {
            for (int k = 0; k < KEYS_PER_MSET; k++) {
                words[1 + 2 * k] = key(i + k);
                words[2 + 2 * k] = "xxx";
            }
            mset.clear();
            BlockingConnection.append(mset, words);
            connection.send(mset.flip());
            connection.awaitReplies(1);
        }
    }

    /** Begins, on a thread of its own. */
    Thread start(Disturbance disturbance) {
        Thread thread = new Thread(() -> {
            try {
                run(disturbance);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
        return thread;
    }

    private void run(Disturbance disturbance) throws IOException, InterruptedException {
        Thread.sleep(200);
        switch (disturbance) {
            case IDLE -> {}
            case SLOW_READER -> readSlowly();
            case SLOW_SUBSCRIBER -> subscribe();
            case KEYS -> {
                while (!stopping) {
                    connection.call("KEYS", "*");
                    times.incrementAndGet();
                    Thread.sleep(500);
                }
            }
            case FLUSHALL -> {
                connection.call("FLUSHALL");
                times.incrementAndGet();
            }
        }
    }

    private void readSlowly() throws IOException, InterruptedException {
        ByteBuffer requests = ByteBuffer.allocate(VALUES * 64);
        for (int i = 0; i < VALUES; i++) {
            BlockingConnection.append(requests, "GET", LARGE_KEY);
        }
        requests.flip();
        while (!stopping) {
            try (BlockingConnection slow = new BlockingConnection(port)) {
                slow.send(requests.rewind());
                awaitDropped(slow);
            }
        }
    }

    /** Asks nothing of a connection until the server has ended it. */
    private void awaitDropped(BlockingConnection slow) throws InterruptedException {
        ByteBuffer blank = ByteBuffer.wrap(BlockingConnection.ascii("\r\n"));
        try {
            while (!stopping) {
                Thread.sleep(50);
                slow.send(blank.rewind());
            }
        } catch (IOException e) {
            times.incrementAndGet();
        }
    }

    private void subscribe() throws IOException, InterruptedException {
        String message = "m".repeat(VALUE_BYTES);
        while (!stopping) {
            try (BlockingConnection slow = new BlockingConnection(port)) {
                slow.call("SUBSCRIBE", CHANNEL);
                for (int i = 0; i < VALUES; i++) {
                    connection.call("PUBLISH", CHANNEL, message);
                }
                awaitDropped(slow);
            }
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
