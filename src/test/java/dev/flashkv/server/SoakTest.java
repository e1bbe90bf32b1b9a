package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Mixed work for a long time: keys with and without deadlines, eviction, large and small values, lists, transactions,
 * subscribers, connections that come, go, break off. The heap is the same after the first tenth and at the end. Run by
 * the profile "soak".
 */
@EnabledIfSystemProperty(named = "flashkv.soak.minutes", matches = "[0-9]+")
class SoakTest {
    private static final int WORKERS = 4;
    private static final int KEYS = 200_000;

    private final AtomicLong commands = new AtomicLong();
    private volatile boolean ended;

    @Test
    void theHeapIsAsAtTheBeginning() throws Exception {
        Duration whole = Duration.ofMinutes(Long.getLong("flashkv.soak.minutes", 2));
        long seed = System.nanoTime();
        try (FlashKv store = FlashKv.create(
                        ConfigFactory.parseString("flashkv { maxmemory = 32 MiB, maxmemory-policy = allkeys-lru }")
                                .withFallback(ConfigFactory.load()));
                TcpDoor door = store.listen("127.0.0.1", 0)) {
            List<CompletableFuture<Void>> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                SplittableRandom random = new SplittableRandom(seed + i);
                workers.add(CompletableFuture.runAsync(() -> work(door, random), task -> new Thread(task).start()));
            }
            // The limit for keys is reached early; what the JVM and the tests load is loaded by then.
            Thread.sleep(whole.dividedBy(5).toMillis());
            long early = heapBytes();
            Thread.sleep(whole.multipliedBy(4).dividedBy(5).toMillis());
            long late = heapBytes();
            ended = true;
            CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();
            System.out.printf("seed %d: %d commands, heap %d and then %d bytes%n", seed, commands.get(), early, late);
            assertThat(commands.get()).isPositive();
            assertThat(late).isCloseTo(early, within(early * 5 / 100));
        }
    }

    private void work(TcpDoor door, SplittableRandom random) {
        while (!ended) {
            try (RawClient client = new RawClient(door.address())) {
                if (random.nextInt(4) == 0) {
                    client.resetWhenClosed();
                }
                for (int i = random.nextInt(200); i > 0 && !ended; i--) {
                    portion(client, random);
                }
                if (random.nextInt(4) == 0) {
                    client.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$100000\r\nbroken off");
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void portion(RawClient client, SplittableRandom random) throws IOException {
        int size = 1 + random.nextInt(64);
        StringBuilder pipeline = new StringBuilder();
        for (int i = 0; i < size; i++) {
            String key = "key:" + random.nextInt(KEYS);
            pipeline.append(
                    switch (random.nextInt(10)) {
                        case 0, 1 ->
                            command(
                                    "SET",
                                    key,
                                    "v".repeat(random.nextInt(500)),
                                    "PX",
                                    "" + (1 + random.nextInt(5_000)));
                        case 2, 3 -> command("SET", key, "v".repeat(random.nextInt(500)));
                        case 4 -> command("DEL", key);
                        case 5 -> command("RPUSH", "list:" + random.nextInt(1_000), key);
                        case 6 -> command("LPOP", "list:" + random.nextInt(1_000), "2");
                        case 7 -> command("MSET", key, "1", "other:" + key, "2");
                        case 8 -> command("SCAN", "0", "COUNT", "20");
                        default -> command("GET", key);
                    });
        }
        client.send(pipeline.toString());
        for (int i = 0; i < size; i++) {
            client.readReply();
        }
        if (random.nextInt(50) == 0) {
            client.call("SUBSCRIBE", "channel:" + random.nextInt(100));
            client.call("UNSUBSCRIBE");
        }
        commands.addAndGet(size);
    }

    private static long heapBytes() {
        long least = Long.MAX_VALUE;
        // What is on its way at one moment is not at the next.
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
