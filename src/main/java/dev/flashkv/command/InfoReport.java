package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.keyspace.Statistics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * INFO's text: Redis' sections and field names, but only fields whose values are true. Those that tell of the JVM have
 * names of their own.
 */
final class InfoReport {

    /** The sections in the order they are reported. */
    private enum Section {
        SERVER("Server"),
        CLIENTS("Clients"),
        MEMORY("Memory"),
        PERSISTENCE("Persistence"),
        STATS("Stats"),
        REPLICATION("Replication"),
        CPU("CPU"),
        MODULES("Modules"),
        CLUSTER("Cluster"),
        KEYSPACE("Keyspace");

        /** Those reported when none is asked for: all there are so far; Redis leaves some of its most detailed out. */
        static final Set<Section> DEFAULT = Collections.unmodifiableSet(EnumSet.allOf(Section.class));

        final String title;

        Section(String title) {
            this.title = title;
        }
    }

    private static final long MICROS_PER_MILLI = 1000;
    private static final long MILLIS_PER_DAY = 86_400_000;

    private final Server server;
    private final Keyspaces keyspaces;
    private final StringBuilder text = new StringBuilder();

    InfoReport(Server server, Keyspaces keyspaces) {
        this.server = server;
        this.keyspaces = keyspaces;
    }

    /** The report with the sections that {@code args} name: without any, the default ones. */
    String of(Args args) {
        Set<Section> wanted = EnumSet.noneOf(Section.class);
        if (!args.hasNext()) {
            wanted.addAll(Section.DEFAULT);
        }
        while (args.hasNext()) {
            Bytes name = args.next();
            if (name.equalsIgnoreCase("all") || name.equalsIgnoreCase("everything")) {
                wanted.addAll(EnumSet.allOf(Section.class));
            } else if (name.equalsIgnoreCase("default")) {
                wanted.addAll(Section.DEFAULT);
            } else {
                Arrays.stream(Section.values())
                        .filter(section -> name.equalsIgnoreCase(section.name()))
                        .forEach(wanted::add);
            }
        }
        for (Section section : wanted) {
            text.append(text.isEmpty() ? "# " : "\r\n# ").append(section.title).append("\r\n");
            write(section);
        }
        return text.toString();
    }

    private void write(Section section) {
        switch (section) {
            case SERVER -> server();
            case CLIENTS -> clients();
            case MEMORY -> memory();
            case PERSISTENCE -> persistence();
            case STATS -> stats();
            case REPLICATION -> replication();
            case CPU -> cpu();
            case MODULES -> {}
            case CLUSTER -> field("cluster_enabled", 0);
            case KEYSPACE -> keyspace();
        }
    }

    private void server() {
        long nowMillis = server.clock().nowMillis();
        long upMillis = Math.max(0, nowMillis - server.startMillis());
        field("redis_version", ServerCommands.REDIS_VERSION);
        field("flashkv_version", server.version());
        field("redis_mode", "standalone");
        field("os", property("os.name") + " " + property("os.version") + " " + property("os.arch"));
        field("arch_bits", property("os.arch").contains("64") ? 64 : 32);
        field("java_version", property("java.version"));
        field("java_vm", property("java.vm.name"));
        field("process_id", ProcessHandle.current().pid());
        field("run_id", server.runId());
        field("tcp_port", server.ports().isEmpty() ? 0 : server.ports().get(0));
        field("server_time_usec", nowMillis * MICROS_PER_MILLI);
        field("uptime_in_seconds", upMillis / 1000);
        field("uptime_in_days", upMillis / MILLIS_PER_DAY);
        field("shards", server.shardCount());
    }

    private void clients() {
        field("connected_clients", server.clients().size());
        field("cluster_connections", 0);
        field("maxclients", server.config().get("maxclients").text());
        field("blocked_clients", 0);
        field("tracking_clients", 0);
        field("clients_in_timeout_table", 0);
    }

