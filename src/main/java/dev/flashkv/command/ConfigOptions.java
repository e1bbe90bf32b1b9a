package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Glob;
import dev.flashkv.keyspace.Limits;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings that CONFIG GET shows and CONFIG SET changes. */
public final class ConfigOptions {
    private final Map<String, ConfigOption> byName = new TreeMap<>();

    /** Those options; no two of the same name. */
    public ConfigOptions(List<ConfigOption> options) {
        for (ConfigOption option : options) {
            if (byName.put(option.name(), option) != null) {
                throw new IllegalArgumentException("two options named " + option.name());
            }
        }
    }

    /** The options that live in {@code limits}, which can be changed at any time: maxmemory and its kin. */
    public static List<ConfigOption> ofLimits(Limits limits) {
        return LimitOptions.of(limits);
    }

    /** The option of that name, in any case, or null. */
    public @Nullable ConfigOption find(Bytes name) {
        return byName.get(name.toString().toLowerCase(Locale.ROOT));
    }

    /** The options whose names match the glob, in any case. */
    public List<ConfigOption> matching(Bytes glob) {
        return byName.values().stream()
                .filter(option -> Glob.matchesIgnoreCase(glob, Bytes.of(option.name())))
                .toList();
    }
}
