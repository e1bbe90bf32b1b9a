package dev.flashkv.oracle;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Where replies need not be equal byte for byte, and what must still hold there. Everything else must be equal. */
final class AllowList {
    /* How much later than the other one a server may execute a command. */
    private static final long SKEW_MILLIS_MAX = 5_000;
    private static final long SKEW_SECONDS_MAX = SKEW_MILLIS_MAX / 1000;
    private static final int SCAN_COUNT_OF_ALL = 1000;

    /**
     * One exception from equality.
     *
     * @param reason why the replies may differ
     * @param applies which commands are meant
     * @param equivalent what must hold between the oracle's and the subject's reply
     */
    record Allowance(String reason, Predicate<Command> applies, BiPredicate<ReplyNode, ReplyNode> equivalent) {}

    static final List<Allowance> ALL = List.of(
            new Allowance(
                    "KEYS promises no order",
                    command -> command.is("KEYS"),
                    (oracle, subject) -> oracle.isArray() && equalAfter(ReplyNode::sorted, oracle, subject)),
            new Allowance(
                    "SCAN with a COUNT above the number of keys returns them all, in no promised order",
                    AllowList::scansAll,
                    (oracle, subject) -> isScan(oracle) && equalAfter(AllowList::sortedScan, oracle, subject)),
            new Allowance(
                    "SCAN's cursors and portions are a server's own affair; OracleScanTest compares whole iterations",
                    command -> command.is("SCAN") && !scansAll(command),
                    (oracle, subject) -> isScan(oracle) && isScan(subject)),
            new Allowance(
                    "RANDOMKEY returns any key",
                    command -> command.is("RANDOMKEY"),
                    (oracle, subject) -> oracle.isBulk() && subject.isBulk()),
            new Allowance(
                    "TIME passes between the two servers",
                    command -> command.is("TIME"),
                    (oracle, subject) -> isTime(oracle)
                            && isTime(subject)
                            && within(SKEW_SECONDS_MAX, seconds(oracle), seconds(subject))),
            new Allowance(
                    "the remaining time, in seconds, depends on when the command runs; that there is one does not",
                    command -> command.is("TTL"),
                    (oracle, subject) -> nearIntegers(SKEW_SECONDS_MAX, oracle, subject)),
            new Allowance(
                    "the remaining time, in milliseconds, depends on when the command runs; that there is one does not",
                    command -> command.is("PTTL"),
                    (oracle, subject) -> nearIntegers(SKEW_MILLIS_MAX, oracle, subject)),
            new Allowance(
                    "a deadline set by a relative time (a row marked ~) depends on when that command ran",
                    command -> command.relativeTime() && command.is("PEXPIRETIME"),
                    (oracle, subject) -> nearIntegers(SKEW_MILLIS_MAX, oracle, subject)),
            new Allowance(
                    "a deadline set by a relative time (a row marked ~) depends on when that command ran",
                    command -> command.relativeTime() && command.is("EXPIRETIME"),
                    (oracle, subject) -> nearIntegers(SKEW_SECONDS_MAX, oracle, subject)),
            new Allowance(
                    "how long ago a use was (a row marked ~) depends on when that command ran",
                    command -> command.relativeTime() && command.is("OBJECT", "IDLETIME"),
                    (oracle, subject) -> nearIntegers(SKEW_SECONDS_MAX, oracle, subject)),
            new Allowance(
                    "a connection's id is the server's own count",
                    command -> command.is("CLIENT", "ID"),
                    (oracle, subject) ->
                            oracle.isInteger() && subject.isInteger() && oracle.integer() > 0 && subject.integer() > 0),
            new Allowance(
                    "HELLO tells the connection's id",
                    command -> command.is("HELLO"),
                    (oracle, subject) -> equalAfter(AllowList::withoutId, oracle, subject)),
            new Allowance(
                    "INFO and CLIENT LIST describe the server itself; only their reply type and form are compared",
                    command -> command.is("INFO") || command.is("CLIENT", "LIST"),
                    (oracle, subject) -> oracle.type() == subject.type()
                            && oracle.text() != null
                            && subject.text() != null
                            && oracle.text().isEmpty() == subject.text().isEmpty()
                            && start(oracle).equals(start(subject))),
            new Allowance(
                    "the number of commands differs as long as not all of Redis' are there",
                    command -> command.is("COMMAND", "COUNT"),
                    (oracle, subject) -> oracle.isInteger() && subject.isInteger() && subject.integer() > 0),
            new Allowance(
                    "COMMAND lists the commands there are",
                    command -> command.is("COMMAND") && command.args().size() == 1,
                    (oracle, subject) -> oracle.isArray()
                            && subject.isArray()
                            && !subject.children().isEmpty()),
            new Allowance(
                    "COMMAND LIST names the commands there are, in no promised order",
                    command -> command.is("COMMAND", "LIST"),
                    (oracle, subject) -> oracle.type() == subject.type()
                            && !subject.children().isEmpty()
                            && oracle.children().containsAll(subject.children())),
            new Allowance(
                    "HELP tells what there is, in our own words",
                    command ->
                            command.args().size() == 2 && command.args().get(1).equalsIgnoreCase("HELP"),
                    (oracle, subject) -> oracle.type() == subject.type()
                            && !subject.children().isEmpty()
                            && subject.child(0).equals(oracle.child(0))),
            new Allowance(
                    "COMMAND INFO's flags and categories are sets, in any order, and the notes on keys are free text",
                    command -> command.is("COMMAND", "INFO"),
                    (oracle, subject) -> equalAfter(AllowList::commandFacts, oracle, subject)),
            new Allowance(
                    "COMMAND DOCS' texts are our own words; the commands, their groups and versions are Redis'",
                    command -> command.is("COMMAND", "DOCS"),
                    (oracle, subject) -> equalAfter(AllowList::documented, oracle, subject)),
            new Allowance(
                    "CONFIG GET of a glob returns the parameters that exist, in no promised order",
                    command -> command.is("CONFIG", "GET")
                            && command.args().stream().anyMatch(a -> a.contains("*")),
                    (oracle, subject) -> isOfSettings(oracle)
                            && isOfSettings(subject)
                            && oracle.type() == subject.type()
                            && !subject.children().isEmpty()
                            && fields(oracle)
                                    .entrySet()
                                    .containsAll(fields(subject).entrySet())),
            new Allowance(
                    "CONFIG GET returns each parameter once, in no promised order",
                    command -> command.is("CONFIG", "GET"),
                    (oracle, subject) -> isOfSettings(oracle)
                            && isOfSettings(subject)
                            && oracle.type() == subject.type()
                            && fields(oracle).equals(fields(subject))));

