package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.testkit.TestStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Keyspace notifications over TCP, on a clock that the test moves. */
class KeyspaceNotificationTcpTest {
    private static RawClient connect(TestStore test) throws IOException {
        URI uri = URI.create(test.uri().toString());
        return new RawClient(new InetSocketAddress(uri.getHost(), uri.getPort()));
    }

    private static RawClient listener(TestStore test, String pattern) throws IOException {
        RawClient listener = connect(test);
        listener.call("PSUBSCRIBE", pattern);
        return listener;
    }

    private static String told(String pattern, String channel, String text) {
        return command("pmessage", pattern, channel, text);
    }

    @Test
    void whatExpiresIsToldAsTheClockMoves() throws IOException {
        try (TestStore test = TestStore.start();
                RawClient client = connect(test);
                RawClient listener = listener(test, "__keyevent@*__:expired")) {
            client.call("CONFIG", "SET", "notify-keyspace-events", "Ex");
            client.call("SET", "later", "v", "PX", "60");
            client.call("SET", "soon", "v", "PX", "50");
            test.clock().advance(Duration.ofMillis(51));
            assertThat(listener.readReply())
                    .isEqualTo(told("__keyevent@*__:expired", "__keyevent@0__:expired", "soon"));
            test.clock().advance(Duration.ofMillis(50));
            assertThat(listener.readReply())
                    .isEqualTo(told("__keyevent@*__:expired", "__keyevent@0__:expired", "later"));
            test.clock().advance(Duration.ofSeconds(5));
            assertThat(listener.call("PING")).isEqualTo("*2\r\n$4\r\npong\r\n$0\r\n\r\n");
        }
    }

    @Test
    void theEventsOfAKeyComeInOneOrderWhoeverCausesThem() throws IOException {
        int rounds = 200;
        try (TestStore test = TestStore.start();
                RawClient one = connect(test);
                RawClient other = connect(test);
                RawClient first = listener(test, "__keyspace@0__:*");
                RawClient second = listener(test, "__keyspace@0__:*")) {
            one.call("CONFIG", "SET", "notify-keyspace-events", "K$g");
            for (int i = 0; i < rounds; i++) {
                one.send(command("MSET", "a", "1", "b", "2"));
                other.send(command("DEL", "b", "a"));
            }
            for (int i = 0; i < rounds; i++) {
                one.readReply();
                other.readReply();
            }
            one.call("SET", "end", "x");
            List<String> seen = new ArrayList<>();
            String message;
            do {
                message = first.readReply();
                assertThat(second.readReply()).isEqualTo(message);
                seen.add(message);
            } while (!message.contains("end"));
            // MSET writes a before b, DEL removes b before a: what happens at one instant is told at a stretch.
            String pattern = "__keyspace@0__:*";
            String setA = told(pattern, "__keyspace@0__:a", "set");
            String setB = told(pattern, "__keyspace@0__:b", "set");
            String delB = told(pattern, "__keyspace@0__:b", "del");
            String delA = told(pattern, "__keyspace@0__:a", "del");
            for (int i = 0; i + 1 < seen.size(); i += 2) {
                assertThat(List.of(seen.get(i), seen.get(i + 1))).isIn(List.of(setA, setB), List.of(delB, delA));
            }
            assertThat(seen).filteredOn(setA::equals).hasSize(rounds);
        }
    }
}