    private void memory() {
        long used =
                keyspaces.databases().stream().mapToLong(Databases::heapBytes).sum();
        size("used_memory", used);
        long resident = ProcessFigures.residentBytes();
        if (resident >= 0) {
            size("used_memory_rss", resident);
        }
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        size("jvm_heap_used", heap.getUsed());
        size("jvm_heap_committed", heap.getCommitted());
        if (heap.getMax() >= 0) {
            size("jvm_heap_max", heap.getMax());
        }
        size(
                "jvm_nonheap_used",
                ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed());
        long total = ProcessFigures.systemMemoryBytes();
        if (total >= 0) {
            size("total_system_memory", total);
        }
        long limit = keyspaces.all().get(0).limits().memoryBytesMax();
        size("maxmemory", limit);
        field(
                "maxmemory_policy",
                keyspaces.all().get(0).limits().evictionPolicy().redisName());
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
        field("mem_allocator", "jvm");
        field("jvm_gc", collectors.stream().map(GarbageCollectorMXBean::getName).collect(Collectors.joining(",")));
        field(
                "jvm_gc_count",
                collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                        .sum());
        field(
                "jvm_gc_millis",
                collectors.stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum());
    }

    private void persistence() {
        field("loading", 0);
        field("async_loading", 0);
        field("rdb_bgsave_in_progress", 0);
        field("aof_enabled", 0);
        field("aof_rewrite_in_progress", 0);
    }

    private void stats() {
        Statistics statistics = sum(keyspaces.ofAllDatabases().stream());
        Traffic traffic = server.traffic();
        field("total_connections_received", traffic.connectionsReceived());
        field("total_commands_processed", traffic.commandsProcessed());
        field("rejected_connections", traffic.connectionsRejected());
        field("expired_keys", statistics.expired());
        field("evicted_keys", statistics.evicted());
        field("keyspace_hits", statistics.hits());
        field("keyspace_misses", statistics.misses());
        field("pubsub_channels", 0);
        field("pubsub_patterns", 0);
        field("total_error_replies", traffic.errorReplies());
    }

    private void replication() {
        field("role", "master");
        field("connected_slaves", 0);
        field("master_failover_state", "no-failover");
        field("master_repl_offset", 0);
        field("second_repl_offset", -1);
        field("repl_backlog_active", 0);
    }

    private void cpu() {
        double total = ProcessFigures.cpuSeconds();
        double system = ProcessFigures.systemCpuSeconds();
        if (total >= 0 && system >= 0) {
            field("used_cpu_sys", seconds(system));
            field("used_cpu_user", seconds(Math.max(0, total - system)));
        } else if (total >= 0) {
            field("used_cpu_total", seconds(total));
        }
    }

    private void keyspace() {
        int end = keyspaces.databases().stream().mapToInt(Databases::end).max().orElse(0);
        for (int database = 0; database < end; database++) {
            keyspace(database);
        }
    }

    private void keyspace(int database) {
        Statistics statistics = sum(keyspaces.databases().stream()
                .filter(each -> each.has(database))
                .map(each -> each.get(database)));
        if (statistics.keys() > 0) {
            field(
                    "db" + database,
                    "keys=" + statistics.keys() + ",expires=" + statistics.keysWithDeadline() + ",avg_ttl=0");
        }
    }

    private static Statistics sum(Stream<Keyspace> keyspaces) {
        return keyspaces.map(Keyspace::statistics).reduce(Statistics.NONE, Statistics::plus);
    }

    private void field(String name, long value) {
        field(name, Long.toString(value));
    }

    private void field(String name, String value) {
        text.append(name).append(':').append(value).append("\r\n");
    }

    /** A size twice: in bytes, and as people read it. */
    private void size(String name, long bytes) {
        field(name, bytes);
        field(name + "_human", human(bytes));
    }

    /** A size as Redis shows it to people, such as 1.50M. */
    static String human(long bytes) {
        if (bytes < 1024) {
            return bytes + "B";
        }
        double value = bytes;
        int unit = -1;
        while (value >= 1024 && unit < 4) {
            value /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%.2f%c", value, "KMGTP".charAt(unit));
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.6f", seconds);
    }

    private static String property(String name) {
        @Nullable String value = System.getProperty(name);
        return value == null ? "" : value;
    }
}
