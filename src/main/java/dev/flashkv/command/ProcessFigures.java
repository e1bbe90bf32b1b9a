package dev.flashkv.command;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the operating system says of this process; -1 where it does not tell. Reading it takes microseconds. */
final class ProcessFigures {

    /*
     * Linux counts CPU time in ticks of 1/100 s whatever the kernel's own clock, and pages on most machines have 4 KB.
     */
    private static final double TICKS_PER_SECOND = 100;
    private static final String STAT = "/proc/self/stat";
    private static final String STATUS = "/proc/self/status";
    private static final String RESIDENT = "VmRSS:";
    /* In /proc/self/stat, counted from the state, the first field after the command in parentheses. */
    private static final int SYSTEM_TICKS_FIELD = 12;

    private ProcessFigures() {}

    /** The memory of this process that is in RAM, in bytes. */
    static long residentBytes() {
        String status = read(STATUS);
        int at = status == null ? -1 : status.indexOf(RESIDENT);
        if (status == null || at < 0) {
            return -1;
        }
        String kilobytes = status.substring(at + RESIDENT.length(), status.indexOf(" kB", at));
        return Long.parseLong(kilobytes.trim()) * 1024;
    }

    /** The CPU time that this process has used within the kernel, in seconds. */
    static double systemCpuSeconds() {
        String stat = read(STAT);
        if (stat == null) {
            return -1;
        }
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SYSTEM_TICKS_FIELD + 2);
        return Long.parseLong(fields[SYSTEM_TICKS_FIELD]) / TICKS_PER_SECOND;
    }

    /** All CPU time that this process has used, in seconds. */
    static double cpuSeconds() {
        OperatingSystemMXBean system = system();
        long nanos = system == null ? -1 : system.getProcessCpuTime();
        return nanos < 0 ? -1 : nanos / 1e9;
    }

    /** The machine's RAM, or the container's share of it, in bytes. */
    static long systemMemoryBytes() {
        OperatingSystemMXBean system = system();
        return system == null ? -1 : system.getTotalMemorySize();
    }

    private static @Nullable OperatingSystemMXBean system() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system ? system : null;
    }

    private static @Nullable String read(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        } catch (IOException notLinux) {
            return null;
        }
    }
}
