package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the latency monitor watches. */
public enum LatencyEvent {
    /** A command took long. */
    COMMAND,
    /** A command that should be fast took long. */
    FAST_COMMAND,
    /** A sweep of expired keys took long. */
    EXPIRE_CYCLE,
    /** Making room for a command took long. */
    EVICTION_CYCLE;

    private final String redisName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The event as LATENCY spells it. */
    public String redisName() {
        return redisName;
    }

    /** The event of that name, or null. */
    static @Nullable LatencyEvent named(Bytes name) {
        for (LatencyEvent event : values()) {
            if (name.equals(Bytes.of(event.redisName))) {
                return event;
            }
        }
        return null;
    }
}
