package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.keyspace.Statistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryCommandsTest {
    private final Engine engine = new Engine();

    private Map<String, Object> stats() {
        return Plain.map(engine.run("MEMORY", "STATS"));
    }

    @Test
    void usageOfAllKeysIsWhatTheStoreTakes() {
        engine.run("SET", "a", "1");
        engine.run("SET", "b", "x".repeat(1000), "EX", "100");
        engine.run("RPUSH", "l", "a", "b", "c");
        long sum = 0;
        for (String key : List.of("a", "b", "l")) {
            sum += (Long) Plain.of(engine.run("MEMORY", "USAGE", key));
        }
        assertThat(sum).isEqualTo(engine.heapBytes());
        assertThat((Long) Plain.of(engine.run("MEMORY", "USAGE", "b"))).isBetween(1000L, 1200L);
    }

    @Test
    void usageNeitherTouchesNorCounts() {
        engine.run("SET", "k", "v");
        engine.advanceMillis(5_000);
        engine.run("MEMORY", "USAGE", "k");
        engine.run("MEMORY", "USAGE", "missing");
        assertThat(engine.of(Bytes.of("k")).idleMillis(Bytes.of("k"))).isEqualTo(5_000);
        engine.all().forEach(Keyspace::resetStatistics);
        engine.run("MEMORY", "USAGE", "k");
        Statistics counted = engine.all().stream().map(Keyspace::statistics).reduce(Statistics.NONE, Statistics::plus);
        assertThat(counted.getOperations()).isZero();
    }

    @Test
    void usageTakesSamplesThatItDoesNotNeed() {
        engine.run("RPUSH", "k", "a");
        long bytes = (Long) Plain.of(engine.run("MEMORY", "USAGE", "k"));
        Transcript.check(engine, """
            > memory usage k samples 0
            (integer) BYTES
            > memory usage k SAMPLES 5 samples 3
            (integer) BYTES
            > memory usage missing samples 5
            (nil)
            > memory usage missing samples
            (error) ERR syntax error
            > memory usage missing samples -1
            (error) ERR syntax error
            > memory usage missing samples x
            (error) ERR value is not an integer or out of range
            > memory usage missing foo 5
            (error) ERR syntax error
            > memory usage
            (error) ERR wrong number of arguments for 'memory|usage' command
            """.replace("BYTES", Long.toString(bytes)));
    }

    @Test
    void statsAddUp() {
        engine.server.configure("databases", "16");
        engine.run("SET", "a", "12345", "EX", "100");
        engine.run("SELECT", "3");
        engine.run("RPUSH", "list", "abc");
        engine.server.memoryPeakBytes = 4 * engine.heapBytes();
        Map<String, Object> stats = stats();
        long used = engine.heapBytes();
        assertThat(stats)
                .containsEntry("total.allocated", used)
                .containsEntry("peak.allocated", 4 * used)
                .containsEntry("peak.percentage", 25.0)
                .containsEntry("keys.count", 2L)
                .containsEntry("keys.bytes-per-key", used / 2)
                .containsEntry("dataset.bytes", 1L + 5 + 4 + 3)
                .containsEntry("overhead.total", used - 13)
                .containsKeys("db.0", "db.3", "jvm.heap.used", "fragmentation");
        assertThat(stats).doesNotContainKey("db.1");
    }

    @Test
    void theEmptyStoreHasStatsToo() {
        assertThat(stats())
                .containsEntry("total.allocated", 0L)
                .containsEntry("keys.bytes-per-key", 0L)
                .containsEntry("dataset.percentage", 0.0)
                .containsEntry("peak.percentage", 0.0);
    }

    @Test
    void theDoctorFindsWhatLooksWrong() {
        assertThat(Plain.string(engine.run("MEMORY", "DOCTOR"))).contains("so little data");
        for (int i = 0; i < 6; i++) {
            engine.run("SET", "k" + i, "x".repeat(1024 * 1024));
        }
        assertThat(Plain.string(engine.run("MEMORY", "DOCTOR"))).isEqualTo("Nothing looks wrong.\n");
        engine.server.memoryPeakBytes = 100 * 1024 * 1024;
        engine.limits.memoryBytesMax(engine.heapBytes() + 1);
        assertThat(Plain.string(engine.run("MEMORY", "DOCTOR")))
                .contains("have taken up to 100.00M, much more than the 6.00M")
                .contains("nearly all that maxmemory allows");
    }

    @Test
    void describesTheJvm() {
        assertThat(Plain.string(engine.run("MEMORY", "MALLOC-STATS")))
                .contains("JVM memory pool", "Metaspace", "Garbage collector")
                .endsWith("\n");
        assertThat(Plain.of(engine.run("MEMORY", "PURGE"))).isEqualTo("OK");
        assertThat(Plain.list(engine.run("MEMORY", "HELP"))).contains("USAGE key [SAMPLES count]");
    }
}
