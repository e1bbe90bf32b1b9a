package dev.flashkv.oracle;

import dev.flashkv.oracle.AllowList.Allowance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What {@link AllowList} tolerates where a server tells of itself: its times, its memory, its own words. */
final class IntrospectionAllowances {
    /** The fields of CLIENT LIST that tell of the server's memory, sockets and numbers; the others must be equal. */
    private static final Set<String> CLIENT_FIELDS = Set.of(
            "id", "addr", "laddr", "fd", "age", "idle", "qbuf-free", "rbs", "rbp", "obl", "oll", "omem", "tot-mem");

    /** The fields of INFO that Redis does not have begin like this. */
    private static final Pattern OWN_INFO = Pattern.compile("flashkv_.*|java_.*|jvm_.*|shards");

    private static final Set<String> COUNTERS =
            Set.of("commandstats", "errorstats", "latencystats", "stats", "keyspace");

    private static final Pattern COMMAND_STATISTICS =
            Pattern.compile("(cmdstat_[^:]+:calls=\\d+),usec=\\d+,usec_per_call=[0-9.]+(,.*)");
    private static final Pattern PERCENTILES = Pattern.compile("(latency_percentiles_usec_[^:]+:)(p[^=]+=[0-9.]+,?)*");

    static final List<Allowance> ALL = List.of(
            new Allowance(
                    "the slow log's times are each server's own, and its addresses",
                    command -> command.is("SLOWLOG", "GET"),
                    (oracle, subject) -> oracle.isArray()
                            && AllowList.equalAfter(IntrospectionAllowances::slowCalls, oracle, subject)),
            new Allowance(
                    "how long something took is each server's own; what took long is not",
                    command -> command.is("LATENCY", "LATEST") || command.is("LATENCY", "HISTORY"),
                    (oracle, subject) -> oracle.isArray()
                            && AllowList.equalAfter(IntrospectionAllowances::anyNumbers, oracle, subject)),
            new Allowance(
                    "how the latencies of commands are distributed is each server's own; how many calls there were is not",
                    command -> command.is("LATENCY", "HISTOGRAM"),
                    (oracle, subject) ->
                            oracle.type() == subject.type() && calls(oracle).equals(calls(subject))),
            new Allowance(
                    "reports for people are in our own words",
                    command -> command.is("LATENCY", "DOCTOR")
                            || command.is("LATENCY", "GRAPH")
                            || command.is("MEMORY", "DOCTOR")
                            || command.is("LOLWUT"),
                    (oracle, subject) -> oracle.type() == subject.type()
                            && !oracle.text().isEmpty()
                            && subject.text().endsWith("\n")),
            new Allowance(
                    "every allocator has statistics of its own, and not every one has any",
                    command -> command.is("MEMORY", "MALLOC-STATS"),
                    (oracle, subject) ->
                            !oracle.text().isEmpty() && subject.text().endsWith("\n")),
            new Allowance(
                    "a key's memory is each server's own",
                    command -> command.is("MEMORY", "USAGE"),
                    (oracle, subject) -> oracle.isInteger() && subject.isInteger() && subject.integer() > 0),
            new Allowance(
                    "figures of memory are each server's own, and the JVM has some that Redis has not",
                    command -> command.is("MEMORY", "STATS"),
                    (oracle, subject) -> oracle.type() == subject.type()
                            && AllowList.fields(subject).keySet().stream()
                                    .allMatch(name -> name.startsWith("jvm.")
                                            || AllowList.fields(oracle).containsKey(name))),
            new Allowance(
                    "a connection's memory, sockets and times are each server's own; Redis has library names since 7.2",
                    command -> command.is("CLIENT", "INFO"),
                    (oracle, subject) -> oracle.type() == subject.type()
                            && clientFields(oracle).equals(clientFields(subject))),
            new Allowance(
                    "how long something took is each server's own, not how often it was called",
                    command -> command.is("INFO") && isOfCounters(command),
                    (oracle, subject) -> oracle.type() == subject.type() && isSameInfo(oracle.text(), subject.text())),
            new Allowance(
                    "INFO's figures are each server's own, but not which sections there are",
                    command -> command.is("INFO"),
                    (oracle, subject) -> oracle.type() == subject.type() && isSameForm(oracle.text(), subject.text())));

