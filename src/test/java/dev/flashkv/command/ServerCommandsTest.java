package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerCommandsTest {
    private final Engine engine = new Engine();

    @Test
    void countsAndRemovesAllKeys() {
        Transcript.check(engine, """
            > mset a 1 b 2 c 3
            OK
            > dbsize
            (integer) 3
            > flushall junk
            (error) ERR syntax error
            > flushall sync junk
            (error) ERR syntax error
            > flushdb ""
            (error) ERR syntax error
            > dbsize
            (integer) 3
            > flushdb Sync
            OK
            > dbsize
            (integer) 0
            > set k v
            OK
            > flushall ASYNC
            OK
            > exists k
            (integer) 0
            > dbsize x
            (error) ERR wrong number of arguments for 'dbsize' command
            """);
        assertThat(engine.heapBytes()).isZero();
    }

    @Test
    void flushesOneDatabaseOrAll() {
        Transcript.check(engine, """
            > set k 0
            OK
            > select 7
            OK
            > mset k 7 l 7
            OK
            > dbsize
            (integer) 2
            > flushdb
            OK
            > select 0
            OK
            > dbsize
            (integer) 1
            > select 7
            OK
            > set k 7
            OK
            > flushall
            OK
            > select 0
            OK
            > dbsize
            (integer) 0
            """);
    }

    @Test
    void tellsTheTime() {
        engine.server.nowMillis = 1_700_000_001_023L;
        assertThat(Plain.of(engine.run("TIME"))).isEqualTo(List.of("1700000001", "23000"));
    }

    // ---- INFO ----

    private Map<String, String> info(String... sections) {
        String[] words = new String[sections.length + 1];
        words[0] = "INFO";
        System.arraycopy(sections, 0, words, 1, sections.length);
        Map<String, String> fields = new LinkedHashMap<>();
        Plain.string(engine.run(words)).lines().filter(line -> !line.isEmpty()).forEach(line -> {
            int colon = line.indexOf(':');
            fields.put(colon < 0 ? line : line.substring(0, colon), colon < 0 ? "" : line.substring(colon + 1));
        });
        return fields;
    }

    @Test
    void infoSaysWhatTheServerIs() {
        engine.advanceMillis(86_400_000L + 5_000);
        assertThat(info("server"))
                .containsEntry("redis_version", "7.0.15")
                .containsEntry("flashkv_version", "0.0.0-test")
                .containsEntry("redis_mode", "standalone")
                .containsEntry("run_id", "0123456789abcdef0123456789abcdef01234567")
                .containsEntry("tcp_port", "6379")
                .containsEntry("server_time_usec", "1700086405000000")
                .containsEntry("uptime_in_seconds", "86405")
                .containsEntry("uptime_in_days", "1")
                .containsEntry("shards", "64")
                .containsEntry(
                        "process_id", Long.toString(ProcessHandle.current().pid()));
    }

    @Test
    void infoCountsWhatHappened() {
        engine.run("SET", "a", "1");
        engine.run("SET", "b", "1", "PX", "10");
        engine.run("GET", "a");
        engine.run("GET", "a");
        engine.run("GET", "missing");
        assertThat(info("keyspace")).containsEntry("db0", "keys=2,expires=1,avg_ttl=10");
        engine.advanceMillis(3);
        assertThat(info("keyspace")).containsEntry("db0", "keys=2,expires=1,avg_ttl=7");

        engine.advanceMillis(8);
        engine.run("GET", "b");

        assertThat(info("stats"))
                .containsEntry("keyspace_hits", "2")
                .containsEntry("keyspace_misses", "2")
                .containsEntry("expired_keys", "1")
                .containsEntry("evicted_keys", "0");
        assertThat(info("keyspace")).containsEntry("db0", "keys=1,expires=0,avg_ttl=0");
        assertThat(info("memory"))
                .containsEntry("used_memory", Long.toString(engine.heapBytes()))
                .containsEntry("used_memory_human", engine.heapBytes() + "B")
                .containsEntry("maxmemory", "0")
                .containsEntry("maxmemory_policy", "noeviction");
        assertThat(info("clients")).containsEntry("connected_clients", "0");

        engine.run("CONFIG", "RESETSTAT");
        assertThat(info("stats")).containsEntry("keyspace_hits", "0").containsEntry("expired_keys", "0");
        assertThat(info("keyspace")).containsEntry("db0", "keys=1,expires=0,avg_ttl=0");
    }

    @Test
    void infoTellsDatabasesApart() {
        assertThat(info("keyspace")).containsOnlyKeys("# Keyspace");
        engine.run("SELECT", "3");
        engine.run("MSET", "a", "1", "b", "2");
        engine.run("SELECT", "0");
        engine.run("SET", "c", "3");
        assertThat(info("keyspace"))
                .containsOnlyKeys("# Keyspace", "db0", "db3")
                .containsEntry("db3", "keys=2,expires=0,avg_ttl=0");
    }

    @Test
    void infoShowsTheSectionsAskedForInItsOwnOrder() {
        assertThat(info("Replication", "SERVER", "server", "nonsense").keySet().stream()
                        .filter(key -> key.startsWith("#")))
                .containsExactly("# Server", "# Replication");
        assertThat(Plain.of(engine.run("INFO", "nonsense"))).isEqualTo("");
        assertThat(Plain.of(engine.run("INFO", "cluster"))).isEqualTo("# Cluster\r\ncluster_enabled:0\r\n");
        assertThat(Plain.of(engine.run("INFO", "modules", "cluster")))
                .isEqualTo("# Modules\r\n\r\n# Cluster\r\ncluster_enabled:0\r\n");
        assertThat(info().keySet().stream().filter(key -> key.startsWith("#")))
                .containsExactly(
                        "# Server",
                        "# Clients",
                        "# Memory",
                        "# Persistence",
                        "# Stats",
                        "# Replication",
                        "# CPU",
                        "# Modules",
                        "# Errorstats",
                        "# Cluster",
                        "# Keyspace");
        assertThat(info("default").keySet()).isEqualTo(info().keySet());
        assertThat(info("all").keySet()).containsAll(info().keySet());
        assertThat(info("everything").keySet()).containsAll(info().keySet());
    }

    @Test
    void infoIsTextInResp3() {
        assertThat(engine.run("INFO"))
                .isInstanceOfSatisfying(
                        Reply.Verbatim.class, text -> assertThat(text.format()).isEqualTo("txt"));
    }

    @Test
    void sizesAreShownAsRedisDoes() {
        assertThat(InfoReport.human(0)).isEqualTo("0B");
        assertThat(InfoReport.human(1023)).isEqualTo("1023B");
        assertThat(InfoReport.human(1024)).isEqualTo("1.00K");
        assertThat(InfoReport.human(12_746_752)).isEqualTo("12.16M");
        assertThat(InfoReport.human(25_276_514_304L)).isEqualTo("23.54G");
        assertThat(InfoReport.human(Long.MAX_VALUE)).isEqualTo("8192.00P");
    }
}
