package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.keyspace.Limits;
import dev.flashkv.keyspace.Statistics;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
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
        COMMANDSTATS("Commandstats"),
        ERRORSTATS("Errorstats"),
        LATENCYSTATS("Latencystats"),
        CLUSTER("Cluster"),
        KEYSPACE("Keyspace");

        /** Those reported when none is asked for: all but the most detailed. */
        static final Set<Section> DEFAULT =
                Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(COMMANDSTATS, LATENCYSTATS)));

        final String title;

        Section(String title) {
            this.title = title;
        }
    }

    private static final double BYTES_PER_KILOBYTE = 1024;
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
                if (name.equalsIgnoreCase("module_list")) {
                    wanted.add(Section.MODULES);
                }
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
            case COMMANDSTATS -> commandStats();
            case ERRORSTATS -> errorStats();
            case LATENCYSTATS -> latencyStats();
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
        field("process_supervised", "no");
        field("run_id", server.runId());
        field("tcp_port", server.ports().isEmpty() ? 0 : server.ports().get(0));
        field("server_time_usec", TimeUnit.NANOSECONDS.toMicros(server.clock().nowNanos()));
        field("uptime_in_seconds", upMillis / 1000);
        field("uptime_in_days", upMillis / MILLIS_PER_DAY);
        field("shards", server.shardCount());
    }

    private void clients() {
        Collection<Client> clients = server.clients();
        field("connected_clients", clients.size());
        field("cluster_connections", 0);
        field("maxclients", server.config().get("maxclients").text());
        field(
                "client_recent_max_input_buffer",
                Math.max(server.traffic().recentInputBytesMax(), max(clients, ClientBuffers::inputBytes)));
        field(
                "client_recent_max_output_buffer",
                Math.max(server.traffic().recentOutputBytesMax(), max(clients, ClientBuffers::waitingBytes)));
        long blocked = server.clients().stream()
                .filter(each -> each.blockedBy() != null)
                .count();
        field("blocked_clients", server.pause().waitingClients() + blocked);
        field("tracking_clients", server.tracking().clients());
        field("clients_in_timeout_table", 0);
    }

    private long sum(ToLongFunction<Databases> figure) {
        return keyspaces.databases().stream().mapToLong(figure).sum();
    }

    private static long max(Collection<Client> clients, ToLongFunction<ClientBuffers> figure) {
        return clients.stream()
                .mapToLong(client -> figure.applyAsLong(client.buffers()))
                .max()
                .orElse(0);
    }

    private void memory() {
        long used =
                keyspaces.databases().stream().mapToLong(Databases::heapBytes).sum();
        size("used_memory", used);
        long resident = ProcessFigures.residentBytes();
        if (resident >= 0) {
            size("used_memory_rss", resident);
        }
        long peak = Math.max(used, server.memoryPeakBytes());
        size("used_memory_peak", peak);
        field("used_memory_peak_perc", percent(used, peak));
        long payload = keyspaces.ofAllDatabases().stream()
                .mapToLong(keyspace -> keyspace.allKeys().payloadBytes())
                .sum();
        field("used_memory_overhead", used - payload);
        field("used_memory_startup", 0);
        field("used_memory_dataset", payload);
        field("used_memory_dataset_perc", percent(payload, used));
        long total = ProcessFigures.systemMemoryBytes();
        if (total >= 0) {
            size("total_system_memory", total);
        }
        Limits limits = keyspaces.all().get(0).limits();
        size("maxmemory", limits.memoryBytesMax());
        field("maxmemory_policy", limits.evictionPolicy().redisName());
        if (resident >= 0) {
            // By Redis' definition. Most of the difference is what the JVM has reserved for new objects.
            field("mem_fragmentation_ratio", decimal(used == 0 ? 0 : (double) resident / used));
            field("mem_fragmentation_bytes", resident - used);
        }
        field("mem_not_counted_for_evict", 0);
        field("mem_clients_slaves", 0);
        field(
                "mem_clients_normal",
                server.clients().stream().mapToLong(Client::memoryBytes).sum());
        field("mem_allocator", "jvm");
        field("active_defrag_running", 0);
        field("lazyfree_pending_objects", 0);
        field("lazyfreed_objects", 0);
        jvm();
    }

    private void jvm() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        size("jvm_heap_used", heap.getUsed());
        size("jvm_heap_committed", heap.getCommitted());
        if (heap.getMax() >= 0) {
            size("jvm_heap_max", heap.getMax());
        }
        size(
                "jvm_nonheap_used",
                ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed());
        List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
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

    /** What is true of a store that keeps nothing on disk. */
    private void persistence() {
        field("loading", 0);
        field("async_loading", 0);
        field("rdb_bgsave_in_progress", 0);
        field("rdb_last_bgsave_time_sec", -1);
        field("rdb_current_bgsave_time_sec", -1);
        field("rdb_saves", 0);
        field("aof_enabled", 0);
        field("aof_rewrite_in_progress", 0);
        field("aof_rewrite_scheduled", 0);
        field("aof_last_rewrite_time_sec", -1);
        field("aof_current_rewrite_time_sec", -1);
        field("aof_rewrites", 0);
        field("module_fork_in_progress", 0);
    }

    private void stats() {
        Statistics statistics = sum(keyspaces.ofAllDatabases().stream());
        Traffic traffic = server.traffic();
        field("total_connections_received", traffic.connectionsReceived());
        field("total_commands_processed", traffic.commandsProcessed());
        field("instantaneous_ops_per_sec", Math.round(traffic.commandsPerSecond()));
        field("total_net_input_bytes", traffic.inputBytes());
        field("total_net_output_bytes", traffic.outputBytes());
        field("instantaneous_input_kbps", decimal(traffic.inputBytesPerSecond() / BYTES_PER_KILOBYTE));
        field("instantaneous_output_kbps", decimal(traffic.outputBytesPerSecond() / BYTES_PER_KILOBYTE));
        field("rejected_connections", traffic.connectionsRejected());
        field("sync_full", 0);
        field("sync_partial_ok", 0);
        field("sync_partial_err", 0);
        field("expired_keys", statistics.expired());
        field("expire_cycle_cpu_milliseconds", TimeUnit.NANOSECONDS.toMillis(traffic.sweepNanos()));
        field("evicted_keys", statistics.evicted());
        field("evicted_clients", traffic.clientsEvicted());
        field("keyspace_hits", statistics.hits());
        field("keyspace_misses", statistics.misses());
        field("pubsub_channels", server.pubSub().count(PubSub.Kind.CHANNEL));
        field("pubsub_patterns", server.pubSub().count(PubSub.Kind.PATTERN));
        field("pubsubshard_channels", server.pubSub().count(PubSub.Kind.SHARD_CHANNEL));
        field("latest_fork_usec", 0);
        field("total_forks", 0);
        field("tracking_total_keys", sum(each -> each.readers().keys()));
        field("tracking_total_items", sum(each -> each.readers().items()));
        field("tracking_total_prefixes", server.tracking().prefixes());
        field("total_error_replies", traffic.errorReplies());
    }

    private void commandStats() {
        for (CommandFigures figures : server.traffic().commands()) {
            long micros = TimeUnit.NANOSECONDS.toMicros(figures.nanos());
            field(
                    "cmdstat_" + figures.spec().name(),
                    String.format(
                            Locale.ROOT,
                            "calls=%d,usec=%d,usec_per_call=%.2f,rejected_calls=%d,failed_calls=%d",
                            figures.calls(),
                            micros,
                            figures.calls() == 0 ? 0 : (double) micros / figures.calls(),
                            figures.rejected(),
                            figures.failed()));
        }
    }

    private void errorStats() {
        server.traffic().errors().forEach((code, count) -> field("errorstat_" + code, "count=" + count));
    }

    private void latencyStats() {
        if (!server.monitoring().isLatencyTracked()) {
            return;
        }
        List<String> percentiles = server.monitoring().percentiles();
        for (CommandFigures figures : server.traffic().commands()) {
            if (figures.latency().total() > 0) {
                field(
                        "latency_percentiles_usec_" + figures.spec().name(),
                        percentiles.stream()
                                .map(percentile -> String.format(
                                        Locale.ROOT,
                                        "p%s=%.3f",
                                        percentile,
                                        figures.latency().percentileNanos(Double.parseDouble(percentile)) / 1e3))
                                .collect(Collectors.joining(",")));
            }
        }
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
            field("used_cpu_sys_children", seconds(0));
            field("used_cpu_user_children", seconds(0));
        } else if (total >= 0) {
            field("used_cpu_total", seconds(total));
        }
    }

    /** What there is of one database in all shards. */
    private static final class Database {
        private long keys;
        private long keysWithDeadline;
        private double ttlMillis;
    }

    private void keyspace() {
        SortedMap<Integer, Database> databases = new TreeMap<>();
        for (Databases shard : keyspaces.databases()) {
            shard.forEachNumbered((number, keyspace) -> {
                if (keyspace.allKeys().size() > 0) {
                    Statistics statistics = keyspace.statistics();
                    Database database = databases.computeIfAbsent(number, none -> new Database());
                    database.keys += statistics.keys();
                    database.keysWithDeadline += statistics.keysWithDeadline();
                    database.ttlMillis += keyspace.allKeys().averageTtlMillis() * statistics.keysWithDeadline();
                }
            });
        }
        databases.forEach((number, database) -> field(
                "db" + number,
                "keys=" + database.keys + ",expires=" + database.keysWithDeadline + ",avg_ttl="
                        + Math.round(database.ttlMillis / Math.max(1, database.keysWithDeadline))));
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

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(long part, long whole) {
        return decimal(whole == 0 ? 0 : 100.0 * part / whole) + "%";
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.6f", seconds);
    }

    private static String property(String name) {
        @Nullable String value = System.getProperty(name);
        return value == null ? "" : value;
    }
}
