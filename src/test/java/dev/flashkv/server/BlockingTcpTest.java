package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that wait at blocking commands, over TCP. */
class BlockingTcpTest {
    private static final String PONG = "+PONG\r\n";

    @RegisterExtension
    static final ServedStore SERVED = new ServedStore();

    private RawClient admin;

    @BeforeEach
    void connectAdmin() throws IOException {
        admin = SERVED.connect();
        admin.call("FLUSHALL");
    }

    @AfterEach
    void nobodyWaits() throws IOException {
        awaitBlocked(0);
        admin.close();
    }

    private void awaitBlocked(int clients) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(admin.call("INFO", "clients")).contains("\r\nblocked_clients:" + clients + "\r\n"));
    }

    private static String id(RawClient client) throws IOException {
        return client.call("CLIENT", "ID").replaceAll("\\D", "");
    }

    private static String popped(String key, String element) {
        return "*2\r\n$" + key.length() + "\r\n" + key + "\r\n$" + element.length() + "\r\n" + element + "\r\n";
    }

    @Test
    void waitsAreEndedByClientUnblock() throws IOException {
        try (RawClient client = SERVED.connect()) {
            String id = id(client);
            assertThat(admin.call("CLIENT", "UNBLOCK", id)).isEqualTo(":0\r\n");
            client.send(command("BLPOP", "q", "r", "0")
                    + command("BLMOVE", "q", "r", "LEFT", "LEFT", "0")
                    + command("BRPOPLPUSH", "q", "r", "0")
                    + command("PING"));
            awaitBlocked(1);
            assertThat(admin.call("CLIENT", "LIST", "ID", id)).contains(" flags=b ", " cmd=blpop ");
            assertThat(admin.call("CLIENT", "UNBLOCK", id)).isEqualTo(":1\r\n");
            assertThat(client.readReply()).isEqualTo("*-1\r\n");
            awaitBlocked(1);
            assertThat(admin.call("CLIENT", "UNBLOCK", id, "TIMEOUT")).isEqualTo(":1\r\n");
            assertThat(client.readReply()).isEqualTo("*-1\r\n");
            awaitBlocked(1);
            assertThat(admin.call("CLIENT", "UNBLOCK", id, "ERROR")).isEqualTo(":1\r\n");
            assertThat(client.readReply()).isEqualTo("-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n");
            assertThat(client.readReply()).isEqualTo(PONG);
            assertThat(admin.call("CLIENT", "UNBLOCK", id, "ERROR")).isEqualTo(":0\r\n");
            assertThat(admin.call("CLIENT", "UNBLOCK", id, "GENTLY")).startsWith("-ERR ");
            assertThat(admin.call("RPUSH", "q", "x") + admin.call("LLEN", "q")).isEqualTo(":1\r\n:1\r\n");
        }
    }

    @Test
    void messagesReachWhoWaits() throws IOException {
        try (RawClient client = SERVED.connect()) {
            client.call("HELLO", "3");
            client.call("SUBSCRIBE", "news");
            client.send(command("PING") + command("BLPOP", "q", "0") + command("PING"));
            assertThat(client.readReply()).isEqualTo(PONG);
            awaitBlocked(1);
            for (int i = 0; i < 100; i++) {
                assertThat(admin.call("PUBLISH", "news", "n" + i)).isEqualTo(":1\r\n");
                assertThat(client.readReply()).contains("news").endsWith("\r\nn" + i + "\r\n");
            }
            admin.send(command("PUBLISH", "news", "last") + command("RPUSH", "q", "x"));
            assertThat(admin.readReply() + admin.readReply()).isEqualTo(":1\r\n:1\r\n");
            assertThat(client.readReply()).endsWith("\r\nlast\r\n");
            assertThat(client.readReply()).isEqualTo(popped("q", "x"));
            assertThat(client.readReply()).isEqualTo(PONG);
        }
    }

    /** Nothing is published while writes are paused; what was answered before the pause, or went through it, comes. */
    @Test
    void whoWaitsForAPauseGetsWhatThereIs() throws IOException {
        try (RawClient client = SERVED.connect();
                RawClient publisher = SERVED.connect()) {
            client.call("HELLO", "3");
            client.call("SUBSCRIBE", "news");
            admin.call("CLIENT", "PAUSE", "100000", "WRITE");
            try {
                client.send(command("PING") + command("GET", "k") + command("SET", "k", "v") + command("GET", "k"));
                assertThat(client.readReply() + client.readReply()).isEqualTo(PONG + "_\r\n");
                awaitBlocked(1);
                publisher.send(command("PUBLISH", "news", "n") + command("PING"));
                awaitBlocked(2);
            } finally {
                admin.call("CLIENT", "UNPAUSE");
            }
            List<String> got = List.of(client.readReply(), client.readReply(), client.readReply());
            assertThat(got).filteredOn(each -> !each.startsWith(">")).containsExactly("+OK\r\n", "$1\r\nv\r\n");
            assertThat(got)
                    .filteredOn(each -> each.startsWith(">"))
                    .singleElement()
                    .asString()
                    .endsWith("\r\nn\r\n");
            assertThat(publisher.readReply() + publisher.readReply()).isEqualTo(":1\r\n" + PONG);
        }
    }

    @Test
    void whoHasVanishedTakesNothingAlong() throws IOException {
        for (boolean reset : new boolean[] {false, true}) {
            for (String waits : List.of("BLPOP q other 0", "BLMOVE q other LEFT LEFT 0", "BLMPOP 0 2 other q LEFT")) {
                RawClient client = SERVED.connect();
                if (reset) {
                    client.resetWhenClosed();
                }
                client.send(command("PING") + command(waits.split(" ")) + command("SET", "after", "x"));
                assertThat(client.readReply()).isEqualTo(PONG);
                awaitBlocked(1);
                client.close();
                awaitBlocked(0);
                assertThat(admin.call("RPUSH", "q", "x")).isEqualTo(":1\r\n");
                assertThat(admin.call("LPOP", "q")).as(waits).isEqualTo("$1\r\nx\r\n");
                assertThat(admin.call("EXISTS", "other", "after")).isEqualTo(":0\r\n");
            }
        }
    }

    /** Of many who come and go, each element reaches one who is there, in whatever order they have left. */
    @Test
    void elementsGoToThoseWhoAreStillThere() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            RawClient client = SERVED.connect();
            client.send(command("PING") + command("BLPOP", "q", "r", "0"));
            assertThat(client.readReply()).isEqualTo(PONG);
            clients.add(client);
        }
        awaitBlocked(60);
        List<RawClient> left = new ArrayList<>();
        for (int i = 0; i < clients.size(); i++) {
            if (i % 3 == 0) {
                left.add(clients.get(i));
            } else {
                clients.get(i).close();
            }
        }
        awaitBlocked(left.size());
        for (int i = 0; i < left.size(); i++) {
            String key = i % 2 == 0 ? "q" : "r";
            admin.call("RPUSH", key, "x" + i);
            assertThat(left.get(i).readReply()).isEqualTo(popped(key, "x" + i));
            left.get(i).close();
        }
        assertThat(admin.call("EXISTS", "q", "r")).isEqualTo(":0\r\n");
    }

    /** Two thousand wait without anybody looking after them, and are served in the order in which they came. */
    @Test
    void thousandsAreServedInTheirOrder() throws Exception {
        int count = 2000;
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                RawClient client = SERVED.connect();
                clients.add(client);
                client.send(command("PING") + command("BLPOP", "none" + i, "q", i % 2 == 0 ? "0" : "1000"));
                // What is answered before a wait is handed on when the wait begins: so this one waits now.
                assertThat(client.readReply()).isEqualTo(PONG);
            }
            awaitBlocked(count);
            long before = storeCpuMillis();
            TimeUnit.SECONDS.sleep(1);
            assertThat(storeCpuMillis() - before)
                    .as("CPU milliseconds while %d wait for a second", count)
                    .isLessThan(100);
            String[] half = IntStream.range(0, count / 2 + 2)
                    .mapToObj(i -> i == 0 ? "RPUSH" : i == 1 ? "q" : "x" + (i - 2))
                    .toArray(String[]::new);
            assertThat(admin.call(half)).isEqualTo(":" + count / 2 + "\r\n");
            for (int i = count / 2; i < count; i++) {
                assertThat(admin.call("RPUSH", "q", "x" + i)).isEqualTo(":1\r\n");
            }
            for (int i = 0; i < count; i++) {
                assertThat(clients.get(i).readReply()).isEqualTo(popped("q", "x" + i));
            }
            assertThat(admin.call("DBSIZE")).isEqualTo(":0\r\n");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** What the threads of the stores in this JVM have used so far. */
    private static long storeCpuMillis() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (ThreadInfo each : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (each != null && each.getThreadName().startsWith("flashkv")) {
                nanos += Math.max(0, threads.getThreadCpuTime(each.getThreadId()));
            }
        }
        assertThat(nanos).as("there are such threads").isPositive();
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
