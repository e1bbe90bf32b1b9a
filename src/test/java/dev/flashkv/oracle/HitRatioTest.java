package dev.flashkv.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How often a cache at its memory limit has what it is asked for: FlashKV beside redis-server on the same requests,
 * Zipf-distributed, with room for the same number of keys, a tenth of all.
 *
 * <p>The two count memory differently, so that it is the keys that are made equal: redis-server's limit is what it has
 * used when it holds a tenth of the keys; how many it holds while it evicts is measured; and FlashKV's limit is what it
 * has used when it holds so many.
 */
class HitRatioTest {
    private static final int KEYS = 100_000;
    private static final int CACHED_KEYS = KEYS / 10;
    private static final int REQUESTS = 400_000;
    private static final int WARM_UP_REQUESTS = REQUESTS / 2;
    private static final int PIPELINE = 200;
    private static final double SKEW = 0.99;
    private static final long SEED = 20_231_114;
    private static final String VALUE = "x".repeat(100);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Of redis-server's hit ratio. */
    private static final double WORSE_MAX = 0.01;

    /** What drawing samples, instead of keeping an order, may cost compared with LRU. */
    private static final double WORSE_THAN_EXACT_MAX = 0.02;

    private record Result(double hitRatio, double meanKeys) {}

    @ParameterizedTest
    @ValueSource(strings = {"allkeys-lru", "allkeys-lfu"})
    void isThatOfRedis(String policy) throws IOException {
        int[] trace = zipf(new Random(SEED));
        Result redis;
        try (RedisOracle server = RedisOracle.start("redis-server for hit ratios");
                RawConnection connection = new RawConnection(server, TIMEOUT)) {
            redis = replay(trace, connection, policy, CACHED_KEYS);
        }
        Result flashKv;
        try (FlashKvTarget server = new FlashKvTarget();
                RawConnection connection = new RawConnection(server, TIMEOUT)) {
            flashKv = replay(trace, connection, policy, (int) redis.meanKeys);
        }
        String figures = policy + ": FlashKV " + flashKv + ", redis-server " + redis;
        assertThat(flashKv.meanKeys).as(figures).isBetween(redis.meanKeys * 0.99, redis.meanKeys * 1.01);
        assertThat(flashKv.hitRatio).as(figures).isGreaterThan(redis.hitRatio - WORSE_MAX);
        assertThat(flashKv.hitRatio)
                .as(figures)
                .isGreaterThan(exactLru(trace, (int) redis.meanKeys) - WORSE_THAN_EXACT_MAX);
    }

    private static int[] zipf(Random random) {
        double[] cumulative = new double[KEYS];
        double sum = 0;
        for (int i = 0; i < KEYS; i++) {
            sum += 1 / Math.pow(i + 1, SKEW);
            cumulative[i] = sum;
        }
        int[] trace = new int[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) {
            int found = Arrays.binarySearch(cumulative, random.nextDouble() * sum);
            trace[i] = found < 0 ? Math.min(-found - 1, KEYS - 1) : found;
        }
        return trace;
    }

    /** Asks for the trace's keys, pipeline by pipeline, and stores after each what was missing. */
    private static Result replay(int[] trace, RawConnection server, String policy, int keysMax) throws IOException {
        limitTo(keysMax, server, policy);
        long hits = 0;
        long sizes = 0;
        int pipelines = 0;
        for (int from = 0; from < REQUESTS; from += PIPELINE) {
            List<Command> gets = Arrays.stream(trace, from, from + PIPELINE)
                    .mapToObj(key -> Command.of("GET", name(key)))
                    .toList();
            List<String> replies = ask(server, gets);
            List<Command> sets = IntStream.range(0, PIPELINE)
                    .filter(i -> replies.get(i).startsWith("$-1"))
                    .mapToObj(i -> gets.get(i).args().get(1))
                    .distinct()
                    .map(key -> Command.of("SET", key, VALUE))
                    .toList();
            assertThat(ask(server, sets)).allMatch("+OK\r\n"::equals);
            if (from >= WARM_UP_REQUESTS) {
                hits += replies.stream()
                        .filter(reply -> !reply.startsWith("$-1"))
                        .count();
                sizes += Long.parseLong(ask(server, "DBSIZE").substring(1).strip());
                pipelines++;
            }
        }
        return new Result((double) hits / (REQUESTS - WARM_UP_REQUESTS), (double) sizes / pipelines);
    }

    /** Sets the limit to what the server has used when it holds so many keys, and empties it. */
    private static void limitTo(int keys, RawConnection server, String policy) throws IOException {
        for (int from = 0; from < keys; from += PIPELINE) {
            ask(
                    server,
                    IntStream.range(from, Math.min(keys, from + PIPELINE))
                            .mapToObj(key -> Command.of("SET", name(KEYS + key), VALUE))
                            .toList());
        }
        String used = ask(server, "INFO", "memory").replaceFirst("(?s).*used_memory:([0-9]+).*", "$1");
        ask(server, "FLUSHALL");
        assertThat(ask(server, "CONFIG", "SET", "maxmemory", used, "maxmemory-policy", policy))
                .isEqualTo("+OK\r\n");
    }

    /** All names are equally long. */
    private static String name(int key) {
        return "key:" + (1_000_000 + key);
    }

    private static String ask(RawConnection server, String... words) throws IOException {
        return ask(server, List.of(Command.of(words))).get(0);
    }

    private static List<String> ask(RawConnection server, List<Command> commands) throws IOException {
        server.send(commands);
        List<String> replies = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            replies.add(server.readReply());
        }
        return replies;
    }

    /** The hit ratio of a cache that knows the order of all uses. */
    private static double exactLru(int[] trace, int capacity) {
        Map<Integer, Boolean> cache = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Boolean> eldest) {
                return size() > capacity;
            }
        };
        long hits = 0;
        for (int i = 0; i < REQUESTS; i++) {
            boolean isHit = cache.put(trace[i], true) != null;
            hits += isHit && i >= WARM_UP_REQUESTS ? 1 : 0;
        }
        return (double) hits / (REQUESTS - WARM_UP_REQUESTS);
    }
}
