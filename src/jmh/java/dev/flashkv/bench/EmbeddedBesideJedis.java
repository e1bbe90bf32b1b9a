package dev.flashkv.bench;

import dev.flashkv.CommandBatch;
import dev.flashkv.FlashKv;
import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/**
 * What a JVM application gets: GET and SET through the embedded API, beside Jedis against a redis-server on the same
 * machine, from several threads, singly and in batches. Each thread waits for a batch before it sends the next. Prints
 * a Markdown table.
 *
 * <p>System properties, all optional: {@code bench.redis} (the binary), {@code bench.threads}, {@code bench.batches}
 * (lists with commas), {@code bench.rounds}, {@code bench.millis} (the length of a round).
 */
public final class EmbeddedBesideJedis {
    private static final int KEYS = 100_000;
    private static final int ROUNDS_WARM_UP = 2;

    private EmbeddedBesideJedis() {}

    /** Runs batches for one thread. */
    private interface Worker extends AutoCloseable {
        void run(boolean set, byte[][] keys);

        @Override
        void close();
    }

    /** Where workers come from: the one store, or a connection of its own for each. */
    private interface Target {
        Worker worker();
    }

    /** Runs all that the system properties ask for. */
    public static void main(String[] args) throws Exception {
        try (ServerProcess redis = BenchSettings.startRedis();
                FlashKv store = FlashKv.create()) {
            Target embedded = () -> new EmbeddedWorker(store);
            Target jedis = () -> new JedisWorker(redis.port());
            System.out.println("| command | threads | batch | embedded /s | Jedis /s | ratio (min–max) |");
            System.out.println("|---|---|---|---|---|---|");
            for (int threads : BenchSettings.numbers("bench.threads", "1,2,8")) {
                for (int batch : BenchSettings.numbers("bench.batches", "1,16,64")) {
                    for (boolean set : new boolean[] {true, false}) {
                        System.out.println(row(embedded, jedis, threads, batch, set));
                    }
                }
            }
        }
    }

    private static String row(Target embedded, Target jedis, int threads, int batch, boolean set) throws Exception {
        int rounds = Integer.getInteger("bench.rounds", 5);
        List<Double> embeddedRates = new ArrayList<>();
        List<Double> jedisRates = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = -ROUNDS_WARM_UP; round < rounds; round++) {
            double embeddedRate = commandsPerSecond(embedded, threads, batch, set);
            double jedisRate = commandsPerSecond(jedis, threads, batch, set);
            if (round >= 0) {
                embeddedRates.add(embeddedRate);
                jedisRates.add(jedisRate);
                ratios.add(embeddedRate / jedisRate);
            }
        }
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %,.0f | %,.0f | %.2f (%.2f–%.2f) |",
                set ? "SET" : "GET",
                threads,
                batch,
                Rounds.median(embeddedRates),
                Rounds.median(jedisRates),
                Rounds.median(ratios),
                ratios.stream().min(Double::compare).orElseThrow(),
                ratios.stream().max(Double::compare).orElseThrow());
    }

    private static double commandsPerSecond(Target target, int threads, int batch, boolean set)
            throws InterruptedException, ExecutionException {
        long millis = Long.getLong("bench.millis", 1000);
        CountDownLatch ready = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Double>> rates = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                rates.add(executor.submit(() -> {
                    try (Worker worker = target.worker()) {
                        ready.countDown();
                        ready.await();
                        return run(worker, batch, set, millis);
                    }
                }));
            }
            double sum = 0;
            for (Future<Double> rate : rates) {
                sum += rate.get();
            }
            return sum;
        } finally {
            executor.shutdownNow();
        }
    }

    /** Commands per second of one thread. */
    private static double run(Worker worker, int batch, boolean set, long millis) {
        byte[][] keys = new byte[batch][];
        long start = System.nanoTime();
        long end = start + millis * 1_000_000;
        long commands = 0;
        long now;
        do {
            for (int i = 0; i < batch; i++) {
                keys[i] = key(ThreadLocalRandom.current().nextInt(KEYS));
            }
            worker.run(set, keys);
            commands += batch;
            now = System.nanoTime();
        } while (now < end);
        return commands * 1e9 / (now - start);
    }

    /** A key of 16 bytes, as redis-benchmark makes them. */
    private static byte[] key(int number) {
        byte[] key = {'k', 'e', 'y', ':', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0', '0'};
        int rest = number;
        for (int at = key.length - 1; rest > 0; at--) {
            key[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return key;
    }

    private static final class EmbeddedWorker implements Worker {
        private static final Bytes GET = Bytes.of("GET");
        private static final Bytes SET = Bytes.of("SET");
        private static final Bytes VALUE = Bytes.of("xxx");

        private final FlashKv store;

        EmbeddedWorker(FlashKv store) {
            this.store = store;
        }

        @Override
        public void run(boolean set, byte[][] keys) {
            if (keys.length == 1) {
                Bytes key = Bytes.wrap(keys[0]);
                (set ? store.set(key, VALUE) : store.get(key))
                        .toCompletableFuture()
                        .join();
                return;
            }
            CommandBatch batch = store.batch();
            for (byte[] key : keys) {
                if (set) {
                    batch.add(SET, Bytes.wrap(key), VALUE);
                } else {
                    batch.add(GET, Bytes.wrap(key));
                }
            }
            batch.execute().toCompletableFuture().join();
        }

        @Override
        public void close() {}
    }

    private static final class JedisWorker implements Worker {
        private static final byte[] VALUE = {'x', 'x', 'x'};

        private final Jedis jedis;

        JedisWorker(int port) {
            this.jedis = new Jedis("127.0.0.1", port);
        }

        @Override
        public void run(boolean set, byte[][] keys) {
            if (keys.length == 1) {
                if (set) {
                    jedis.set(keys[0], VALUE);
                } else {
                    jedis.get(keys[0]);
                }
                return;
            }
            Pipeline pipeline = jedis.pipelined();
            for (byte[] key : keys) {
                if (set) {
                    pipeline.set(key, VALUE);
                } else {
                    pipeline.get(key);
                }
            }
            pipeline.sync();
        }

        @Override
        public void close() {
            jedis.close();
        }
    }
}
