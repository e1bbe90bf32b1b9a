package dev.flashkv.command;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryUsage;
import java.util.Locale;

/** The memory of the JVM, for people to read. */
final class JvmMemory {
    private JvmMemory() {}

    /** Its pools and its garbage collectors, a line each. */
    static String describe() {
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "%-32s %15s %15s %15s%n", "JVM memory pool", "used", "committed", "max"));
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pool.getUsage();
            if (usage != null) {
                text.append(String.format(
                        Locale.ROOT,
                        "%-32s %15d %15d %15s%n",
                        pool.getName(),
                        usage.getUsed(),
                        usage.getCommitted(),
                        usage.getMax() < 0 ? "-" : Long.toString(usage.getMax())));
            }
        }
        text.append(String.format(Locale.ROOT, "%n%-32s %15s %15s%n", "Garbage collector", "collections", "millis"));
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            text.append(String.format(
                    Locale.ROOT,
                    "%-32s %15d %15d%n",
                    collector.getName(),
                    collector.getCollectionCount(),
                    collector.getCollectionTime()));
        }
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
