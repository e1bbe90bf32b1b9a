package dev.flashkv.command;

import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.Reply;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What memory is used for, as of one instant: MEMORY STATS and MEMORY DOCTOR. */
final class MemoryReport {
    private static final long LITTLE_BYTES = 5L * 1024 * 1024;
    private static final double PEAK_RATIO_MAX = 1.5;
    private static final double LIMIT_SHARE_MAX = 0.95;
    private static final double HEAP_SHARE_MAX = 0.9;
    private static final long CLIENT_BYTES_MAX = 200 * 1024;

    /** What one database takes besides its keys' and values' own bytes. */
    private static final class Overhead {
        private long deadlineBytes;
        private long otherBytes;
    }

    private final Server server;
    private final SortedMap<Integer, Overhead> databases = new TreeMap<>();
    private final long limitBytes;
    private final long residentBytes = ProcessFigures.residentBytes();
    private final MemoryUsage jvmHeap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    private long usedBytes;
    private long payloadBytes;
    private long keys;

    MemoryReport(Server server, Keyspaces keyspaces) {
        this.server = server;
        this.limitBytes = keyspaces.all().get(0).limits().memoryBytesMax();
        for (Databases shard : keyspaces.databases()) {
            shard.forEachNumbered(this::add);
        }
    }

    private void add(int number, Keyspace keyspace) {
        if (keyspace.allKeys().size() > 0) {
            usedBytes += keyspace.allKeys().heapBytes();
            payloadBytes += keyspace.allKeys().payloadBytes();
            keys += keyspace.allKeys().size();
            Overhead overhead = databases.computeIfAbsent(number, none -> new Overhead());
            overhead.deadlineBytes += keyspace.allKeys().deadlineBytes();
            overhead.otherBytes += keyspace.allKeys().heapBytes()
                    - keyspace.allKeys().payloadBytes()
                    - keyspace.allKeys().deadlineBytes();
        }
    }

    private long peakBytes() {
        return Math.max(usedBytes, server.memoryPeakBytes());
    }

    private long clientBytes() {
        return server.clients().stream()
                .mapToLong(client -> client.buffers().totalBytes())
                .sum();
    }

    /** Map of figures: those of Redis' that are true of a JVM, and some of the JVM's own. */
    Reply stats() {
        List<Reply> map = new ArrayList<>();
        put(map, "peak.allocated", peakBytes());
        put(map, "total.allocated", usedBytes);
        put(map, "startup.allocated", 0);
        put(map, "replication.backlog", 0);
        put(map, "clients.slaves", 0);
        put(map, "clients.normal", clientBytes());
        put(map, "cluster.links", 0);
        put(map, "aof.buffer", 0);
        databases.forEach((number, overhead) -> {
            map.add(Reply.bulk("db." + number));
            map.add(Reply.map(
                    Reply.bulk("overhead.hashtable.main"),
                    Reply.integer(overhead.otherBytes),
                    Reply.bulk("overhead.hashtable.expires"),
                    Reply.integer(overhead.deadlineBytes)));
        });
        put(map, "overhead.total", usedBytes - payloadBytes);
        put(map, "keys.count", keys);
        put(map, "keys.bytes-per-key", keys == 0 ? 0 : usedBytes / keys);
        put(map, "dataset.bytes", payloadBytes);
        put(map, "dataset.percentage", percent(payloadBytes, usedBytes));
        put(map, "peak.percentage", percent(usedBytes, peakBytes()));
        if (residentBytes >= 0) {
            put(map, "fragmentation", usedBytes == 0 ? 0.0 : (double) residentBytes / usedBytes);
            put(map, "fragmentation.bytes", residentBytes - usedBytes);
        }
        put(map, "jvm.heap.used", jvmHeap.getUsed());
        put(map, "jvm.heap.committed", jvmHeap.getCommitted());
        if (jvmHeap.getMax() >= 0) {
            put(map, "jvm.heap.max", jvmHeap.getMax());
        }
        return Reply.map(map);
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }

    private static void put(List<Reply> map, String name, long value) {
        map.add(Reply.bulk(name));
        map.add(Reply.integer(value));
    }

    private static void put(List<Reply> map, String name, double value) {
        map.add(Reply.bulk(name));
        map.add(new Reply.DoubleReply(value));
    }

    /** What looks wrong, and what may help. */
    String doctor() {
        if (usedBytes < LITTLE_BYTES) {
            return "There is so little data (" + InfoReport.human(usedBytes)
                    + ") that nothing can be said of its memory.\n";
        }
        List<String> findings = new ArrayList<>();
        if (peakBytes() > usedBytes * PEAK_RATIO_MAX) {
            findings.add("Keys and values have taken up to " + InfoReport.human(peakBytes()) + ", much more than the "
                    + InfoReport.human(usedBytes) + " they take now. The JVM keeps the heap it needed then: what"
                    + " used_memory_rss shows is not in use.");
        }
        if (limitBytes > 0 && usedBytes > limitBytes * LIMIT_SHARE_MAX) {
            findings.add("Keys and values take nearly all that maxmemory allows: keys are evicted, or writes refused,"
                    + " as maxmemory-policy says.");
        }
        if (jvmHeap.getMax() > 0 && jvmHeap.getUsed() > jvmHeap.getMax() * HEAP_SHARE_MAX) {
            findings.add("The JVM's heap is nearly full: give it more by -Xmx, or set maxmemory to half of it.");
        }
        int clients = server.clients().size();
        if (clients > 0 && clientBytes() / clients > CLIENT_BYTES_MAX) {
            findings.add("Clients take " + InfoReport.human(clientBytes() / clients) + " each on average: some send"
                    + " large commands, or do not take their replies. CLIENT LIST shows them by tot-mem.");
        }
        if (findings.isEmpty()) {
            return "Nothing looks wrong.\n";
        }
        StringBuilder text = new StringBuilder();
        findings.forEach(finding -> text.append("* ").append(finding).append('\n'));
        return text.toString();
    }
}
