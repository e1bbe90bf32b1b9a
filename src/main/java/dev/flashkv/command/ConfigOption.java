package dev.flashkv.command;

import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One setting that CONFIG knows.
 *
 * @param name its name in redis.conf's spelling, lower case
 * @param value gives its present value as CONFIG GET prints it
 * @param change sets it and returns null, or leaves it and returns why not; null itself when it is fixed at start
 */
public record ConfigOption(
        String name, Supplier<String> value, @Nullable Function<String, @Nullable String> change) {

    /** A setting that can't be changed while running. */
    public static ConfigOption fixed(String name, Supplier<String> value) {
        return new ConfigOption(name, value, null);
    }

    /** A setting that can't be changed while running as that would be dangerous, such as a directory to write to. */
    public static ConfigOption guarded(String name, Supplier<String> value) {
        return new ConfigOption(name, value, ignored -> "can't set protected config");
    }

    /** Changes it and returns null, or leaves it and returns why not. */
    @Nullable
    String set(String text) {
        return change == null ? "can't set immutable config" : change.apply(text);
    }
}
