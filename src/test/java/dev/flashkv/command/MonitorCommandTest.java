package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MonitorCommandTest {
    private final Engine engine = new Engine();
    private final Monitors monitors = engine.server.monitoring.monitors();
    private final Messages messages = new Messages();

    private static Command call(String... words) {
        return CommandTable.standard()
                .resolve(Arrays.stream(words).map(Bytes::of).toArray(Bytes[]::new));
    }

    @Test
    void whoTakesNoMessagesCannotMonitor() {
        assertThat(Plain.of(engine.run("MONITOR"))).isEqualTo("-ERR MONITOR isn't allowed for DENY BLOCKING client");
        assertThat(monitors.isOn()).isFalse();
    }

    @Test
    void showsCallsWithTimeDatabaseAndAddress() {
        engine.client.inbox(messages);
        assertThat(Plain.of(engine.run("MONITOR"))).isEqualTo("OK");
        assertThat(Plain.of(engine.run("MONITOR"))).isEqualTo(List.of());
        engine.client.database(7);
        monitors.show(call("SET", "k", "\u00e9"), engine.client, 1_700_000_000_000_045_999L);
        monitors.show(call("CONFIG", "GET", "port"), engine.client, 0);
        monitors.show(
                EmbeddedOperations.put(Bytes.of("k"), Bytes.of("v")),
                new Client(2, engine.server, "", "", () -> {}),
                0);
        assertThat(messages.take())
                .containsExactly(
                        "1700000000.000045 [7 127.0.0.1:50000] \"SET\" \"k\" \"\\xc3\\xa9\"",
                        "0.000000 [0 embedded] \"put\" \"k\" \"v\"");
    }

    @Test
    void endsWithResetAndWithTheConnection() {
        engine.client.inbox(messages);
        engine.server.clients = List.of(engine.client);
        engine.run("MONITOR");
        assertThat(Plain.string(engine.run("CLIENT", "LIST"))).contains(" flags=O ");
        engine.run("RESET");
        assertThat(monitors.isOn()).isFalse();
        engine.run("MONITOR");
        engine.client.leave();
        assertThat(monitors.isOn()).isFalse();
        engine.run("MONITOR");
        assertThat(monitors.isOn()).isFalse();
    }

    @Test
    void veryLongArgumentsAreCut() {
        engine.client.inbox(messages);
        engine.run("MONITOR");
        Bytes large = Bytes.wrap(new byte[64 * 1024 * 1024]);
        monitors.show(
                CommandTable.standard()
                        .resolve(new Bytes[] {Bytes.of("MSET"), Bytes.of("k"), large, Bytes.of("l"), large}),
                engine.client,
                0);
        String line = (String) messages.take().get(0);
        assertThat(line.length()).isLessThan(4 * 64 * 1024 * 1024 + 300);
        assertThat(line).endsWith(" \"... (1 more bytes)\" \"... (67108864 more bytes)\"");
    }
}
