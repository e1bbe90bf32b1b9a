package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Errors;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row's syntax, as it is read, agrees with what else the row says. */
class CommandSyntaxTest {

    /* Redis lets QUIT come with arguments, and asks CLIENT KILL for at least one of its options. */
    private static final Set<String> ARITY_BEYOND_SYNTAX = Set.of("quit", "client|kill");

    static Stream<CommandSpec> rows() {
        return CommandTable.standard().rows().stream()
                .flatMap(row -> Stream.concat(Stream.of(row), row.subcommands().stream()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void arityAgreesWithTheSyntax(CommandSpec row) {
        if (ARITY_BEYOND_SYNTAX.contains(row.name()) || row.handler() instanceof Handler.Container) {
            return;
        }
        List<Argument> arguments = ArgumentSyntax.of(row);
        int fewest = row.words() + fewest(arguments);
        assertThat(row.arity())
                .isEqualTo(isFixed(arguments) && row.subcommands().isEmpty() ? fewest : -fewest);
    }

    private static int fewest(List<Argument> arguments) {
        return arguments.stream().mapToInt(CommandSyntaxTest::fewest).sum();
    }

    private static int fewest(Argument argument) {
        if (argument.is(Argument.Trait.OPTIONAL)) {
            return 0;
        }
        int token = argument.token().isEmpty() ? 0 : 1;
        if (argument.type() == Argument.Type.ONEOF) {
            return token
                    + argument.parts().stream()
                            .mapToInt(CommandSyntaxTest::fewest)
                            .min()
                            .orElseThrow();
        }
        if (argument.type() == Argument.Type.BLOCK) {
            return token + fewest(argument.parts());
        }
        return argument.type() == Argument.Type.PURE_TOKEN ? 1 : token + 1;
    }

    private static boolean isFixed(List<Argument> arguments) {
        return arguments.stream().allMatch(argument -> argument.traits().isEmpty() && isFixed(argument.parts()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void keysStandWhereTheSyntaxHasThem(CommandSpec row) {
        List<Integer> found = Stream.concat(
                        ArgumentSyntax.of(row).stream(),
                        ArgumentSyntax.of(row).stream().flatMap(argument -> argument.parts().stream()))
                .map(Argument::keyRange)
                .filter(range -> range >= 0)
                .distinct()
                .sorted()
                .toList();
        // Shard channels stand where keys do, so that they are routed as keys are, but they are none.
        int ranges = row.flags().contains(CommandFlag.PUBSUB)
                ? 0
                : row.keys().ranges().size();
        assertThat(found).isEqualTo(IntStream.range(0, ranges).boxed().toList());
    }

    @Test
    void subcommandsBearTheirContainersName() {
        for (CommandSpec row : CommandTable.standard().rows()) {
            assertThat(row.words()).isEqualTo(1);
            assertThat(row.subcommands())
                    .allSatisfy(subcommand -> assertThat(subcommand.name()).startsWith(row.name() + "|"));
            if (!row.subcommands().isEmpty()) {
                assertThat(row.subcommands()).extracting(CommandSpec::name).contains(row.name() + "|help");
            }
        }
    }

    @Test
    void refusesEveryWrongNumberOfArguments() {
        rows().forEach(row -> {
            Bytes[] words = Stream.of(row.name().split("\\|")).map(Bytes::of).toArray(Bytes[]::new);
            for (int count = words.length; count < 8; count++) {
                Bytes[] argv = Stream.concat(Stream.of(words), Stream.generate(() -> Bytes.of("x")))
                        .limit(count)
                        .toArray(Bytes[]::new);
                if (count > words.length && !row.subcommands().isEmpty()) {
                    continue;
                }
                Command command = CommandTable.standard().resolve(argv);
                if (row.acceptsCount(count)) {
                    assertThat(command.spec()).isSameAs(row);
                } else {
                    assertThat(new Engine().run(argv)).isEqualTo(Errors.wrongArity(row.name()));
                }
            }
        });
    }
}
