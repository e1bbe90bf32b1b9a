package dev.flashkv.command;

import static dev.flashkv.command.Directive.Change.FIXED;
import static dev.flashkv.command.Directive.Change.LIVE;
import static dev.flashkv.command.Directive.Change.PROTECTED;
import static dev.flashkv.command.Directive.active;
import static dev.flashkv.command.SettingType.integer;
import static dev.flashkv.command.SettingType.longInteger;
import static dev.flashkv.command.SettingType.memory;
import static dev.flashkv.command.SettingType.oneOf;
import static dev.flashkv.command.SettingType.text;
import static dev.flashkv.command.SettingType.yesNo;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of settings: here the directives that FlashKV acts on, but those of {@link TlsDirectives}. Those
 * that it keeps without effect are in {@link InertDirectives}, those that it refuses in {@link RefusedDirectives};
 * together they are all of redis-server 7.0.15.
 *
 * <p>To give a directive its effect: move its row here with a path, put its default into reference.conf, and read
 * {@link ConfigOption#number()} or {@link ConfigOption#text()} of {@link ConfigOptions#get} where it matters, or bind
 * it by {@link ConfigOption#bind}.
 */
public final class Directives {
    private static final String[] WHO_MAY = {"no", "yes", "local"};

    /* Redis takes any int; each shard has room for all numbers up to the highest that is in use. */
    private static final int DATABASES_MAX = 16_384;
    private static final long UNSIGNED_INT_MAX = 0xffff_ffffL;
    private static final int PROTOCOL_BULK_BYTES_MIN = 1024 * 1024;
    private static final int QUERY_BUFFER_BYTES_MIN = 1024 * 1024;

    private static final List<Directive> ACTIVE = List.of(
            active(
                    "bind",
                    "server.bind",
                    SettingSyntax.addresses(),
                    FIXED,
                    "addresses to listen at; * is all, - before one makes it optional"),
            active(
                    "port",
                    "server.port",
                    integer(0, 65535),
                    FIXED,
                    "port to listen at; 0 picks a free one, or is none beside tls-port"),
            active(
                    "protected-mode",
                    "server.protected-mode",
                    yesNo(),
                    LIVE,
                    "whether only this machine may connect while there is no password"),
            active(
                    "requirepass",
                    "server.requirepass",
                    text(SettingType.SECRET),
                    LIVE,
                    "password that clients must give; empty for none"),
            active("aclfile", "server.acl.file", text("FILE"), FIXED, "file with the users and their rules"),
            active(
                    "acl-pubsub-default",
                    "server.acl.pubsub-default",
                    oneOf("allchannels", "resetchannels"),
                    LIVE,
                    "whether new users may use all channels of Pub/Sub"),
            active("acllog-max-len", "server.acl.log-max-len", longInteger(), LIVE, "how many denials ACL LOG keeps"),
            active(
                    "maxclients",
                    "server.maxclients",
                    integer(1, UNSIGNED_INT_MAX),
                    LIVE,
                    "how many clients may be connected"),
            active(
                    "timeout",
                    "server.timeout",
                    integer(0),
                    LIVE,
                    "seconds after which an idle client is disconnected; 0 for never"),
            active(
                    "authentication-timeout",
                    "server.authentication-timeout",
                    integer(0),
                    LIVE,
                    "seconds that a client may take until it has authenticated where it has to; 0 for no limit"),
            active(
                    "tcp-keepalive",
                    "server.tcp-keepalive",
                    integer(0),
                    LIVE,
                    "seconds after which a silent connection is probed; 0 for never"),
            active(
                    "tcp-backlog",
                    "server.tcp-backlog",
                    integer(0),
                    FIXED,
                    "how many connections may wait to be accepted"),
            active(
                    "dir",
                    "server.dir",
                    SettingSyntax.directory(),
                    PROTECTED,
                    "directory of the files that are named without one"),
            active("logfile", "server.logfile", text("FILE"), FIXED, "file to log to; empty for standard output"),
            active(
                    "loglevel",
                    "server.loglevel",
                    oneOf("debug", "verbose", "notice", "warning"),
                    LIVE,
                    "how much is logged"),
            active(
                    "pidfile",
                    "server.pidfile",
                    text("FILE"),
                    FIXED,
                    "file that has the process id while the server runs"),
            active(
                    "databases",
                    "databases",
                    integer(1, DATABASES_MAX),
                    FIXED,
                    "how many databases SELECT can choose from"),
            active("maxmemory", "maxmemory", memory(0), LIVE, "limit for keys and values; 0 for none"),
            active(
                    "maxmemory-policy",
                    "maxmemory-policy",
                    oneOf(LimitOptions.policyNames()),
                    LIVE,
                    "what happens at that limit"),
            active(
                    "maxmemory-samples",
                    "maxmemory-samples",
                    integer(1),
                    LIVE,
                    "how many keys are looked at to evict one"),
            active(
                    "maxmemory-eviction-tenacity",
                    "maxmemory-eviction-tenacity",
                    integer(0, 100),
                    LIVE,
                    "how long commands may wait while keys are evicted"),
            active(
                    "lfu-log-factor",
                    "lfu-log-factor",
                    integer(0),
                    LIVE,
                    "how slowly the LFU policies' use counters grow"),
            active(
                    "lfu-decay-time",
                    "lfu-decay-time",
                    integer(0),
                    LIVE,
                    "minutes after which they shrink by one; 0 for never"),
            active(
                    "proto-max-bulk-len",
                    "proto-max-bulk-len",
                    memory(PROTOCOL_BULK_BYTES_MIN),
                    LIVE,
                    "longest string that a client may send or build"),
            active(
                    "notify-keyspace-events",
                    "notify-keyspace-events",
                    SettingSyntax.eventClasses(),
                    LIVE,
                    "of which events of keys Pub/Sub tells, as letters; empty for none"),
            active(
                    "tracking-table-max-keys",
                    "tracking-table-max-keys",
                    longInteger(),
                    LIVE,
                    "how many keys are remembered that clients have read; 0 for no limit"),
            active(
                    "slowlog-log-slower-than",
                    "slowlog-log-slower-than",
                    integer(SlowLog.OFF, Long.MAX_VALUE),
                    LIVE,
                    "microseconds from which on a call is kept in the slow log; -1 for none"),
            active("slowlog-max-len", "slowlog-max-len", longInteger(), LIVE, "how many calls the slow log keeps"),
            active(
                    "latency-monitor-threshold",
                    "latency-monitor-threshold",
                    longInteger(),
                    LIVE,
                    "milliseconds from which on LATENCY keeps what took long; 0 for never"),
            active(
                    "latency-tracking",
                    "latency-tracking",
                    yesNo(),
                    LIVE,
                    "whether it is kept how the latency of each command is distributed"),
            active(
                    "latency-tracking-info-percentiles",
                    "latency-tracking-info-percentiles",
                    SettingSyntax.percentiles(),
                    LIVE,
                    "the percentiles of it that INFO shows"),
            active(
                    "enable-debug-command",
                    "enable-debug-command",
                    oneOf(WHO_MAY),
                    FIXED,
                    "who may use DEBUG; local is clients of this machine"),
            active(
                    "enable-protected-configs",
                    "enable-protected-configs",
                    oneOf(WHO_MAY),
                    FIXED,
                    "who may change protected settings, such as dir"),
            active("shards", "shards", integer(1, 1024), FIXED, "into how many shards the keyspace is cut"),
            active(
                    "dispatcher",
                    "server.dispatcher",
                    oneOf("event-loop", "fork-join"),
                    FIXED,
                    "what the server process runs on"),
            active(
                    "event-loops",
                    "server.event-loops",
                    integer(0, 1024),
                    FIXED,
                    "how many event loops there are; 0 for half the processors"),
            active(
                            "client-output-buffer-limit",
                            "server.client-output-buffer-limit",
                            SettingSyntax.outputBufferLimits(),
                            LIVE,
                            "what may wait for a client before it is disconnected")
                    .upon("normal 268435456 67108864 60 slave 268435456 67108864 60 pubsub 33554432 8388608 60"),
            active(
                    "client-query-buffer-limit",
                    "server.client-query-buffer-limit",
                    memory(QUERY_BUFFER_BYTES_MIN),
                    LIVE,
                    "what a client may have sent that is not carried out yet, before it is disconnected"),
            active(
                    "maxmemory-clients",
                    "server.maxmemory-clients",
                    SettingSyntax.memoryOrPercent(),
                    LIVE,
                    "what all clients may take in memory; 0: a third of the heap, a percentage: of maxmemory"),
            active(
                    "output-buffer-limit",
                    "server.output-buffer-limit",
                    memory(1024),
                    FIXED,
                    "bytes of replies made for a client before it takes them"));

    private static final Map<String, Directive> BY_NAME = byName();

    private Directives() {}

    private static Map<String, Directive> byName() {
        Map<String, Directive> byName = new LinkedHashMap<>();
        Stream.of(ACTIVE, TlsDirectives.TABLE, InertDirectives.TABLE, RefusedDirectives.TABLE)
                .flatMap(List::stream)
                .forEach(directive -> directive.names().forEach(name -> {
                    if (byName.put(name, directive) != null) {
                        throw new IllegalStateException("two directives named " + name);
                    }
                }));
        return byName;
    }

    /** All directives, each once: first those with effect. */
    public static List<Directive> all() {
        return BY_NAME.values().stream().distinct().toList();
    }

    /** The directive that has this name or alias, in any case, or null. */
    public static @Nullable Directive find(String name) {
        return BY_NAME.get(name.toLowerCase(Locale.ROOT));
    }

    /** All names and aliases. */
    static Collection<String> names() {
        return BY_NAME.keySet();
    }
}
