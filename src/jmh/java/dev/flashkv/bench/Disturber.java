package dev.flashkv.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The client that others might notice. */
final class Disturber implements AutoCloseable {
    private static final int KEYS_PER_REQUEST = 100;
    private static final int VALUE_BYTES = 100_000;
    private static final int VALUES = 500;
    private static final String LARGE_KEY = "large";
    private static final String CHANNEL = "channel";
    private static final Pattern NUMBER = Pattern.compile("(?:used_memory)?:(\\d+)\r\n");

    /* Both servers drop whoever has so much waiting; 32 MB, Redis' own limit for subscribers. */
    private static final String LIMITS = "normal 33554432 33554432 60 pubsub 33554432 33554432 60";

    /* Evicting replaces keys by others: that is no reason to load again, which would be measured, too. */
    private static final double KEPT_MIN = 0.9;

    /* Of keys that fall due: for loading them, before the first is due, and within which all are. */
    private static final long LOADING_NANOS_PER_KEY = 8_000;
    private static final long FIRST_DUE_AFTER_MILLIS = 200;
    private static final long DUE_WITHIN_MILLIS = 1000;
    private static final long EXPIRY_MILLIS = FIRST_DUE_AFTER_MILLIS + DUE_WITHIN_MILLIS + 300;

    private static final int NEW_KEYS_AT_ONCE = 20;
    private static final long NEW_KEYS_INTERVAL_NANOS = 1_000_000;

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

    /** How long it is worth looking at others: what is over sooner would not show in what they wait for longer. */
    static long nanosMax(Disturbance disturbance) {
        return disturbance == Disturbance.EXPIRY ? TimeUnit.MILLISECONDS.toNanos(EXPIRY_MILLIS) : Long.MAX_VALUE;
    }

    /** How often it has happened; of keys that fall due or are added, how many. */
    long times() {
        return times.get();
    }

    void stop() {
        stopping = true;
    }

    /** Makes the server as it is to be at the beginning. */
    void prepare(Disturbance disturbance) throws IOException, InterruptedException {
        connection.call("CONFIG", "SET", "maxmemory", "0");
        connection.call("CONFIG", "SET", "client-output-buffer-limit", LIMITS);
        connection.call("SET", LARGE_KEY, "v".repeat(VALUE_BYTES));
        if (size() < keys * KEPT_MIN) {
            connection.call("FLUSHALL");
            connection.call("SET", LARGE_KEY, "v".repeat(VALUE_BYTES));
            load(number -> new String[] {"SET", key(number), "xxx"});
        }
        if (disturbance == Disturbance.EXPIRY) {
            loadWithDeadlines();
        } else if (disturbance == Disturbance.EVICTION) {
            connection.call("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            connection.call("CONFIG", "SET", "maxmemory", Long.toString(number("INFO", "memory")));
        }
    }

    private long size() throws IOException {
        return number("DBSIZE");
    }

    private long number(String... words) throws IOException {
        String reply = connection.ask(words);
        Matcher number = NUMBER.matcher(reply);
        if (!number.find()) {
            throw new IOException("no number in " + reply);
        }
        return Long.parseLong(number.group(1));
    }

    private void load(IntFunction<String[]> commands) throws IOException {
        ByteBuffer requests = ByteBuffer.allocate(KEYS_PER_REQUEST * 128);
        for (int i = 0; i < keys; i += KEYS_PER_REQUEST) {
            requests.clear();
            for (int k = 0; k < KEYS_PER_REQUEST; k++) {
                BlockingConnection.append(requests, commands.apply(i + k));
            }
            connection.send(requests.flip());
            connection.awaitReplies(KEYS_PER_REQUEST);
        }
    }

    /** As many keys again, which fall due soon after this returns. */
    private void loadWithDeadlines() throws IOException, InterruptedException {
        long firstMillis = System.currentTimeMillis() + 1000 + keys * LOADING_NANOS_PER_KEY / 1_000_000;
        load(number -> new String[] {
            "SET", "due:" + number, "xxx", "PXAT", Long.toString(firstMillis + number * DUE_WITHIN_MILLIS / keys)
        });
        long leftMillis = firstMillis - FIRST_DUE_AFTER_MILLIS - System.currentTimeMillis();
        if (leftMillis < 0) {
            throw new IOException("loading takes too long");
        }
        Thread.sleep(leftMillis);
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
        Thread.sleep(disturbance == Disturbance.EXPIRY ? 0 : 200);
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
            case EXPIRY -> watchExpiry();
            case EVICTION -> addKeys();
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

    /** Says how many keys have gone while others were looked at, and waits for the rest to go. */
    private void watchExpiry() throws IOException, InterruptedException {
        long sizeBefore = size();
        while (!stopping) {
            Thread.sleep(20);
        }
        times.set(sizeBefore - size());
        while (size() > sizeBefore - keys) {
            Thread.sleep(100);
        }
    }

    private void addKeys() throws IOException {
        ByteBuffer requests = ByteBuffer.allocate(NEW_KEYS_AT_ONCE * 64);
        long dueNanos = System.nanoTime();
        while (!stopping) {
            requests.clear();
            for (int i = 0; i < NEW_KEYS_AT_ONCE; i++) {
                BlockingConnection.append(requests, "SET", "new:" + times.incrementAndGet(), "xxx");
            }
            connection.send(requests.flip());
            connection.awaitReplies(NEW_KEYS_AT_ONCE);
            dueNanos += NEW_KEYS_INTERVAL_NANOS;
            LockSupport.parkNanos(dueNanos - System.nanoTime());
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