    private static final List<Allowance> EVERY = Stream.of(IntrospectionAllowances.ALL, AclAllowances.ALL, ALL)
            .flatMap(List::stream)
            .toList();

    private AllowList() {}

    /** Whether an allowance makes the unequal raw replies equivalent. */
    static boolean tolerates(Command command, String oracle, String subject) {
        for (Allowance allowance : EVERY) {
            if (allowance.applies().test(command)) {
                ReplyNode expected = ReplyNode.parse(oracle);
                ReplyNode actual = ReplyNode.parse(subject);
                // An error's text is never a matter of order or time.
                return !expected.isError()
                        && !actual.isError()
                        && allowance.equivalent().test(expected, actual);
            }
        }
        return false;
    }

    static boolean equalAfter(UnaryOperator<ReplyNode> normaliser, ReplyNode oracle, ReplyNode subject) {
        return oracle.type() == subject.type()
                && oracle.isNull() == subject.isNull()
                && normaliser.apply(oracle).equals(normaliser.apply(subject));
    }

    private static boolean within(long tolerance, long a, long b) {
        return Math.abs(a - b) <= tolerance;
    }

    private static boolean nearIntegers(long tolerance, ReplyNode oracle, ReplyNode subject) {
        // -1 and -2 are answers of their own.
        return oracle.isInteger()
                && subject.isInteger()
                && oracle.integer() >= 0
                && subject.integer() >= 0
                && within(tolerance, oracle.integer(), subject.integer());
    }

    private static boolean scansAll(Command command) {
        List<String> args = command.args();
        if (!command.is("SCAN", "0")) {
            return false;
        }
        for (int i = 2; i + 1 < args.size(); i += 2) {
            if (args.get(i).equalsIgnoreCase("COUNT") && args.get(i + 1).matches("[0-9]{4,6}")) {
                return Integer.parseInt(args.get(i + 1)) >= SCAN_COUNT_OF_ALL;
            }
        }
        return false;
    }