    /** The sections with counters. Whoever asks for them alone has reset the counters. */
    private static boolean isOfCounters(Command command) {
        return command.args().size() > 1
                && command.args().stream().skip(1).allMatch(name -> COUNTERS.contains(name.toLowerCase(Locale.ROOT)));
    }

    private IntrospectionAllowances() {}

    /** Entries of the slow log: what was called, by whom. */
    private static ReplyNode slowCalls(ReplyNode entries) {
        return entries.withChildren(entries.children().stream()
                .map(entry -> {
                    if (entry.children().size() != 6
                            || !entry.children().subList(0, 3).stream().allMatch(ReplyNode::isInteger)
                            || !entry.child(4).text().matches("127\\.0\\.0\\.1:\\d+")) {
                        return entry;
                    }
                    return entry.withChildren(List.of(entry.child(3), entry.child(5)));
                })
                .toList());
    }

    private static ReplyNode anyNumbers(ReplyNode reply) {
        if (reply.isInteger()) {
            return reply.withText("?");
        }
        return reply.withChildren(reply.children().stream()
                .map(IntrospectionAllowances::anyNumbers)
                .toList());
    }

    /** The number of calls of each command, if the histogram adds up to it. */
    private static List<String> calls(ReplyNode histograms) {
        List<String> calls = new ArrayList<>();
        for (int i = 0; i + 1 < histograms.children().size(); i += 2) {
            Map<String, ReplyNode> fields = AllowList.fields(histograms.child(i + 1));
            List<ReplyNode> counts = fields.get("histogram_usec").children();
            boolean addsUp = counts.get(counts.size() - 1).equals(fields.get("calls"));
            calls.add(histograms.child(i).text() + " " + fields.keySet() + " "
                    + fields.get("calls").text() + " " + addsUp);
        }
        return calls;
    }

    private static Map<String, String> clientFields(ReplyNode line) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : line.text().replace("txt:", "").strip().split(" ", -1)) {
            int equals = field.indexOf('=');
            String name = field.substring(0, equals);
            if (!name.startsWith("lib-")) {
                fields.put(name, CLIENT_FIELDS.contains(name) ? "?" : field.substring(equals + 1));
            }
        }
        return fields;
    }

    private static boolean isSameInfo(String oracle, String subject) {
        return isSameForm(oracle, subject) && counted(oracle).equals(counted(subject));
    }

    /** Whether the subject has the oracle's sections and no fields in them but its own and the oracle's. */
    private static boolean isSameForm(String oracle, String subject) {
        Set<String> known = lines(oracle).map(IntrospectionAllowances::name).collect(Collectors.toSet());
        return titles(oracle).equals(titles(subject))
                && lines(subject)
                        .map(IntrospectionAllowances::name)
                        .allMatch(name ->
                                known.contains(name) || OWN_INFO.matcher(name).matches());
    }

    private static Stream<String> lines(String info) {
        return info.replaceFirst("^txt:", "").lines().filter(line -> !line.isEmpty());
    }

    private static String name(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }

    private static List<String> titles(String info) {
        return lines(info).filter(line -> line.startsWith("#")).toList();
    }

    /** The lines of counters that both servers must have alike, without times. */
    private static Set<String> counted(String info) {
        Set<String> counted = new TreeSet<>();
        lines(info).forEach(line -> {
            Matcher statistics = COMMAND_STATISTICS.matcher(line);
            Matcher percentiles = PERCENTILES.matcher(line);
            if (statistics.matches()) {
                counted.add(statistics.group(1) + statistics.group(2));
            } else if (percentiles.matches()) {
                counted.add(percentiles.group(1) + line.replaceAll("=[0-9.]+", "=?"));
            } else if (line.startsWith("errorstat_")) {
                counted.add(line);
            } else if (line.matches("db\\d+:.*")) {
                counted.add(line.replaceFirst("avg_ttl=.*", ""));
            } else if (line.matches("(keyspace_(hits|misses)|expired_keys|evicted_keys|total_error_replies):.*")) {
                counted.add(line);
            }
        });
        return counted;
    }
}
