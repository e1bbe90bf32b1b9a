package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.flashkv.command.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever commands run, the memory account equals what a walk over all entries adds up to. */
class MemoryAccountTest {
    private final Engine engine = new Engine();

    @Test
    void addsUpAfterAnyCommands() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 10; round++) {
            for (int step = 0; step < 3000; step++) {
                String[] command = command(random);
                engine.run(command);
                if (random.nextInt(20) == 0) {
                    engine.advanceMillis(random.nextInt(30));
                }
                if (random.nextInt(100) == 0) {
                    maintain(random);
                }
                if (!isAccountRight()) {
                    fail("step %d of round %d of seed %d: %s", step, round, seed, String.join(" ", command));
                }
            }
            for (int key = 0; key < 12; key++) {
                engine.run("DEL", "k" + key);
            }
            assertThat(engine.heapBytes()).as("seed %d", seed).isZero();
            assertThat(isAccountRight()).as("seed %d", seed).isTrue();
        }
    }

    private void maintain(Random random) {
        engine.all().forEach(keyspace -> keyspace.begin(engine.server.nowMillis));
        if (random.nextBoolean()) {
            engine.all().forEach(keyspace -> keyspace.allKeys().sweep(2));
        } else {
            Eviction.evictLeastRecentlyUsed(engine.all(), 2);
        }
    }

    private boolean isAccountRight() {
        return engine.all().stream().allMatch(MemoryAccountTest::isAccountRight);
    }

    /** Whether a keyspace's account is what its entries add up to. */
    static boolean isAccountRight(Keyspace keyspace) {
        long heapBytes = 0;
        long payloadBytes = 0;
        long deadlines = 0;
        boolean vacant = false;
        for (int i = 0; i < keyspace.allKeys().size(); i++) {
            Entry entry = keyspace.entries().at(i);
            heapBytes += entry.heapBytes();
            payloadBytes += entry.payloadBytes();
            deadlines += entry.hasDeadline() ? 1 : 0;
            vacant |= entry.isVacant();
        }
        return keyspace.allKeys().heapBytes() == heapBytes + deadlines * ExpiryIndex.BYTES_PER_DEADLINE
                && keyspace.allKeys().payloadBytes() == payloadBytes
                && keyspace.statistics().keysWithDeadline() == deadlines
                && !vacant;
    }

    private static String[] command(Random random) {
        String key = "k" + random.nextInt(12);
        String other = "k" + random.nextInt(12);
        String number = Integer.toString(random.nextInt(9) - 4);
        String text = random.nextInt(3) == 0 ? Integer.toString(random.nextInt(1000)) : "x".repeat(random.nextInt(60));
        String millis = Integer.toString(random.nextInt(60) - 2);
        List<List<String>> commands = new ArrayList<>();
        commands.add(List.of("SET", key, text));
        commands.add(List.of("SET", key, text, "PX", millis));
        commands.add(List.of("SET", key, text, "KEEPTTL", "GET"));
        commands.add(List.of("SET", key, text, "PXAT", "1"));
        commands.add(List.of("GETEX", key, "PX", millis));
        commands.add(List.of("GETEX", key, "PERSIST"));
        commands.add(List.of("GETDEL", key));
        commands.add(List.of("GETSET", key, text));
        commands.add(List.of("MSET", key, text, other, text));
        commands.add(List.of("MSETNX", key, text, other, text));
        commands.add(List.of("APPEND", key, text));
        commands.add(List.of("SETRANGE", key, millis, text));
        commands.add(List.of("INCR", key));
        commands.add(List.of("INCRBYFLOAT", key, "1.5"));
        commands.add(List.of("LPUSH", key, text, number));
        commands.add(List.of("RPUSH", key, text, number));
        commands.add(List.of("RPUSHX", key, text));
        commands.add(List.of("LPOP", key));
        commands.add(List.of("RPOP", key, "3"));
        commands.add(List.of("LSET", key, number, text));
        commands.add(List.of("LREM", key, number, number));
        commands.add(List.of("LINSERT", key, "BEFORE", number, text));
        commands.add(List.of("LTRIM", key, number, number));
        commands.add(List.of("DEL", key));
        commands.add(List.of("RENAME", key, other));
        commands.add(List.of("RENAMENX", key, other));
        commands.add(List.of("PEXPIRE", key, millis));
        commands.add(List.of("PEXPIRE", key, "1000", "GT"));
        commands.add(List.of("PERSIST", key));
        commands.add(List.of("RANDOMKEY"));
        commands.add(List.of("GET", key));
        return commands.get(random.nextInt(commands.size())).toArray(String[]::new);
    }
}
