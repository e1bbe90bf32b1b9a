package dev.flashkv.command;

import static dev.flashkv.command.Directive.Change.FIXED;
import static dev.flashkv.command.Directive.Change.LIVE;
import static dev.flashkv.command.Directive.Change.PROTECTED;
import static dev.flashkv.command.Directive.inert;
import static dev.flashkv.command.SettingType.clamped;
import static dev.flashkv.command.SettingType.integer;
import static dev.flashkv.command.SettingType.longInteger;
import static dev.flashkv.command.SettingType.memory;
import static dev.flashkv.command.SettingType.oneOf;
import static dev.flashkv.command.SettingType.text;
import static dev.flashkv.command.SettingType.yesNo;

import java.util.List;

/**
 * Directives that are checked, kept and shown as Redis does, and have no effect: clients and test suites read and set
 * them, and to find them there misleads nobody dangerously.
 */
final class InertDirectives {
    private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;
    private static final int BACKLOG_BYTES_MIN = 16 * 1024;

    static final List<Directive> TABLE = List.of(
            // Encodings.
            inert("hash-max-listpack-entries", longInteger(), LIVE, "512").alias("hash-max-ziplist-entries"),
            inert("hash-max-listpack-value", memory(0), LIVE, "64").alias("hash-max-ziplist-value"),
            inert("list-max-listpack-size", integer(Integer.MIN_VALUE), LIVE, "-2")
                    .alias("list-max-ziplist-size"),
            inert("list-compress-depth", integer(0), LIVE, "0"),
            inert("set-max-intset-entries", longInteger(), LIVE, "512"),
            inert("zset-max-listpack-entries", longInteger(), LIVE, "128").alias("zset-max-ziplist-entries"),
            inert("zset-max-listpack-value", memory(0), LIVE, "64").alias("zset-max-ziplist-value"),
            inert("stream-node-max-bytes", memory(0), LIVE, "4096"),
            inert("stream-node-max-entries", longInteger(), LIVE, "100"),
            inert("hll-sparse-max-bytes", memory(0), LIVE, "3000"),
            // Memory.
            inert("active-expire-effort", integer(1, 10), LIVE, "1"),
            inert("lazyfree-lazy-eviction", yesNo(), LIVE, "no"),
            inert("lazyfree-lazy-expire", yesNo(), LIVE, "no"),
            inert("lazyfree-lazy-server-del", yesNo(), LIVE, "no"),
            inert("lazyfree-lazy-user-del", yesNo(), LIVE, "no"),
            inert("lazyfree-lazy-user-flush", yesNo(), LIVE, "no"),
            inert("activerehashing", yesNo(), LIVE, "yes"),
            inert("active-defrag-cycle-max", integer(1, 99), LIVE, "25"),
            inert("active-defrag-cycle-min", integer(1, 99), LIVE, "1"),
            inert("active-defrag-ignore-bytes", memory(1), LIVE, "104857600"),
            inert("active-defrag-max-scan-fields", integer(1, Long.MAX_VALUE), LIVE, "1000"),
            inert("active-defrag-threshold-lower", integer(0, 1000), LIVE, "10"),
            inert("active-defrag-threshold-upper", integer(0, 1000), LIVE, "100"),
            inert("jemalloc-bg-thread", yesNo(), LIVE, "yes"),
            inert("sanitize-dump-payload", oneOf("no", "yes", "clients"), LIVE, "no"),
            // Clients.
            inert("busy-reply-threshold", longInteger(), LIVE, "5000").alias("lua-time-limit"),
            inert("propagation-error-behavior", oneOf("ignore", "panic", "panic-on-replicas"), LIVE, "ignore"),
            // Watching the server.
            inert("crash-log-enabled", yesNo(), LIVE, "yes"),
            inert("crash-memcheck-enabled", yesNo(), LIVE, "yes"),
            inert("always-show-logo", yesNo(), FIXED, "no"),
            // The process and the system it runs on.
            inert("hz", clamped(0, Integer.MAX_VALUE, 1, 500), LIVE, "10"),
            inert("dynamic-hz", yesNo(), LIVE, "yes"),
            inert("io-threads", integer(1, 128), FIXED, "1"),
            inert("io-threads-do-reads", yesNo(), FIXED, "no"),
            inert("disable-thp", yesNo(), FIXED, "yes"),
            inert("ignore-warnings", text("NAMES"), LIVE, ""),
            inert("oom-score-adj", oneOf("no", "yes", "relative", "absolute"), LIVE, "no"),
            inert("oom-score-adj-values", SettingSyntax.oomScores(), LIVE, "0 200 800"),
            inert("proc-title-template", SettingSyntax.titleTemplate(), LIVE, "{title} {listen-addr} {server-mode}"),
            inert("set-proc-title", yesNo(), FIXED, "yes"),
            inert("shutdown-timeout", integer(0), LIVE, "10"),
            inert("shutdown-on-sigint", SettingSyntax.shutdownFlags(), LIVE, "default"),
            inert("shutdown-on-sigterm", SettingSyntax.shutdownFlags(), LIVE, "default"),
            inert("socket-mark-id", integer(0, UNSIGNED_INT_MAX), FIXED, "0"),
            inert("server_cpulist", text("LIST"), FIXED, ""),
            inert("bio_cpulist", text("LIST"), FIXED, ""),
            inert("aof_rewrite_cpulist", text("LIST"), FIXED, ""),
            inert("bgsave_cpulist", text("LIST"), FIXED, ""),
            inert(
                    "syslog-facility",
                    oneOf("user", "local0", "local1", "local2", "local3", "local4", "local5", "local6", "local7"),
                    FIXED,
                    "local0"),
            inert("syslog-ident", text("NAME"), FIXED, "redis"),
            inert("unixsocketperm", SettingSyntax.permissions(), FIXED, "0"),
            // TLS: what the JVM does by itself, and what is for connections to other servers.
            inert("tls-dh-params-file", text("FILE"), LIVE, ""),
            inert("tls-session-caching", yesNo(), LIVE, "yes"),
            inert("tls-client-cert-file", text("FILE"), LIVE, ""),
            inert("tls-client-key-file", text("FILE"), LIVE, ""),
            inert("tls-client-key-file-pass", text(SettingType.SECRET), LIVE, ""),
            // Files that are not written yet.
            inert("dbfilename", text("FILE"), PROTECTED, "dump.rdb"),
            inert("rdbcompression", yesNo(), LIVE, "yes"),
            inert("rdbchecksum", yesNo(), FIXED, "yes"),
            inert("rdb-del-sync-files", yesNo(), LIVE, "no"),
            inert("rdb-save-incremental-fsync", yesNo(), LIVE, "yes"),
            inert("stop-writes-on-bgsave-error", yesNo(), LIVE, "yes"),
            inert("appendfilename", SettingSyntax.nonEmptyText("appendfilename"), FIXED, "appendonly.aof"),
            inert("appenddirname", SettingSyntax.nonEmptyText("appenddirname"), FIXED, "appendonlydir"),
            inert("appendfsync", oneOf("everysec", "always", "no"), LIVE, "everysec"),
            inert("no-appendfsync-on-rewrite", yesNo(), LIVE, "no"),
            inert("auto-aof-rewrite-min-size", memory(0), LIVE, "67108864"),
            inert("auto-aof-rewrite-percentage", integer(0), LIVE, "100"),
            inert("aof-disable-auto-gc", yesNo(), LIVE, "no"),
            inert("aof-load-truncated", yesNo(), LIVE, "yes"),
            inert("aof-rewrite-incremental-fsync", yesNo(), LIVE, "yes"),
            inert("aof-timestamp-enabled", yesNo(), LIVE, "no"),
            inert("aof-use-rdb-preamble", yesNo(), LIVE, "yes"),
            // Replication.
            inert("bind-source-addr", text("ADDRESS"), LIVE, ""),
            inert("masterauth", text(SettingType.SECRET), LIVE, ""),
            inert("masteruser", text("NAME"), LIVE, ""),
            inert("min-replicas-max-lag", integer(0), LIVE, "10").alias("min-slaves-max-lag"),
            inert("repl-backlog-size", memory(1, BACKLOG_BYTES_MIN), LIVE, "1048576"),
            inert("repl-backlog-ttl", longInteger(), LIVE, "3600"),
            inert("repl-disable-tcp-nodelay", yesNo(), LIVE, "no"),
            inert("repl-diskless-load", oneOf("disabled", "on-empty-db", "swapdb"), LIVE, "disabled"),
            inert("repl-diskless-sync", yesNo(), LIVE, "yes"),
            inert("repl-diskless-sync-delay", integer(0), LIVE, "5"),
            inert("repl-diskless-sync-max-replicas", integer(0), LIVE, "0"),
            inert("repl-ping-replica-period", integer(1), LIVE, "10").alias("repl-ping-slave-period"),
            inert("repl-timeout", integer(1), LIVE, "60"),
            inert("replica-announce-ip", text("ADDRESS"), LIVE, "").alias("slave-announce-ip"),
            inert("replica-announce-port", integer(0, 65535), LIVE, "0").alias("slave-announce-port"),
            inert("replica-announced", yesNo(), LIVE, "yes"),
            inert("replica-ignore-disk-write-errors", yesNo(), LIVE, "no"),
            inert("replica-ignore-maxmemory", yesNo(), LIVE, "yes").alias("slave-ignore-maxmemory"),
            inert("replica-lazy-flush", yesNo(), LIVE, "no").alias("slave-lazy-flush"),
            inert("replica-priority", integer(0), LIVE, "100").alias("slave-priority"),
            inert("replica-read-only", yesNo(), LIVE, "yes").alias("slave-read-only"),
            inert("replica-serve-stale-data", yesNo(), LIVE, "yes").alias("slave-serve-stale-data"),
            // Cluster.
            inert("cluster-allow-pubsubshard-when-down", yesNo(), LIVE, "yes"),
            inert("cluster-allow-reads-when-down", yesNo(), LIVE, "no"),
            inert("cluster-allow-replica-migration", yesNo(), LIVE, "yes"),
            inert("cluster-announce-bus-port", integer(0, 65535), LIVE, "0"),
            inert("cluster-announce-hostname", text("NAME"), LIVE, ""),
            inert("cluster-announce-ip", text("ADDRESS"), LIVE, ""),
            inert("cluster-announce-port", integer(0, 65535), LIVE, "0"),
            inert("cluster-announce-tls-port", integer(0, 65535), LIVE, "0"),
            inert("cluster-config-file", text("FILE"), FIXED, "nodes.conf"),
            inert("cluster-link-sendbuf-limit", memory(0), LIVE, "0"),
            inert("cluster-migration-barrier", integer(0), LIVE, "1"),
            inert("cluster-node-timeout", longInteger(), LIVE, "15000"),
            inert("cluster-port", integer(0, 65535), FIXED, "0"),
            inert("cluster-preferred-endpoint-type", oneOf("ip", "hostname", "unknown-endpoint"), LIVE, "ip"),
            inert("cluster-replica-no-failover", yesNo(), LIVE, "no").alias("cluster-slave-no-failover"),
            inert("cluster-replica-validity-factor", integer(0), LIVE, "10").alias("cluster-slave-validity-factor"),
            inert("cluster-require-full-coverage", yesNo(), LIVE, "yes"));

    private InertDirectives() {}
}
