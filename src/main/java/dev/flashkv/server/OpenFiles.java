package dev.flashkv.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;

/** The files that this process has open, and may: sockets are among them. */
final class OpenFiles {

    /* What the process itself needs beside its clients: sockets that listen, selectors, jars, logs. */
    private static final int RESERVED = 80;

    /* So many are never given to connections: a log file must still roll, a class be loaded. */
    private static final int SPARE = 16;

    private static final @Nullable UnixOperatingSystemMXBean SYSTEM =
            ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system ? system : null;

    private OpenFiles() {}

    /** How many clients there may be at most, at least 1; {@link Long#MAX_VALUE} where the system doesn't say. */
    static long clientsMax() {
        return SYSTEM == null ? Long.MAX_VALUE : Math.max(1, SYSTEM.getMaxFileDescriptorCount() - SPARE - RESERVED);
    }

    /** How many connections more there is room for; 0 or less for none. O(open files). */
    static long free() {
        return SYSTEM == null
                ? Long.MAX_VALUE
                : SYSTEM.getMaxFileDescriptorCount() - SYSTEM.getOpenFileDescriptorCount() - SPARE;
    }
}
