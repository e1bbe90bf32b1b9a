package dev.flashkv.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.flashkv.command.CommandSpec;
import dev.flashkv.command.CommandTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of the comparison itself: two real redis-servers agree on everything, so no row depends on chance or time;
 * and whatever differs is reported, so that a green comparison means something.
 */
class OracleSelfTest {
    /* They go through the commands one by one to see them refused. */
    private static final String FOR_STRANGERS = "admission";
    private static final String WRONG_ARITY = "arity and types";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** For tests that wait for a reply which never comes. */
    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(500);

    private static final long SEED = 20_240_109;

    private static final Sequence SAMPLE = Sequence.sequence(
            "sample",
            "SET k v",
            "GET k",
            "GET missing",
            "LPOP missing 1",
            "RPUSH l a b c",
            "LRANGE l 0 -1",
            "TTL k",
            "EXPIRE k 1000",
            "PTTL k",
            "~PEXPIRETIME k",
            "KEYS *",
            "INCR l");

    private static RedisOracle oracle;
    private static RedisOracle twin;

    @BeforeAll
    static void startServers() {
        oracle = RedisOracle.shared();
        twin = RedisOracle.start("its twin");
    }

    @AfterAll
    static void stopServers() {
        twin.close();
    }

    @TestFactory
    Stream<DynamicTest> twoRedisServersAgreeOnEveryTable() {
        return Stream.of(2, 3)
                .flatMap(protocol -> Tables.families().entrySet().stream()
                        .map(family -> dynamicTest(family.getKey() + " in RESP" + protocol, () -> {
                            try (SequenceRunner runner = new SequenceRunner(oracle, twin, TIMEOUT)) {
                                family.getValue().forEach(sequence -> runner.check(sequence, protocol));
                            }
                        })));
    }

    @Test
    void twoRedisServersAgreeOnTheWire() throws IOException {
        WireComparison comparison = new WireComparison(oracle, twin, TIMEOUT);
        for (WireTables.Row row : WireTables.all()) {
            comparison.check(row, Integer.MAX_VALUE);
            if (row.bytes().length() <= OracleWireTest.CUT_BYTES_MAX) {
                comparison.check(row, 1);
            }
        }
    }

    @Test
    void twoRedisServersAgreeOnRandomCommands() {
        RandomComparison comparison = new RandomComparison(oracle, twin, TIMEOUT, SEED);
        comparison.run(20_000);
        assertThat(comparison.differences()).isEmpty();
        comparison.checkThatItProvesSomething();
    }

    /** A seed that a failure names must bring the same commands again. */
    @Test
    void aSeedDeterminesTheCommands() {
        RandomCommands first = new RandomCommands(SEED);
        RandomCommands second = new RandomCommands(SEED);
        RandomCommands other = new RandomCommands(SEED + 1);
        assertThat(thousand(first)).isEqualTo(thousand(second)).isNotEqualTo(thousand(other));
    }