    private static boolean isScan(ReplyNode reply) {
        return reply.isArray()
                && reply.children().size() == 2
                && reply.child(0).isBulk()
                && reply.child(0).text().matches("[0-9]+")
                && reply.child(1).isArray()
                && reply.child(1).children().stream().allMatch(ReplyNode::isBulk);
    }

    private static ReplyNode sortedScan(ReplyNode reply) {
        return isScan(reply)
                ? reply.withChildren(List.of(reply.child(0), reply.child(1).sorted()))
                : reply;
    }

    private static boolean isTime(ReplyNode reply) {
        return reply.isArray()
                && reply.children().size() == 2
                && reply.children().stream().allMatch(ReplyNode::isBulk)
                && reply.child(0).text().matches("[0-9]{10}")
                && reply.child(1).text().matches("0|[1-9][0-9]{0,5}");
    }

    private static long seconds(ReplyNode time) {
        return Long.parseLong(time.child(0).text());
    }

    /** The value after the key "id" replaced, in a map or in its RESP2 form, a flat array. */
    private static ReplyNode withoutId(ReplyNode reply) {
        List<ReplyNode> children = new ArrayList<>(reply.children());
        for (int i = 0; i + 1 < children.size(); i += 2) {
            if ("id".equals(children.get(i).text()) && children.get(i + 1).isInteger()) {
                children.set(i + 1, children.get(i + 1).withText("?"));
            }
        }
        return reply.withChildren(children);
    }

    /** What INFO's and CLIENT LIST's texts begin with: RESP3's format, the first section's title or field. */
    private static String start(ReplyNode text) {
        return text.text().replaceFirst("(?s)^(txt:)?(id=|# \\w+)?.*", "$1$2");
    }

    /** An array of commands, each with flags at index 2, categories at index 6 and the keys' whereabouts at index 8. */
    private static ReplyNode commandFacts(ReplyNode commands) {
        return commands.withChildren(commands.children().stream()
                .map(command -> {
                    if (!command.isArray() || command.children().size() < 10) {
                        return command;
                    }
                    List<ReplyNode> fields = new ArrayList<>(command.children());
                    fields.set(2, fields.get(2).sorted());
                    fields.set(6, fields.get(6).sorted());
                    fields.set(
                            8,
                            fields.get(8)
                                    .withChildren(fields.get(8).children().stream()
                                            .map(AllowList::withoutNotes)
                                            .toList()));
                    return command.withChildren(fields);
                })
                .toList());
    }

    private static ReplyNode withoutNotes(ReplyNode keySpec) {
        List<ReplyNode> fields = new ArrayList<>(keySpec.children());
        if (fields.size() > 2 && "notes".equals(fields.get(0).text())) {
            fields.subList(0, 2).clear();
        }
        return keySpec.withChildren(fields);
    }

    /** The commands' names with what is not free text, in an order of their own. */
    private static ReplyNode documented(ReplyNode docs) {
        List<String> facts = new ArrayList<>();
        for (int i = 0; i + 1 < docs.children().size(); i += 2) {
            Map<String, ReplyNode> fields = fields(docs.child(i + 1));
            facts.add(docs.child(i).text().toLowerCase(Locale.ROOT) + " since " + fields.get("since") + " in "
                    + fields.get("group"));
        }
        facts.sort(Comparator.naturalOrder());
        return docs.withText(String.join("\n", facts)).withChildren(List.of());
    }

    /** Whether it is a map, or a list of names and values, that has each name once in whatever case. */
    private static boolean isOfSettings(ReplyNode reply) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i + 1 < reply.children().size(); i += 2) {
            if (!names.add(reply.child(i).text())) {
                return false;
            }
        }
        return reply.children().size() % 2 == 0;
    }

    static Map<String, ReplyNode> fields(ReplyNode map) {
        Map<String, ReplyNode> fields = new HashMap<>();
        for (int i = 0; i + 1 < map.children().size(); i += 2) {
            fields.put(map.child(i).text(), map.child(i + 1));
        }
        return fields;
    }
}
