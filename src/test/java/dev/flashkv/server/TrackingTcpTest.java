package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that keep what they read, over TCP, while others write. */
class TrackingTcpTest {
    private static final int KEYS = 6;
    private static final int WRITES = 1500;
    private static final Pattern NUMBER_OF_KEY = Pattern.compile("k(\\d+)\r\n");
    private static final Pattern VALUE = Pattern.compile("\\$\\d+\r\n(\\d+)\r\n");

    @RegisterExtension
    static final ServedStore SERVED = new ServedStore();

    /** A client with a cache, which it keeps as it is told. */
    private static final class Cache implements AutoCloseable {
        private final RawClient client;
        private final Map<Integer, Integer> values = new TreeMap<>();

        Cache(String... options) throws IOException {
            client = SERVED.connect();
            client.call("HELLO", "3");
            client.send(command(options));
            assertThat(client.readReply()).isEqualTo("+OK\r\n");
        }

        private String reply() throws IOException {
            while (true) {
                String reply = client.readReply();
                if (!reply.startsWith(">")) {
                    return reply;
                }
                assertThat(reply).startsWith(">2\r\n$10\r\ninvalidate\r\n");
                Matcher keys = NUMBER_OF_KEY.matcher(reply);
                while (keys.find()) {
                    values.remove(Integer.valueOf(keys.group(1)));
                }
            }
        }

        /** Reads all keys at once. */
        void fill() throws IOException {
            String[] mget = new String[KEYS + 1];
            mget[0] = "MGET";
            IntStream.range(0, KEYS).forEach(key -> mget[key + 1] = "k" + key);
            client.send(command(mget));
            Matcher found = VALUE.matcher(reply());
            for (int key = 0; found.find(); key++) {
                values.put(key, Integer.valueOf(found.group(1)));
            }
        }

        /** Reads one key. */
        void fill(int key) throws IOException {
            client.send(command("GET", "k" + key));
            Matcher found = VALUE.matcher(reply());
            assertThat(found.find()).isTrue();
            values.put(key, Integer.valueOf(found.group(1)));
        }

        /** Takes everything that it has been told by now. */
        void settle() throws IOException {
            client.send(command("PING"));
            assertThat(reply()).isEqualTo("+PONG\r\n");
        }

        @Override
        public void close() throws IOException {
            client.close();
        }
    }

    /** What is in the cache is never older than what a writer had been answered when the client last listened. */
    @ParameterizedTest
    @ValueSource(strings = {"CLIENT TRACKING ON", "CLIENT TRACKING ON BCAST", "CLIENT TRACKING ON BCAST PREFIX k"})
    void nothingStaleIsKept(String tracking) throws IOException {
        AtomicIntegerArray answered = new AtomicIntegerArray(KEYS);
        AtomicBoolean over = new AtomicBoolean();
        int[] written = new int[KEYS];
        try (Cache cache = new Cache(tracking.split(" "));
                RawClient writer = SERVED.connect()) {
            for (int key = 0; key < KEYS; key++) {
                writer.call("SET", "k" + key, "0");
            }
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 1; i <= WRITES; i++) {
                        int one = i % KEYS;
                        int other = i % 7 == 0 ? (i + 1) % KEYS : one;
                        String value = Integer.toString(i);
                        writer.call("MSET", "k" + one, value, "k" + other, value);
                        written[one] = i;
                        written[other] = i;
                        answered.set(one, i);
                        answered.set(other, i);
                    }
                } catch (IOException e) {
                    throw new CompletionException(e);
                } finally {
                    over.set(true);
                }
            });
            int rounds = 0;
            while (!over.get()) {
                if (rounds % 5 == 0) {
                    cache.fill();
                } else {
                    cache.fill(rounds % KEYS);
                }
                rounds++;
                int[] before = IntStream.range(0, KEYS).map(answered::get).toArray();
                cache.settle();
                cache.values.forEach(
                        (key, value) -> assertThat(value).as("k" + key).isGreaterThanOrEqualTo(before[key]));
            }
            writing.join();
            cache.fill();
            cache.settle();
            for (int key = 0; key < KEYS; key++) {
                assertThat(cache.values).containsEntry(key, written[key]);
            }
            assertThat(rounds).isGreaterThan(10);
        }
    }
}
