package dev.flashkv.server;

import dev.flashkv.command.ConfigOption;
import dev.flashkv.command.ConfigOptions;
import dev.flashkv.keyspace.Limits;
import java.util.List;

/** The options that CONFIG shows for a server: those of its limits, which can be changed, and those fixed at start. */
final class ServerOptions {
    private ServerOptions() {}

    static ConfigOptions of(Settings settings, Limits limits) {
        return new ConfigOptions(List.of(
                ConfigOption.fixed("bind", () -> String.join(" ", settings.bind())),
                ConfigOption.fixed("port", () -> Integer.toString(settings.port()))));
    }
}
