package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LatencyCommandsTest {
    private final Engine engine = new Engine();
    private final LatencyMonitor monitor = engine.server.monitoring.latency();

    @BeforeEach
    void allowDebug() {
        engine.server.configure("enable-debug-command", "yes");
        engine.server.monitoring.bind(engine.server.config);
    }

    private static long nanos(long millis) {
        return millis * 1_000_000;
    }

    private void note(LatencyEvent event, long millis) {
        monitor.note(event, nanos(millis), nanos(engine.server.nowMillis));
    }

    @Test
    void watchesNothingUntilToldTo() {
        Transcript.check(engine, """
            > debug sleep 60
            OK
            > latency latest
            []
            > latency history command
            []
            > latency graph command
            (error) ERR No samples available for event 'command'
            > latency reset
            (integer) 0
            """);
        assertThat(Plain.string(engine.run("LATENCY", "DOCTOR"))).contains("latency-monitor-threshold");
    }

    @Test
    void keepsTheWorstOfEachSecond() {
        Transcript.check(engine, """
            > config set latency-monitor-threshold 5
            OK
            > debug sleep 0.004
            OK
            > latency latest
            []
            > debug sleep 0.02
            OK
            > debug sleep 0.005
            OK
            > latency history command
            [[(integer) 1700000000, (integer) 20]]
            > debug sleep 1
            OK
            > debug sleep 2
            OK
            > debug sleep 1
            OK
            > latency latest
            [["command", (integer) 1700000004, (integer) 1000, (integer) 2000]]
            > latency history command
            [[(integer) 1700000000, (integer) 20], [(integer) 1700000001, (integer) 1000], \
            [(integer) 1700000003, (integer) 2000], [(integer) 1700000004, (integer) 1000]]
            > latency history COMMAND
            []
            > latency history nonsense
            []
            > latency reset nonsense
            (integer) 0
            > latency reset fast-command command command
            (integer) 1
            > latency latest
            []
            """);
    }

    @Test
    void tellsFastCommandsApart() {
        engine.run("CONFIG", "SET", "latency-monitor-threshold", "1");
        CommandTable table = CommandTable.standard();
        Command ping = table.resolve(Transcript.words("ping"));
        Command keys = table.resolve(Transcript.words("keys *"));
        engine.server.monitoring.tookLong(ping, engine.client, nanos(7), nanos(engine.server.nowMillis));
        engine.server.monitoring.tookLong(keys, engine.client, nanos(8), nanos(engine.server.nowMillis));
        note(LatencyEvent.EXPIRE_CYCLE, 9);
        note(LatencyEvent.EVICTION_CYCLE, 10);
        Transcript.check(engine, """
            > latency latest
            [["command", (integer) 1700000000, (integer) 8, (integer) 8], \
            ["fast-command", (integer) 1700000000, (integer) 7, (integer) 7], \
            ["expire-cycle", (integer) 1700000000, (integer) 9, (integer) 9], \
            ["eviction-cycle", (integer) 1700000000, (integer) 10, (integer) 10]]
            > latency reset
            (integer) 4
            """);
    }

    @Test
    void keepsALimitedNumberOfSamples() {
        engine.run("CONFIG", "SET", "latency-monitor-threshold", "1");
        for (int i = 1; i <= 200; i++) {
            note(LatencyEvent.COMMAND, i);
            engine.advanceMillis(1000);
        }
        List<?> history = Plain.list(engine.run("LATENCY", "HISTORY", "command"));
        assertThat(history).hasSize(160);
        assertThat(history.get(0)).isEqualTo(List.of(1_700_000_040L, 41L));
    }

    @Test
    void drawsSamples() {
        engine.run("CONFIG", "SET", "latency-monitor-threshold", "1");
        for (long millis : new long[] {10, 120, 65, 10, 30}) {
            note(LatencyEvent.COMMAND, millis);
            engine.advanceMillis(45_000);
        }
        assertThat(Plain.string(engine.run("LATENCY", "GRAPH", "command")).lines())
                .containsExactly(
                        "command - high 120 ms, low 10 ms (all time high 120 ms)",
                        "-".repeat(80),
                        " #   ",
                        " #   ",
                        " ##  ",
                        "_##_#",
                        "",
                        "33214",
                        "mmmm5",
                        "    s");
    }

    @Test
    void reportsInWords() {
        engine.run("CONFIG", "SET", "latency-monitor-threshold", "5");
        assertThat(Plain.string(engine.run("LATENCY", "DOCTOR"))).contains("Nothing has taken 5 ms");
        note(LatencyEvent.COMMAND, 10);
        engine.advanceMillis(4_000);
        note(LatencyEvent.COMMAND, 30);
        note(LatencyEvent.EXPIRE_CYCLE, 6);
        assertThat(Plain.string(engine.run("LATENCY", "DOCTOR")))
                .contains(
                        "1. command: 2 spikes, 20 ms on average, 10 ms off that in the mean, 30 ms the worst of all time,"
                                + " one every 4.0 s.",
                        "2. expire-cycle: 1 spikes, 6 ms on average",
                        "CONFIG SET slowlog-log-slower-than 5000",
                        "keys-per-sweep");
    }

    private static CommandFigures figures(String name, long... nanos) {
        long[] counts = new long[LatencyHistogram.BUCKETS];
        long sum = 0;
        for (long each : nanos) {
            counts[LatencyHistogram.bucketOf(each)]++;
            sum += each;
        }
        CommandSpec spec = CommandTable.standard().find(Transcript.words(name)[0]);
        return new CommandFigures(spec, nanos.length, sum, 0, 0, new LatencyHistogram(counts));
    }

    @Test
    void tellsHowLatenciesAreDistributed() {
        engine.server.traffic.commands = List.of(
                figures("get", 500, 900, 1_500, 40_000, 3_000_000),
                figures("client|id", 20_000),
                figures("config|get"));
        Reply get = Reply.map(
                Reply.bulk("calls"),
                Reply.integer(5),
                Reply.bulk("histogram_usec"),
                Reply.map(
                        Reply.ONE,
                        Reply.integer(2),
                        Reply.integer(2),
                        Reply.integer(3),
                        Reply.integer(66),
                        Reply.integer(4),
                        Reply.integer(4227),
                        Reply.integer(5)));
        Reply id = Reply.map(
                Reply.bulk("calls"), Reply.ONE, Reply.bulk("histogram_usec"), Reply.map(Reply.integer(33), Reply.ONE));
        assertThat(engine.run("LATENCY", "HISTOGRAM"))
                .isEqualTo(Reply.map(Reply.bulk("get"), get, Reply.bulk("client|id"), id));
        assertThat(engine.run("LATENCY", "HISTOGRAM", "CLIENT", "nonsense", "set", "GET", "client|id", "config"))
                .isEqualTo(Reply.map(Reply.bulk("client|id"), id, Reply.bulk("get"), get, Reply.bulk("client|id"), id));
        assertThat(engine.run("LATENCY", "HISTOGRAM", "nonsense")).isEqualTo(Reply.map());
    }

    @Test
    void countsTheLongestCallsInTheLastBucket() {
        engine.server.traffic.commands = List.of(figures("get", Long.MAX_VALUE));
        Reply.MapReply map = (Reply.MapReply) engine.run("LATENCY", "HISTOGRAM");
        assertThat(map.toString()).contains("histogram_usec").contains("value=1");
    }
}
