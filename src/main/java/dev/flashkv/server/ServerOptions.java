<<<<<<< /tmp/tmp53_5nzxb/a
package dev.flashkv.server;

import dev.flashkv.command.ConfigOption;
import dev.flashkv.command.ConfigOptions;
import dev.flashkv.keyspace.Limits;
import java.util.ArrayList;
import java.util.List;

/** The options that CONFIG shows for a server: those of its limits, which can be changed, and those fixed at start. */
final class ServerOptions {
    private ServerOptions() {}

    static ConfigOptions of(Settings settings, Limits limits) {
        List<ConfigOption> options = new ArrayList<>(ConfigOptions.ofLimits(limits));
        options.add(ConfigOption.fixed("bind", () -> String.join(" ", settings.bind())));
        options.add(ConfigOption.fixed("port", () -> Integer.toString(settings.port())));
        options.add(ConfigOption.fixed("tcp-backlog", () -> Integer.toString(settings.backlog())));
        options.add(ConfigOption.fixed(
                "dir", () -> settings.dir().toAbsolutePath().normalize().toString()));
        options.add(ConfigOption.fixed("enable-debug-command", () -> settings.debugCommandEnabled() ? "yes" : "no"));
        // What FlashKV does not have, said as Redis says it; redis-benchmark asks for the first two.
        options.add(ConfigOption.fixed("save", () -> ""));
        options.add(ConfigOption.fixed("appendonly", () -> "no"));
        options.add(ConfigOption.fixed("databases", () -> Integer.toString(settings.databases())));
        options.add(ConfigOption.fixed("timeout", () -> "0"));
        options.add(ConfigOption.fixed("cluster-enabled", () -> "no"));
        return new ConfigOptions(options);
    }
}
=======
>>>>>>> /tmp/tmp53_5nzxb/b