    private static List<Command> thousand(RandomCommands source) {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            commands.addAll(source.next());
        }
        return commands;
    }

    @Test
    void sequencesAreNamedOnceInTheirFamily() {
        Tables.families()
                .forEach((family, sequences) -> assertThat(sequences)
                        .as(family)
                        .extracting(Sequence::name)
                        .doesNotHaveDuplicates());
    }

    private static List<List<Sequence>> familiesBut(String... names) {
        return Tables.families().entrySet().stream()
                .filter(family -> !List.of(names).contains(family.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    @Test
    void everyCommandOfRedisStandsInATable() {
        List<Command> commands = new ArrayList<>();
        familiesBut(FOR_STRANGERS, WRONG_ARITY)
                .forEach(family -> family.forEach(sequence -> commands.addAll(sequence.commands())));
        Scenes.families()
                .values()
                .forEach(family -> family.forEach(
                        scene -> scene.steps().forEach(step -> commands.add(Command.parse(step.row())))));
        assertThat(CommandTable.standard().rowsAndSubcommands().stream()
                        .map(CommandSpec::name)
                        .filter(name -> commands.stream().noneMatch(command -> command.is(name.split("\\|", -1)))))
                .as("QUIT and SHUTDOWN end connections, CONFIG REWRITE writes files, two are not Redis' 7.0")
                .isSubsetOf("quit", "shutdown", "config|rewrite", "client|no-touch", "client|setinfo");
    }

    /** A table of nothing but errors would prove little. */
    @Test
    void everyCommandBothSucceedsAndFailsSomewhereInTheTables() {
        Set<String> succeeded = new HashSet<>();
        Set<String> failed = new HashSet<>();
        try (SequenceRunner runner = new SequenceRunner(oracle, twin, TIMEOUT)) {
            for (List<Sequence> family : familiesBut(FOR_STRANGERS)) {
                for (Sequence sequence : family) {
                    for (Exchange exchange : runner.run(sequence, 2)) {
                        boolean error = exchange.oracle().startsWith("-");
                        (error ? failed : succeeded).add(exchange.command().name());
                    }
                }
            }
        }
        Set<String> neverSucceeded = new TreeSet<>(ServerTables.COMMANDS);
        neverSucceeded.removeAll(succeeded);
        assertThat(neverSucceeded).isEmpty();
        Set<String> neverFailed = new TreeSet<>(ServerTables.COMMANDS);
        neverFailed.removeAll(failed);
        // INFO takes any arguments.
        assertThat(neverFailed).containsExactly("INFO");
    }

    /** An allowance that applies to nothing is one that nobody checks. */
    @Test
    void everyAllowanceAppliesToSomething() {
        List<Command> commands = new ArrayList<>();
        Tables.families().values().forEach(family -> family.forEach(sequence -> commands.addAll(sequence.commands())));
        for (AllowList.Allowance allowance : AllowList.ALL) {
            assertThat(commands).as(allowance.reason()).anyMatch(allowance.applies());
        }
    }

    @TestFactory
    Stream<DynamicTest> aPlantedFaultIsReported() {
        Map<String, UnaryOperator<String>> faults = new LinkedHashMap<>();
        faults.put("another text", replacing("+OK\r\n", "+Ok\r\n"));
        faults.put("another value", replacing("$1\r\nv\r\n", "$1\r\nw\r\n"));
        faults.put("another type", replacing(":3\r\n", "$1\r\n3\r\n"));
        faults.put("another null", replacing("_\r\n", "$-1\r\n"));
        faults.put("an empty string for null", replacing("_\r\n", "$0\r\n\r\n"));
        faults.put("another order", replacing("$1\r\na\r\n$1\r\nb\r\n", "$1\r\nb\r\n$1\r\na\r\n"));
        faults.put("another error", replacing("-WRONGTYPE", "-ERR"));
        faults.put("no deadline", replacing(":1", ":-1"));
        faults.put("a deadline far off", reply -> reply.replaceAll("^:[0-9]{6,7}\r", ":20000\r"));
        faults.put("a key too many", replacing("*2\r\n", "*3\r\n$1\r\nx\r\n"));
        faults.put("an array for a null", replacing("_\r\n", "*0\r\n"));
        faults.put("a superfluous reply", new Once(":3\r\n", reply -> reply + reply));
        faults.put("a missing reply", new Once(":3\r\n", reply -> ""));
        faults.put("half a reply", new Once("$1\r\nv\r\n", reply -> "$1\r\n"));
        faults.put("no reply", new Once("$1\r\nv\r\n", reply -> reply.substring(0, 2)));
        faults.put("garbage", new Once("$1\r\nv\r\n", reply -> "garbage\r\n"));
        return faults.entrySet().stream()
                .map(fault -> dynamicTest(fault.getKey(), () -> {
                    try (Target faulty = new FaultyProxy(twin, fault.getValue());
                            SequenceRunner runner = new SequenceRunner(oracle, faulty, SHORT_TIMEOUT)) {
                        assertThatThrownBy(() -> runner.check(SAMPLE, 3))
                                .isInstanceOf(AssertionError.class)
                                .hasMessageContaining("a faulty server differs")
                                .hasMessageContaining("but got");
                    }
                }));
    }

    /** The proxy alone is no difference, or the faults would prove nothing. */
    @Test
    void aProxyWithoutAFaultIsNotReported() {
        try (Target faultless = new FaultyProxy(twin, reply -> reply);
                SequenceRunner runner = new SequenceRunner(oracle, faultless, TIMEOUT)) {
            runner.check(SAMPLE, 2);
            runner.check(SAMPLE, 3);
        }
    }

    /** A fault in one sequence must not be held against the next one. */
    @Test
    void afterAFaultTheNextSequenceStartsAnew() {
        try (Target faulty = new FaultyProxy(twin, new Once("$1\r\nv\r\n", reply -> reply + reply));
                SequenceRunner runner = new SequenceRunner(oracle, faulty, TIMEOUT)) {
            assertThatThrownBy(() -> runner.check(SAMPLE, 2)).isInstanceOf(AssertionError.class);
            runner.check(SAMPLE, 2);
        }
    }

    @Test
    void aFaultAmongRandomCommandsIsReportedWithTheSeedAndTheHistory() {
        AtomicInteger replies = new AtomicInteger();
        UnaryOperator<String> fault =
                reply -> replies.incrementAndGet() > 5_000 && reply.startsWith(":7") ? ":8\r\n" : reply;
        try (Target faulty = new FaultyProxy(twin, fault)) {
            RandomComparison comparison = new RandomComparison(oracle, faulty, TIMEOUT, SEED);
            comparison.run(20_000);
            assertThat(comparison.differences()).isNotEmpty();
            assertThat(comparison.differences().get(0))
                    .contains("-Dflashkv.oracle.seed=" + SEED, "expected :7", "but got  :8");
        }
    }

    /** A write that one server loses shows in the state even if no later reply depends on it. */
    @Test
    void aLostWriteIsReported() throws IOException {
        RandomComparison comparison = new RandomComparison(oracle, twin, TIMEOUT, SEED);
        try (RawConnection saboteur = new RawConnection(twin, TIMEOUT)) {
            comparison.run(1_000);
            assertThat(comparison.differences()).isEmpty();
            saboteur.send(List.of(Command.of("SET", "other", "planted", "PXAT", Tables.FAR_MILLIS)));
            saboteur.readReply();
            comparison.checkState();
        }
        assertThat(comparison.differences()).singleElement().asString().contains("state after", " other\n");
    }

    @Test
    void aFaultOnTheWireIsReported() {
        try (Target faulty = new FaultyProxy(twin, replacing("Protocol error", "protocol error"))) {
            WireComparison comparison = new WireComparison(oracle, faulty, TIMEOUT);
            assertThatThrownBy(() -> comparison.check(new WireTables.Row("broken", "*x\r\n", true), 1))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("a faulty server differs");
        }
    }

    @Test
    void aConnectionThatStaysOpenIsReported() {
        WireTables.Row ping = new WireTables.Row("PING that should close", "PING\r\n", true);
        WireComparison comparison = new WireComparison(oracle, twin, SHORT_TIMEOUT);
        assertThatThrownBy(() -> comparison.check(ping, 1))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("The oracle does not close");
    }

    @Test
    void anOracleThatCannotStartFailsLoudly(@TempDir Path directory) throws IOException {
        Path broken = directory.resolve("broken");
        assertThatThrownBy(() -> RedisOracle.start("missing", broken.toFile()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not available")
                .hasMessageContaining("therefore fail");
        Files.writeString(broken, "#!/bin/sh\necho planted failure\nexit 3\n");
        assertThat(broken.toFile().setExecutable(true)).isTrue();
        assertThatThrownBy(() -> RedisOracle.start("broken", broken.toFile()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("status 3")
                .hasMessageContaining("planted failure");
    }

    @Test
    void aClosedOracleHasStopped() {
        assertThat(oracle.isAlive()).isTrue();
        RedisOracle another = RedisOracle.start("another");
        another.close();
        assertThat(another.isAlive()).isFalse();
        assertThatThrownBy(() -> new RawConnection(another, TIMEOUT)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> new ConnectionPair(oracle, another, 2, TIMEOUT))
                .hasMessageContaining("another");
    }

    private static UnaryOperator<String> replacing(String text, String replacement) {
        return reply -> reply.replace(text, replacement);
    }

    /** Changes the first reply that is exactly this one. */
    private static final class Once implements UnaryOperator<String> {
        private final String reply;
        private final UnaryOperator<String> change;
        private boolean done;

        Once(String reply, UnaryOperator<String> change) {
            this.reply = reply;
            this.change = change;
        }

        @Override
        public synchronized String apply(String actual) {
            if (done || !actual.equals(reply)) {
                return actual;
            }
            done = true;
            return change.apply(actual);
        }
    }
}
