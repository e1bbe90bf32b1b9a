package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.sequence;

import java.util.ArrayList;
import java.util.List;

/** SLOWLOG, LATENCY, MEMORY, LOLWUT, INFO, and the subcommands of CLIENT that concern one connection or all. */
final class IntrospectionTables {
    private static final String[] LOG_ALL = {"CONFIG SET slowlog-log-slower-than 0 slowlog-max-len 128", "SLOWLOG RESET"
    };
    private static final String[] LOG_AS_EVER = {
        "CONFIG SET slowlog-log-slower-than 10000 slowlog-max-len 128", "SLOWLOG RESET"
    };

    private IntrospectionTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        all.addAll(slowLog());
        all.addAll(latency());
        all.addAll(memory());
        all.addAll(info());
        all.addAll(client());
        return all;
    }

    private static List<String> logged(String... rows) {
        return Tables.rows(List.of(LOG_ALL), List.of(rows), "SLOWLOG GET -1", "SLOWLOG LEN", List.of(LOG_AS_EVER));
    }

    private static List<Sequence> slowLog() {
        String thirtyOne = " k".repeat(31);
        return List.of(
                sequence(
                        "SLOWLOG",
                        "CONFIG SET slowlog-log-slower-than -1",
                        "SLOWLOG RESET",
                        "SLOWLOG LEN",
                        "SLOWLOG GET",
                        "SLOWLOG GET 0",
                        "SLOWLOG GET -1",
                        "SLOWLOG GET -2",
                        "SLOWLOG GET abc",
                        "SLOWLOG GET ''",
                        "SLOWLOG GET 9223372036854775807",
                        "SLOWLOG GET 9223372036854775808",
                        "SLOWLOG GET 1 2",
                        "SLOWLOG LEN x",
                        "SLOWLOG RESET x",
                        "SLOWLOG",
                        "SLOWLOG nonsense",
                        "SLOWLOG HELP",
                        "CONFIG SET slowlog-log-slower-than 10000"),
                sequence("calls in the slow log", logged("SET k v", "GET k", "set k v EX 10", "LPUSH k a", "INCR k")),
                sequence(
                                "the slow log has the client's name",
                                logged("PING", "CLIENT SETNAME me", "PING", "CLIENT SETNAME ''", "PING"))
                        .onItsOwnConnection(),
                sequence(
                        "what is refused is not in the slow log",
                        logged("NOSUCH a b", "GET", "PING a b c", "CLIENT nonsense", "CONFIG GET nonsense")),
                sequence(
                        "long arguments and long lists in the slow log",
                        logged(
                                "ECHO " + "x".repeat(128),
                                "ECHO " + "x".repeat(129),
                                "ECHO " + "x".repeat(5000),
                                "DEL" + thirtyOne,
                                "DEL" + thirtyOne + " k",
                                "DEL" + thirtyOne + " k k k k k k",
                                "ECHO \\x00\\r\\n\\xff")),
                sequence(
                        "secrets in the slow log",
                        logged(
                                "AUTH secret",
                                "AUTH default secret",
                                "CONFIG SET requirepass ''",
                                "CONFIG SET masterauth ''",
                                "CONFIG SET MASTERAUTH '' timeout 0 RequirePass ''",
                                "CONFIG SET nonsense secret",
                                "CONFIG GET requirepass",
                                "ECHO auth")),
                sequence(
                                "secrets of HELLO in the slow log",
                                logged(
                                        "HELLO 2 AUTH default secret",
                                        "HELLO 2 SETNAME auth AUTH default secret",
                                        "HELLO 2 auth default secret SETNAME me",
                                        "HELLO AUTH default secret",
                                        "HELLO 3 nonsense"))
                        .onItsOwnConnection(),
                sequence(
                        "the slow log's length",
                        "CONFIG SET slowlog-log-slower-than 0 slowlog-max-len 3",
                        "SLOWLOG RESET",
                        "ECHO 1",
                        "ECHO 2",
                        "ECHO 3",
                        "ECHO 4",
                        "SLOWLOG GET 2",
                        "SLOWLOG LEN",
                        "SLOWLOG GET",
                        "CONFIG SET slowlog-max-len 1",
                        "SLOWLOG LEN",
                        "CONFIG SET slowlog-max-len 0",
                        "SLOWLOG LEN",
                        "SLOWLOG GET -1",
                        "CONFIG SET slowlog-log-slower-than 10000 slowlog-max-len 128"),
                sequence(
                        "a call that takes long",
                        "SLOWLOG RESET",
                        "DEBUG SLEEP 0.06",
                        "SLOWLOG GET",
                        "SLOWLOG RESET",
                        "SLOWLOG GET"));
    }

    private static List<Sequence> latency() {
        return List.of(
                sequence(
                        "LATENCY",
                        "CONFIG SET latency-monitor-threshold 0",
                        "LATENCY RESET",
                        "LATENCY RESET",
                        "LATENCY RESET nonsense command",
                        "LATENCY LATEST",
                        "LATENCY LATEST x",
                        "LATENCY HISTORY nonsense",
                        "LATENCY HISTORY command",
                        "LATENCY HISTORY",
                        "LATENCY HISTORY a b",
                        "LATENCY GRAPH nonsense",
                        "LATENCY GRAPH 'a\\r\\nb'",
                        "LATENCY GRAPH",
                        "LATENCY DOCTOR",
                        "LATENCY DOCTOR x",
                        "LATENCY HELP",
                        "LATENCY",
                        "LATENCY nonsense"),
                sequence(
                        "a spike in the latency",
                        "CONFIG SET latency-monitor-threshold 50",
                        "LATENCY RESET",
                        "LATENCY DOCTOR",
                        "DEBUG SLEEP 0.06",
                        "LATENCY LATEST",
                        "LATENCY HISTORY command",
                        "LATENCY HISTORY COMMAND",
                        "LATENCY HISTORY fast-command",
                        "LATENCY GRAPH command",
                        "LATENCY DOCTOR",
                        "LATENCY RESET fast-command",
                        "LATENCY RESET command command",
                        "LATENCY LATEST",
                        "CONFIG SET latency-monitor-threshold 0",
                        "DEBUG SLEEP 0.06",
                        "LATENCY LATEST",
                        "SLOWLOG RESET"),
                sequence(
                        "the histogram of latencies",
                        "CONFIG RESETSTAT",
                        "GET k",
                        "GET k",
                        "SET k v",
                        "LPUSH k a",
                        "CLIENT ID",
                        "GET",
                        "LATENCY HISTOGRAM get",
                        "LATENCY HISTOGRAM GET set nonsense lpush rpush get",
                        "LATENCY HISTOGRAM client",
                        "LATENCY HISTOGRAM client|id CLIENT|ID client|nonsense",
                        "LATENCY HISTOGRAM nonsense",
                        "LATENCY HISTOGRAM ''",
                        "CONFIG SET latency-tracking no",
                        "GET k",
                        "LATENCY HISTOGRAM get",
                        "INFO latencystats",
                        "CONFIG SET latency-tracking yes",
                        "GET k",
                        "LATENCY HISTOGRAM get",
                        "CONFIG SET latency-tracking-info-percentiles '10 99.99 100'",
                        "INFO latencystats",
                        "CONFIG SET latency-tracking-info-percentiles ''",
                        "INFO latencystats",
                        "CONFIG SET latency-tracking-info-percentiles '50 99 99.9'"));
    }

    private static List<Sequence> memory() {
        return List.of(
                sequence(
                        "MEMORY",
                        "MEMORY USAGE k",
                        "SET k v",
                        "MEMORY USAGE k",
                        "MEMORY USAGE k SAMPLES 0",
                        "MEMORY USAGE k samples 5 SAMPLES 3",
                        "MEMORY USAGE k SAMPLES",
                        "MEMORY USAGE k SAMPLES -1",
                        "MEMORY USAGE k SAMPLES abc",
                        "MEMORY USAGE k SAMPLES 9223372036854775807",
                        "MEMORY USAGE k SAMPLES 9223372036854775808",
                        "MEMORY USAGE k nonsense",
                        "MEMORY USAGE k nonsense 5",
                        "MEMORY USAGE",
                        "RPUSH l a b c",
                        "MEMORY USAGE l",
                        "MEMORY USAGE l SAMPLES 1",
                        "MEMORY STATS",
                        "MEMORY STATS x",
                        "MEMORY DOCTOR",
                        "MEMORY DOCTOR x",
                        "MEMORY MALLOC-STATS",
                        "MEMORY PURGE",
                        "MEMORY PURGE x",
                        "MEMORY HELP",
                        "MEMORY",
                        "MEMORY nonsense"),
                sequence(
                        "LOLWUT",
                        "LOLWUT",
                        "LOLWUT VERSION 99",
                        "LOLWUT version -1",
                        "LOLWUT VERSION",
                        "LOLWUT VERSION abc",
                        "LOLWUT VERSION 9223372036854775808",
                        "LOLWUT abc",
                        "LOLWUT 1 2 3 4 5"));
    }

    private static List<Sequence> info() {
        List<String> sections = new ArrayList<>();
        for (String names : List.of(
                "",
                "server",
                "clients",
                "memory",
                "persistence",
                "stats",
                "replication",
                "cpu",
                "modules",
                "module_list",
                "commandstats",
                "errorstats",
                "latencystats",
                "cluster",
                "keyspace",
                "all",
                "everything",
                "default",
                "ALL server",
                "server Default",
                "default commandstats",
                "keyspace cluster server",
                "nonsense",
                "'' server",
                "server server nonsense")) {
            sections.add("INFO " + names);
        }
        return List.of(
                sequence("the sections of INFO", Tables.rows("CONFIG RESETSTAT", sections)),
                sequence(
                        "what INFO counts",
                        "CONFIG RESETSTAT",
                        "INFO commandstats errorstats",
                        "SET k v",
                        "GET k",
                        "GET nokey",
                        "LPUSH k a",
                        "INCR k",
                        "GET",
                        "SET k v EX",
                        "SET k v nonsense",
                        "NOSUCH",
                        "NOSUCH a b",
                        "CLIENT",
                        "CLIENT ID",
                        "CLIENT ID x",
                        "CLIENT nonsense",
                        "CLIENT KILL ID abc",
                        "MGET k k nokey",
                        "EXPIRE k 1000",
                        "SET l v PXAT 1",
                        "EXISTS k k nokey",
                        "HELLO 4",
                        "PING a b c",
                        "INFO commandstats",
                        "INFO errorstats",
                        "INFO stats",
                        "INFO keyspace",
                        "INFO latencystats",
                        "CONFIG RESETSTAT",
                        "INFO commandstats",
                        "INFO errorstats",
                        "INFO stats",
                        "INFO keyspace"),
                sequence(
                                "INFO of several databases",
                                "SELECT 3",
                                "MSET a 1 b 2",
                                "EXPIRE a 100",
                                "SELECT 9",
                                "SET c 3",
                                "SELECT 0",
                                "INFO keyspace",
                                "SELECT 3",
                                "INFO keyspace",
                                "FLUSHDB",
                                "INFO keyspace",
                                "FLUSHALL",
                                "INFO keyspace")
                        .onItsOwnConnection());
    }

    private static List<Sequence> client() {
        return List.of(
                sequence(
                                "CLIENT INFO",
                                "CLIENT INFO",
                                "CLIENT SETNAME me",
                                "SELECT 3",
                                "CLIENT NO-EVICT ON",
                                "client info",
                                "CLIENT NO-EVICT nonsense",
                                "CLIENT NO-EVICT",
                                "RESET",
                                "CLIENT INFO",
                                "CLIENT NO-EVICT off",
                                "HELLO 3 SETNAME you",
                                "CLIENT INFO")
                        .onItsOwnConnection(),
                sequence(
                        "CLIENT REPLY, GETREDIR and UNBLOCK",
                        "CLIENT REPLY ON",
                        "CLIENT REPLY nonsense",
                        "CLIENT REPLY",
                        "CLIENT REPLY ON x",
                        "CLIENT GETREDIR",
                        "CLIENT GETREDIR x",
                        "CLIENT UNBLOCK",
                        "CLIENT UNBLOCK abc",
                        "CLIENT UNBLOCK 0",
                        "CLIENT UNBLOCK -1",
                        "CLIENT UNBLOCK 9223372036854775807 TIMEOUT",
                        "CLIENT UNBLOCK 9223372036854775807 error",
                        "CLIENT UNBLOCK 9223372036854775808",
                        "CLIENT UNBLOCK 1000000 nonsense",
                        "CLIENT UNBLOCK abc nonsense",
                        "CLIENT UNBLOCK 1000000 ERROR x"),
                sequence(
                        "CLIENT PAUSE",
                        "CLIENT PAUSE",
                        "CLIENT PAUSE abc",
                        "CLIENT PAUSE ''",
                        "CLIENT PAUSE -1",
                        "CLIENT PAUSE 1.5",
                        "CLIENT PAUSE 9223372036854775808",
                        "CLIENT PAUSE abc nonsense",
                        "CLIENT PAUSE -1 nonsense",
                        "CLIENT PAUSE 1 WRITE x",
                        "CLIENT PAUSE 0",
                        "CLIENT PAUSE 0 ALL",
                        "CLIENT PAUSE 0 write",
                        "CLIENT UNPAUSE",
                        "CLIENT UNPAUSE x",
                        "CLIENT PAUSE 60000 WRITE",
                        "GET k",
                        "CLIENT UNPAUSE",
                        "SET k v",
                        "CLIENT PAUSE 40 WRITE",
                        "GET k",
                        "SET k w",
                        "GET k",
                        "CLIENT PAUSE 40",
                        "GET k",
                        "NOSUCH",
                        "CLIENT UNPAUSE"),
                sequence(
                        "filters of CLIENT LIST and KILL",
                        "CLIENT LIST TYPE replica",
                        "CLIENT LIST TYPE SLAVE",
                        "CLIENT LIST TYPE pubsub",
                        "CLIENT LIST ID 0 -1",
                        "CLIENT LIST ID 1 abc",
                        "CLIENT LIST TYPE normal ID 1",
                        "CLIENT LIST ID 1 TYPE normal",
                        "CLIENT LIST nonsense x",
                        "CLIENT KILL TYPE slave",
                        "CLIENT KILL TYPE replica SKIPME yes",
                        "CLIENT KILL USER default ID 9223372036854775807",
                        "CLIENT KILL USER nobody ID 1",
                        "CLIENT KILL LADDR nonsense ADDR nonsense",
                        "CLIENT KILL ID 9223372036854775807 ID 9223372036854775806",
                        "CLIENT KILL SKIPME no ID 9223372036854775807"));
    }
}
