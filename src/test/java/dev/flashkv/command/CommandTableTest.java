package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.KeySpec.Access;
import dev.flashkv.reply.Errors;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandTableTest {
    private static final Set<Access> KINDS = EnumSet.of(Access.RW, Access.RO, Access.OW, Access.RM);

    private final CommandTable table = CommandTable.standard();

    static Stream<CommandSpec> rows() {
        return CommandTable.standard().rows().stream()
                .flatMap(row -> Stream.concat(Stream.of(row), row.subcommands().stream()));
    }

    static Stream<Named<CommandSpec>> namedRows() {
        return rows().map(row -> Named.of(row.name(), row));
    }

    @Test
    void namesAreUnique() {
        assertThat(rows().map(CommandSpec::name)).doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("namedRows")
    void describesItself(CommandSpec row) {
        assertThat(row.name()).matches("[a-z_]+(\\|[a-z-]+)?");
        assertThat(row.syntax()).startsWithIgnoringCase(row.name());
        assertThat(row.since()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(row.complexity()).isNotEmpty();
        assertThat(row.summary()).matches("(?s)[A-Z].*\\.");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("namedRows")
    void arityFitsTheSyntax(CommandSpec row) {
        int required = requiredWords(row);
        if (row.arity() > 0) {
            assertThat(row.syntax()).doesNotContain("[");
            // Alternatives of several words, as in A x|B y, count too often.
            assertThat(row.arity()).isBetween(row.syntax().contains("|") ? 1 : required, required);
        } else {
            assertThat(-row.arity()).isGreaterThanOrEqualTo(required);
        }
        assertThat(row.acceptsCount(Math.abs(row.arity()))).isTrue();
        assertThat(row.acceptsCount(Math.abs(row.arity()) - 1)).isFalse();
        assertThat(row.acceptsCount(Math.abs(row.arity()) + 1)).isEqualTo(row.arity() < 0);
    }

    /** How many words stand outside all brackets, {@code A|B} being one. */
    private static int requiredWords(CommandSpec row) {
        int depth = 0;
        int words = row.words();
        for (int i = 0; i < row.syntax().length(); i++) {
            char c = row.syntax().charAt(i);
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (depth == 0 && c == ' ' && row.syntax().charAt(i + 1) != '[') {
                words++;
            }
        }
        assertThat(depth).isZero();
        return words;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("namedRows")
    void keysAreWhereTheHandlerNeedsThem(CommandSpec row) {
        KeySpec keys = row.keys();
        Handler handler = row.handler();
        assertThat(row.flags().contains(CommandFlag.MOVABLEKEYS)).isEqualTo(keys.isMovable());
        boolean severalKeys = handler instanceof Handler.AcrossShards || handler instanceof Handler.Blocking;
        if (severalKeys && keys.isMovable()) {
            assertThat(keys.ranges()).isNotEmpty();
        } else if (severalKeys || handler instanceof Handler.OnShard) {
            assertThat(keys.first()).isBetween(1, Math.abs(row.arity()) - 1);
            assertThat(keys.last())
                    .satisfiesAnyOf(
                            last -> assertThat(last).isBetween(keys.first(), Math.abs(row.arity()) - 1),
                            last -> assertThat(last).isNegative());
            assertThat(keys.step()).isPositive();
            assertThat(keys.ranges())
                    .isNotEmpty()
                    .allSatisfy(range -> assertThat(range.access().stream().filter(KINDS::contains))
                            .hasSize(1));
        } else {
            assertThat(keys.hasKeys()).isFalse();
        }
        if (handler instanceof Handler.OnShard) {
            assertThat(keys.last()).isEqualTo(keys.first());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("namedRows")
    void flagsAgreeWithEachOtherAndTheKeys(CommandSpec row) {
        assertThat(row.isWrite()).isEqualTo(row.flags().contains(CommandFlag.WRITE));
        assertThat(row.isDenyOom()).isEqualTo(row.flags().contains(CommandFlag.DENYOOM));
        if (row.isDenyOom()) {
            assertThat(row.isWrite()).isTrue();
        }
        if (row.isWrite()) {
            assertThat(row.flags()).doesNotContain(CommandFlag.READONLY);
        }
        if (row.keys().hasKeys()) {
            if (!row.name().equals("watch")) { // which does nothing with its keys but look at them later
                assertThat(row.flags().contains(CommandFlag.READONLY)).isNotEqualTo(row.isWrite());
            }
            List<Boolean> reads = row.keys().ranges().stream()
                    .map(range -> range.access().contains(Access.RO))
                    .toList();
            if (row.isWrite()) {
                assertThat(reads).contains(false);
            } else {
                assertThat(reads).doesNotContain(false);
            }
        }
    }

    @Test
    void findsNamesInAnyCase() {
        rows().forEach(row -> {
            assertThat(table.find(Bytes.of(row.name()))).isSameAs(row);
            assertThat(table.find(Bytes.of(row.name().toUpperCase(Locale.ROOT))))
                    .isSameAs(row);
            String mixed = row.name().substring(0, 1).toUpperCase(Locale.ROOT)
                    + row.name().substring(1);
            assertThat(table.find(Bytes.of(mixed))).isSameAs(row);
        });
    }

    @Test
    void findsNothingElse() {
        for (String name : List.of("", "ge", "gett", "get ", "|", "get|", "get|x", "client|nonsense", "nope|id")) {
            assertThat(table.find(Bytes.of(name))).as(name).isNull();
        }
        assertThat(table.find(Bytes.of("x".repeat(100_000)))).isNull();
        assertThat(table.find(Bytes.wrap(new byte[] {'g', 'e', (byte) ('t' | 0x80)})))
                .isNull();
    }

    @Test
    void answersWhatCanNotBeCalled() {
        Engine engine = new Engine();
        assertThat(engine.run("nope", "a", "b"))
                .isEqualTo(Errors.unknownCommand(Bytes.of("nope"), List.of(Bytes.of("a"), Bytes.of("b"))));
        assertThat(engine.run("GET")).isEqualTo(Errors.wrongArity("get"));
        assertThat(engine.run("get", "a", "b")).isEqualTo(Errors.wrongArity("get"));
    }
}
