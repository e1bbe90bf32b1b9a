package dev.flashkv.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.command.AclCategory;
import dev.flashkv.command.CommandSpec;
import dev.flashkv.command.CommandTable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What COMMAND tells of every command and subcommand in the table is what redis-server tells of it. Sets may come in
 * any order, and texts for people are not compared.
 */
class OracleCommandTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long SEED = 20_070_015;
    private static final int CALLS_PER_COMMAND = 300;
    private static final int ARGUMENTS_MORE_MAX = 7;

    /* COMMAND INFO's ten elements. */
    private static final List<String> INFO = List.of(
            "name",
            "arity",
            "flags",
            "first key",
            "last key",
            "step",
            "categories",
            "tips",
            "key specifications",
            "subcommands");
    private static final int SUBCOMMANDS = INFO.indexOf("subcommands");
    /* COMMAND DOCS' fields that are no texts for people. */
    private static final List<String> FACTS = List.of("since", "group", "doc_flags", "deprecated_since");

    private static final ReplyNode NO_FLAGS = new ReplyNode('~', null, List.of());
    /* redis-server tells no arguments of three of them, and of CLIENT KILL that it takes one filter only. */
    private static final Set<String> BETTER_DOCUMENTED =
            Set.of("command|getkeys", "command|getkeysandflags", "debug", "client|kill");

    private static Target flashKv;
    private static RawConnection redis;
    private static RawConnection subject;

    @BeforeAll
    static void connect() throws IOException {
        flashKv = new FlashKvTarget();
        redis = new RawConnection(RedisOracle.shared(), TIMEOUT);
        subject = new RawConnection(flashKv, TIMEOUT);
        ask(redis, List.of("HELLO", "3"));
        ask(subject, List.of("HELLO", "3"));
    }

    @AfterAll
    static void close() throws IOException {
        subject.close();
        redis.close();
        flashKv.close();
    }

    private static ReplyNode ask(RawConnection server, List<String> words) throws IOException {
        server.send(List.of(Command.of(words)));
        return ReplyNode.parse(server.readReply());
    }

    static Stream<Named<CommandSpec>> rows() {
        return CommandTable.standard().rowsAndSubcommands().stream().map(row -> Named.of(row.name(), row));
    }

    /** Skips what redis-server does not have. */
    private static void assumeRedisHas(CommandSpec row) throws IOException {
        Assumptions.assumeFalse(
                ask(redis, List.of("COMMAND", "INFO", row.name())).child(0).isNull(), "a command of FlashKV's own");
    }

    // ---- INFO ----

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void infoIsTheSame(CommandSpec row) throws IOException {
        assumeRedisHas(row);
        assertThat(facts(ask(subject, List.of("COMMAND", "INFO", row.name())).child(0)))
                .isEqualTo(
                        facts(ask(redis, List.of("COMMAND", "INFO", row.name())).child(0)));
    }

    @Test
    void subcommandsHaveTheInfoThatTheyHaveAlone() throws IOException {
        for (ReplyNode command : ask(subject, List.of("COMMAND")).children()) {
            for (ReplyNode subcommand : command.child(SUBCOMMANDS).children()) {
                assertThat(ask(
                                        subject,
                                        List.of(
                                                "COMMAND",
                                                "INFO",
                                                subcommand.child(0).text()))
                                .child(0))
                        .isEqualTo(subcommand);
            }
        }
    }

    @Test
    void theOnlyCommandsOfItsOwnAreThose() throws IOException {
        Set<String> own = new TreeSet<>();
        for (CommandSpec row : CommandTable.standard().rowsAndSubcommands()) {
            if (ask(redis, List.of("COMMAND", "INFO", row.name())).child(0).isNull()) {
                own.add(row.name());
            }
        }
        assertThat(own).containsExactly("client|no-touch", "client|setinfo");
    }

    /** COMMAND INFO's elements by name, sets sorted, without notes and subcommands. */
    private static Map<String, String> facts(ReplyNode info) {
        Map<String, String> facts = new TreeMap<>();
        for (int i = 0; i < SUBCOMMANDS; i++) {
            ReplyNode element = INFO.get(i).equals("key specifications")
                    ? info.child(i)
                            .withChildren(info.child(i).children().stream()
                                    .map(OracleCommandTest::withoutNotes)
                                    .toList())
                    : info.child(i);
            facts.put(INFO.get(i), inOrder(element).render());
        }
        return facts;
    }

    private static ReplyNode withoutNotes(ReplyNode keySpec) {
        List<ReplyNode> fields = keySpec.children();
        return "notes".equals(fields.get(0).text()) ? keySpec.withChildren(fields.subList(2, fields.size())) : keySpec;
    }

    /** The same with the elements of all sets, at whatever depth, in an order of their own. */
    private static ReplyNode inOrder(ReplyNode reply) {
        if (reply.children() == null) {
            return reply;
        }
        ReplyNode ordered = reply.withChildren(
                reply.children().stream().map(OracleCommandTest::inOrder).toList());
        return reply.type() == '~' ? ordered.sorted() : ordered;
    }

    // ---- DOCS ----

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void docsAreTheSameButForTexts(CommandSpec row) throws IOException {
        assumeRedisHas(row);
        ReplyNode expected = docs(redis, row);
        ReplyNode actual = docs(subject, row);
        for (String fact : FACTS) {
            assertThat(rendered(actual, fact)).as(fact).isEqualTo(rendered(expected, fact));
        }
        assertThat(AllowList.fields(actual).keySet()).contains("summary", "complexity");
        if (!BETTER_DOCUMENTED.contains(row.name())) {
            assertThat(shape(actual)).isEqualTo(shape(expected));
        }
    }

    private static ReplyNode docs(RawConnection server, CommandSpec row) throws IOException {
        return ask(server, List.of("COMMAND", "DOCS", row.name())).child(1);
    }

    private static String rendered(ReplyNode map, String field) {
        ReplyNode value = AllowList.fields(map).get(field);
        return value == null ? "none" : inOrder(value).render();
    }

    /**
     * The arguments' types, tokens, keys and flags, one line each; alternatives in an order of their own. A block of
     * one argument is that argument.
     */
    private static String shape(ReplyNode documentation) {
        ReplyNode arguments = AllowList.fields(documentation).get("arguments");
        return arguments == null
                ? ""
                : arguments.children().stream()
                        .map(argument -> shape(argument, ""))
                        .collect(Collectors.joining());
    }

    private static String shape(ReplyNode argument, String indent) {
        Map<String, ReplyNode> fields = AllowList.fields(argument);
        Set<String> traits = new TreeSet<>(names(fields.getOrDefault("flags", NO_FLAGS)));
        ReplyNode token = fields.get("token");
        if ("block".equals(fields.get("type").text())
                && fields.get("arguments").children().size() == 1) {
            fields = AllowList.fields(fields.get("arguments").child(0));
            traits.addAll(names(fields.getOrDefault("flags", NO_FLAGS)));
        }
        StringBuilder shape =
                new StringBuilder(indent).append(fields.get("type").text());
        if (token != null || fields.containsKey("token")) {
            shape.append(' ').append((token == null ? fields.get("token") : token).text());
        }
        if (fields.containsKey("key_spec_index")) {
            shape.append(" key ").append(fields.get("key_spec_index").integer());
        }
        shape.append(' ').append(traits).append('\n');
        if (fields.containsKey("arguments")) {
            List<String> parts = fields.get("arguments").children().stream()
                    .map(part -> shape(part, indent + "  "))
                    .toList();
            boolean alternatives = "oneof".equals(fields.get("type").text());
            (alternatives ? parts.stream().sorted() : parts.stream()).forEach(shape::append);
        }
        return shape.toString();
    }

    // ---- GETKEYS and GETKEYSANDFLAGS ----

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void findsTheSameKeys(CommandSpec row) throws IOException {
        assumeRedisHas(row);
        Random random = new Random(SEED + row.name().hashCode());
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < CALLS_PER_COMMAND; i++) {
            List<String> words = new ArrayList<>(List.of("COMMAND", i % 2 == 0 ? "GETKEYS" : "GETKEYSANDFLAGS"));
            words.addAll(call(row, random));
            // With several of them redis-server takes the last for what it is, and SORT itself does not.
            if (words.stream().filter("STORE"::equals).count() < 2) {
                commands.add(Command.of(words));
            }
        }
        redis.send(commands);
        subject.send(commands);
        Map<String, String> expected = new TreeMap<>();
        Map<String, String> actual = new TreeMap<>();
        for (Command command : commands) {
            expected.put(
                    command.toString(),
                    inOrder(ReplyNode.parse(redis.readReply())).render());
            actual.put(
                    command.toString(),
                    inOrder(ReplyNode.parse(subject.readReply())).render());
        }
        actual.entrySet().removeIf(call -> call.getValue().equals(expected.get(call.getKey())));
        expected.keySet().retainAll(actual.keySet());
        assertThat(actual).isEqualTo(expected);
    }

    /** The name with about as many arguments as it takes: keys, small numbers and the words of its syntax. */
    private static List<String> call(CommandSpec row, Random random) {
        List<String> words = new ArrayList<>(List.of(row.name().split("\\|")));
        List<String> tokens = Stream.of(row.syntax().split("[^A-Za-z-]+"))
                .filter(word -> word.equals(word.toUpperCase(Locale.ROOT)))
                .toList();
        int count = Math.max(words.size(), Math.abs(row.arity()) - 1 + random.nextInt(ARGUMENTS_MORE_MAX));
        while (words.size() < count) {
            words.add(
                    switch (random.nextInt(4)) {
                        case 0 -> Integer.toString(random.nextInt(-1, 4));
                        case 1 -> tokens.get(random.nextInt(tokens.size()));
                        default -> "key" + random.nextInt(9);
                    });
        }
        return words;
    }

    // ---- LIST ----

    @ParameterizedTest
    @EnumSource
    void categoriesHaveTheSameCommands(AclCategory category) throws IOException {
        listsTheSame("ACLCAT", category.redisName());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "*get*",
                "GET",
                "client|*",
                "[a-c]*",
                "*|help",
                "*|*",
                "x?range",
                "?*e*",
                "nonsense",
                "",
                "\\*"
            })
    void patternsMatchTheSameCommands(String pattern) throws IOException {
        listsTheSame("PATTERN", pattern);
    }

    private static void listsTheSame(String filter, String value) throws IOException {
        List<String> call = List.of("COMMAND", "LIST", "FILTERBY", filter, value);
        Set<String> both = names(ask(redis, List.of("COMMAND", "LIST", "FILTERBY", "PATTERN", "*")));
        both.retainAll(names(ask(subject, List.of("COMMAND", "LIST", "FILTERBY", "PATTERN", "*"))));
        Set<String> expected = names(ask(redis, call));
        Set<String> actual = names(ask(subject, call));
        expected.retainAll(both);
        actual.retainAll(both);
        assertThat(actual).isEqualTo(expected);
    }

    private static Set<String> names(ReplyNode list) {
        return list.children().stream().map(ReplyNode::text).collect(Collectors.toCollection(TreeSet::new));
    }
}
