package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules as they are printed make the same rights again. */
class AclRulesTest {
    private static final int RULES = 12;
    private static final long SEED = new Random().nextLong();
    private static final Random RANDOM = new Random(SEED);
    private static final String[] OTHERS = {
        "on",
        "off",
        "nopass",
        ">p",
        ">q",
        "resetpass",
        "~a*",
        "%R~b",
        "%W~b",
        "allkeys",
        "resetkeys",
        "&c",
        "&d*",
        "allchannels",
        "resetchannels",
        "+@all",
        "-@all",
        "+select|0",
        "(+get ~x)",
        "(+@read %R~* &c)",
        "clearselectors"
    };

    private static final List<AclCategory> CATEGORIES = List.copyOf(EnumSet.allOf(AclCategory.class));

    private static AclRights by(String... rules) {
        AclRules made = new AclRules(AclRights.none(false), false);
        AclRules.merged(Arrays.stream(rules).map(AclText::bytes).toList()).forEach(made::apply);
        return made.rights();
    }

    private static String randomRule() {
        String sign = RANDOM.nextBoolean() ? "+" : "-";
        List<CommandSpec> commands = CommandTable.standard().rowsAndSubcommands();
        return switch (RANDOM.nextInt(3)) {
            case 0 -> sign + commands.get(RANDOM.nextInt(commands.size())).name();
            case 1 ->
                sign + "@" + CATEGORIES.get(RANDOM.nextInt(CATEGORIES.size())).redisName();
            default -> OTHERS[RANDOM.nextInt(OTHERS.length)];
        };
    }

    @RepeatedTest(200)
    void printedRulesMakeTheSameRights() {
        AclRules made = new AclRules(AclRights.none(false), false);
        List<String> given = new ArrayList<>();
        for (int i = 0; i < RULES; i++) {
            String rule = randomRule();
            try {
                made.apply(AclText.bytes(rule));
                given.add(rule);
            } catch (AclRuleException e) {
                // a pattern behind a star
            }
        }
        AclRights rights = made.rights();
        AclRights again = by(rights.rules().split(" ", -1));
        assertThat(again.rules()).as("seed %d, %s", SEED, given).isEqualTo(rights.rules());
        assertThat(again.isUnrestricted() || !rights.isUnrestricted()).isTrue();
        for (CommandSpec command : CommandTable.standard().rowsAndSubcommands()) {
            for (int i = 0; i < rights.selectors().size(); i++) {
                assertThat(again.selectors().get(i).has(command))
                        .as("seed %d, %s: %s", SEED, given, command.name())
                        .isEqualTo(rights.selectors().get(i).has(command));
            }
        }
    }

    /** With a look at all rules that are there for each that comes, any of these would take minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"~k", "&c", ">p", "+get|x"})
    @Timeout(30)
    void ruleAfterRuleTakesNoLonger(String rule) {
        int count = 200_000;
        AclRights rights = by(Stream.concat(
                        IntStream.range(0, count).mapToObj(i -> rule + i),
                        IntStream.range(0, count).mapToObj(i -> rule + i))
                .toArray(String[]::new));
        assertThat(rights.rules().split(" ")).hasSizeBetween(count, count + 10);
    }

    @Test
    void passwordsAreKnownByTheirDigestsOnly() {
        AclRights rights = by("on", ">secret", "#" + "0".repeat(64));
        assertThat(rights.rules()).doesNotContain("secret");
        assertThat(rights.admits(Bytes.of("secret"))).isTrue();
        assertThat(rights.admits(Bytes.of("Secret"))).isFalse();
        assertThat(rights.admits(Bytes.EMPTY)).isFalse();
        assertThat(by("off", ">secret").admits(Bytes.of("secret"))).isFalse();
        assertThat(by("on", "nopass").admits(Bytes.of("any"))).isTrue();
    }

    @Test
    void passwordsAreMadeOfAsManyBitsAsAskedForAndNeverTheSame() {
        Engine engine = new Engine();
        assertThat(((Reply.Bulk) engine.run("ACL", "GENPASS")).bytes().toString())
                .matches("[0-9a-f]{64}");
        assertThat(((Reply.Bulk) engine.run("ACL", "GENPASS", "5")).bytes().toString())
                .matches("[0-9a-f]{2}");
        assertThat(((Reply.Bulk) engine.run("ACL", "GENPASS", "4096")).bytes().toString())
                .matches("[0-9a-f]{1024}");
        assertThat(engine.run("ACL", "GENPASS")).isNotEqualTo(engine.run("ACL", "GENPASS"));
    }
}
