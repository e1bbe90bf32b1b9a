package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.keyspace.Statistics;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each command counts as. */
class StatisticsTest {
    private final Engine engine = new Engine();

    private Statistics statistics() {
        return engine.all().stream().map(Keyspace::statistics).reduce(Statistics.NONE, Statistics::plus);
    }

    @BeforeEach
    void fill() {
        engine.run("MSET", "s", "1", "t", "2");
        engine.run("RPUSH", "l", "a", "b");
        engine.all().forEach(Keyspace::resetStatistics);
    }

    @ParameterizedTest
    @CsvSource({
        // command, reads that hit, reads that missed, values stored or changed, deletions asked for
        "GET s, 1, 0, 0, 0",
        "GET x, 0, 1, 0, 0",
        "GET l, 1, 0, 0, 0",
        "MGET s x l s, 3, 1, 0, 0",
        "EXISTS s x, 1, 1, 0, 0",
        "TOUCH s x, 1, 1, 0, 0",
        "TYPE x, 0, 1, 0, 0",
        "TTL s, 1, 0, 0, 0",
        "STRLEN s, 1, 0, 0, 0",
        "GETRANGE s 0 1, 1, 0, 0, 0",
        "GETDEL s, 1, 0, 0, 1",
        "GETDEL x, 0, 1, 0, 0",
        "GETEX s EX 10, 1, 0, 0, 0",
        "SET s 5, 0, 0, 1, 0",
        "SET s 5 GET, 1, 0, 1, 0",
        "SET s 5 NX, 0, 0, 0, 0",
        "SET x 5 EX 10, 0, 0, 1, 0",
        "SETNX s 5, 0, 0, 0, 0",
        "MSET s 1 x 2, 0, 0, 2, 0",
        "MSETNX s 1 x 2, 0, 0, 0, 0",
        "INCR s, 0, 0, 1, 0",
        "INCR l, 0, 0, 0, 0",
        "INCRBYFLOAT s 0.5, 0, 0, 1, 0",
        "APPEND s x, 0, 0, 1, 0",
        "APPEND x x, 0, 0, 1, 0",
        "SETRANGE s 1 x, 0, 0, 1, 0",
        "RPUSH l c d, 0, 0, 1, 0",
        "RPUSH x c d, 0, 0, 1, 0",
        "RPUSHX x c, 0, 0, 0, 0",
        "LPOP l, 0, 0, 1, 0",
        "LPOP l 0, 0, 0, 0, 0",
        "LPOP l 2, 0, 0, 1, 0",
        "LSET l 0 x, 0, 0, 1, 0",
        "LSET l 9 x, 0, 0, 0, 0",
        "LREM l 0 a, 0, 0, 1, 0",
        "LREM l 0 x, 0, 0, 0, 0",
        "LINSERT l before x y, 0, 0, 0, 0",
        "LRANGE l 0 -1, 1, 0, 0, 0",
        "DEL s x t, 0, 0, 0, 3",
        "EXPIRE s 10, 0, 0, 0, 0",
        "RENAME s x, 0, 0, 1, 0",
        "KEYS *, 0, 0, 0, 0",
        "SCAN 0, 0, 0, 0, 0",
    })
    void counts(String command, long hits, long misses, long stored, long deletions) {
        engine.run(command.split(" "));
        Statistics counted = statistics();
        assertThat(counted.hits()).isEqualTo(hits);
        assertThat(counted.misses()).isEqualTo(misses);
        assertThat(counted.getOperations()).isEqualTo(hits + misses);
        assertThat(counted.setOperations()).isEqualTo(stored);
        assertThat(counted.deleteOperations()).isEqualTo(deletions);
    }

    @Test
    void countsExpiredKeysOnceHoweverTheyGo() {
        engine.run("SET", "a", "1", "PX", "10");
        engine.run("SET", "b", "1", "PX", "10");
        engine.run("SET", "c", "1", "PX", "10");
        engine.run("SET", "d", "1", "PXAT", "1");
        engine.run("PEXPIRE", "s", "-1");
        assertThat(statistics().keysWithDeadline()).isEqualTo(4);
        engine.advanceMillis(11);
        engine.run("GET", "a");
        engine.run("SET", "b", "2");
        engine.run("GET", "a");
        engine.run("GET", "d");
        engine.all().forEach(keyspace -> keyspace.begin(engine.server.nowMillis));
        assertThat(engine.all().stream()
                        .mapToInt(keyspace -> keyspace.allKeys().sweep(10))
                        .sum())
                .isEqualTo(1);
        Statistics counted = statistics();
        assertThat(counted.expired()).isEqualTo(4);
        assertThat(counted.deleteOperations()).isZero();
        assertThat(counted.keysWithDeadline()).isZero();
        assertThat(counted.keys()).isEqualTo(3);
    }
}
