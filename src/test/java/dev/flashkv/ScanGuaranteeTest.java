package dev.flashkv;

import static dev.flashkv.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A scan meets every key that is there throughout, whatever others do meanwhile. */
class ScanGuaranteeTest {
    private static final int PERMANENT_KEYS = 2000;
    private static final int WRITERS = 3;
    private static final int SCANS = 15;

    @Test
    void underConcurrentWriters() throws InterruptedException {
        try (FlashKv store = FlashKv.create()) {
            Set<String> permanent = IntStream.range(0, PERMANENT_KEYS)
                    .mapToObj(i -> "permanent:" + i)
                    .collect(Collectors.toSet());
            CommandBatch batch = store.batch();
            permanent.forEach(key -> batch.add("SET", key, "x"));
            await(batch.execute());
            AtomicBoolean done = new AtomicBoolean();
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                long seed = i;
                writers.add(new Thread(() -> churn(store, seed, done)));
            }
            writers.forEach(Thread::start);
            try {
                for (int i = 0; i < SCANS; i++) {
                    Set<String> met = scan(store, 1 + i * 7);
                    met.retainAll(permanent);
                    assertThat(met).as("scan %d", i).hasSize(PERMANENT_KEYS);
                }
            } finally {
                done.set(true);
                for (Thread writer : writers) {
                    writer.join();
                }
            }
        }
    }

    private static Set<String> scan(FlashKv store, int count) {
        Set<String> met = new HashSet<>();
        ScanPage<String> page = new ScanPage<>(0, List.of());
        do {
            page = await(store.scan(page.cursor(), "*", count));
            met.addAll(page.keys());
        } while (!page.isLast());
        return met;
    }

    /** Keys come and go by the hundred, so that what stays moves within its shard. */
    private static void churn(FlashKv store, long seed, AtomicBoolean done) {
        SplittableRandom random = new SplittableRandom(seed);
        while (!done.get()) {
            CommandBatch batch = store.batch();
            for (int i = 0; i < 100; i++) {
                String key = "passing:" + random.nextInt(5000);
                switch (random.nextInt(4)) {
                    case 0, 1 -> batch.add("SET", key, "x");
                    case 2 -> batch.add("SET", key, "x", "PX", "1");
                    default -> batch.add("DEL", key);
                }
            }
            await(batch.execute());
        }
    }
}
