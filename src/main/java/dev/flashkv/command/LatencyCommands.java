package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** LATENCY: the table first, then the handlers in the table's order. */
final class LatencyCommands {
    private static final String[] SHOW_TIPS = {
        "nondeterministic_output", "request_policy:all_nodes", "response_policy:special"
    };

    static final List<CommandSpec> TABLE = List.of(SERVER.command("LATENCY")
            .arity(-2)
            .since("2.8.13")
            .complexity("That of the subcommand")
            .summary("Shows what took long, and when, and how long commands take.")
            .container(
                    SERVER.command("LATENCY|DOCTOR")
                            .arity(2)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.8.13")
                            .complexity("O(1)")
                            .summary("Reports on the events in words.")
                            .tips(SHOW_TIPS)
                            .onConnection(LatencyCommands::doctor),
                    SERVER.command("LATENCY|GRAPH event")
                            .arity(3)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.8.13")
                            .complexity("O(1)")
                            .summary("Draws the samples of an event.")
                            .tips(SHOW_TIPS)
                            .onConnection(LatencyCommands::graph),
                    SERVER.command("LATENCY|HELP")
                            .arity(2)
                            .flags(LOADING, STALE)
                            .since("2.8.13")
                            .complexity("O(1)")
                            .summary("Lists the subcommands.")
                            .onConnection(LatencyCommands::help),
                    SERVER.command("LATENCY|HISTOGRAM [command [command ...]]")
                            .arity(-2)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("7.0.0")
                            .complexity("O(N) with N the number of commands")
                            .summary("Tells how the latencies of commands are distributed.")
                            .tips(SHOW_TIPS)
                            .onConnection(LatencyCommands::histogram),
                    SERVER.command("LATENCY|HISTORY event")
                            .arity(3)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.8.13")
                            .complexity("O(1)")
                            .summary("Returns the samples of an event.")
                            .tips(SHOW_TIPS)
                            .onConnection(LatencyCommands::history),
                    SERVER.command("LATENCY|LATEST")
                            .arity(2)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.8.13")
                            .complexity("O(1)")
                            .summary("Returns the latest sample of each event.")
                            .tips(SHOW_TIPS)
                            .onConnection(LatencyCommands::latest),
                    SERVER.command("LATENCY|RESET [event [event ...]]")
                            .arity(-2)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.8.13")
                            .complexity("O(1)")
                            .summary("Forgets the samples of all events, or of those named.")
                            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                            .onConnection(LatencyCommands::reset)));

    private LatencyCommands() {}

    /** Text for people. */
    private static Reply doctor(Client client, Args args) {
        return text(LatencyReport.doctor(client.server().monitoring()));
    }

    /** Text: the event's samples as a drawing; an error when there are none. */
    private static Reply graph(Client client, Args args) {
        Bytes name = args.next();
        LatencyMonitor.Series series = seriesOf(client, name);
        if (series == null) {
            return Reply.error("ERR No samples available for event '" + Errors.echo(name, Integer.MAX_VALUE) + "'");
        }
        return text(LatencyReport.graph(series, client.server().clock().nowMillis() / 1000));
    }

    /** Array of statuses. */
    private static Reply help(Client client, Args args) {
        return HelpText.of(TABLE.get(0));
    }

    /**
     * Map: command to map of its number of calls and a map of microseconds, growing, to the number of calls that took
     * no longer. Without names, all commands that have been called; a container's name stands for its subcommands.
     */
    private static Reply histogram(Client client, Args args) {
        List<CommandFigures> called = client.server().traffic().commands().stream()
                .filter(figures -> figures.latency().total() > 0)
                .toList();
        List<Reply> map = new ArrayList<>();
        if (!args.hasNext()) {
            called.forEach(figures -> map.addAll(nameAndHistogram(figures)));
            return Reply.map(map);
        }
        Map<CommandSpec, CommandFigures> bySpec = new HashMap<>();
        called.forEach(figures -> bySpec.put(figures.spec(), figures));
        // One for each command, however often it is named: a short request must not fill the memory.
        Map<CommandFigures, List<Reply>> made = new HashMap<>();
        while (args.hasNext()) {
            CommandSpec named = CommandTable.standard().find(args.next());
            if (named != null) {
                Stream.concat(Stream.of(named), named.subcommands().stream())
                        .map(bySpec::get)
                        .filter(Objects::nonNull)
                        .forEach(figures ->
                                map.addAll(made.computeIfAbsent(figures, LatencyCommands::nameAndHistogram)));
            }
        }
        return Reply.map(map);
    }

    private static List<Reply> nameAndHistogram(CommandFigures figures) {
        List<Reply> counts = new ArrayList<>();
        figures.latency().forEachPowerOfTwo((micros, calls) -> {
            counts.add(Reply.integer(micros));
            counts.add(Reply.integer(calls));
        });
        return List.of(
                Reply.bulk(figures.spec().name()),
                Reply.map(
                        Reply.bulk("calls"),
                        Reply.integer(figures.latency().total()),
                        Reply.bulk("histogram_usec"),
                        Reply.map(counts)));
    }

    /** Array of arrays of two integers, the oldest first: Unix time in seconds, and milliseconds it took. */
    private static Reply history(Client client, Args args) {
        LatencyMonitor.Series series = seriesOf(client, args.next());
        if (series == null) {
            return Reply.EMPTY_ARRAY;
        }
        return Reply.array(series.samples().stream()
                .map(sample -> Reply.array(Reply.integer(sample.unixSeconds()), Reply.integer(sample.millis())))
                .toList());
    }

    /**
     * Array of arrays: Bulk event; Integers Unix time in seconds, and milliseconds that the latest and the worst took.
     */
    private static Reply latest(Client client, Args args) {
        return Reply.array(client.server().monitoring().latency().all().stream()
                .map(series -> Reply.array(
                        Reply.bulk(series.event().redisName()),
                        Reply.integer(series.latest().unixSeconds()),
                        Reply.integer(series.latest().millis()),
                        Reply.integer(series.worstMillis())))
                .toList());
    }

    /** Integer: how many events had samples. */
    private static Reply reset(Client client, Args args) {
        Set<LatencyEvent> events = new LinkedHashSet<>();
        if (!args.hasNext()) {
            events.addAll(List.of(LatencyEvent.values()));
        }
        while (args.hasNext()) {
            LatencyEvent event = LatencyEvent.named(args.next());
            if (event != null) {
                events.add(event);
            }
        }
        LatencyMonitor monitor = client.server().monitoring().latency();
        return Reply.integer(events.stream().filter(monitor::reset).count());
    }

    private static LatencyMonitor.@Nullable Series seriesOf(Client client, Bytes name) {
        return client.server().monitoring().latency().all().stream()
                .filter(series -> name.equals(Bytes.of(series.event().redisName())))
                .findFirst()
                .orElse(null);
    }

    private static Reply text(String text) {
        return new Reply.Verbatim("txt", Bytes.of(text));
    }
}
