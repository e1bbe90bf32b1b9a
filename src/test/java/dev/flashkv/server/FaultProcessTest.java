package dev.flashkv.server;

import static dev.flashkv.server.RawClient.command;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server process does when the machine, the operator or its own memory lets it down. */
class FaultProcessTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    private ServerProcess start(List<String> jvmOptions, String... arguments) throws IOException {
        List<String> options = new ArrayList<>(jvmOptions);
        options.add(ServerProcess.FOR_EVENT_LOOPS);
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(arguments));
        return ServerProcess.start(directory, options, all.toArray(String[]::new))
                .awaitReady();
    }

    // ---- out of memory ----

    @ParameterizedTest
    @ValueSource(strings = {"a command's own work", "an argument on its way", "keys without a limit"})
    void outOfMemoryEndsTheProcess(String how) throws Exception {
        // Of all that clients may take the heap is to be the only limit.
        try (ServerProcess server = start(List.of("-Xmx40m"), "--maxmemory-clients", "1gb")) {
            try (RawClient client = new RawClient(server.address())) {
                switch (how) {
                    case "a command's own work" -> client.send(command("SETRANGE", "k", "200000000", "x"));
                    case "an argument on its way" -> {
                        client.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$200000000\r\n");
                        for (int i = 0; i < 200; i++) {
                            client.send("v".repeat(1_000_000));
                        }
                    }
                    default -> {
                        String value = "v".repeat(100_000);
                        for (int i = 0; i < 10_000; i++) {
                            client.call("SET", "k" + i, value);
                        }
                    }
                }
                client.readToEnd();
            } catch (IOException e) {
                // It has ended while it was being sent something.
            }
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors()).contains("flashkv: ");
        }
    }

    /** However long it would take to close what there is. */
    @Test
    void whatEndsForLackOfMemoryFailsThoughItIsToldToStopMeanwhile() throws Exception {
        try (ServerProcess server = start(List.of("-Xmx40m"), "--maxmemory-clients", "1gb");
                RawClient other = new RawClient(server.address());
                RawClient stuck = new RawClient(server.address(), 16 * 1024);
                RawClient greedy = new RawClient(server.address())) {
            other.call("SET", "k", "v".repeat(100_000));
            stuck.send(command("GET", "k").repeat(100));
            await().until(() -> other.call("CLIENT", "LIST").matches("(?s).* obl=[1-9]\\d{5,}.*"));
            try {
                greedy.send("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$200000000\r\n");
                for (int i = 0; i < 200 && !server.output().contains("shutting down ActorSystem"); i++) {
                    greedy.send("v".repeat(1_000_000));
                }
            } catch (IOException e) {
                // It has ended while it was being sent something.
            }
            await().until(() -> server.output().contains("shutting down ActorSystem"));
            try {
                server.signal("TERM");
            } catch (IOException e) {
                // It has ended already.
            }
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors()).contains("flashkv: the actor system has terminated unexpectedly");
        }
    }

    // ---- out of stack ----

    @ParameterizedTest
    @ValueSource(strings = {"get", "mset", "dbsize", "ping", "scan", "blpop"})
    void aStackThatOverflowsInACommandEndsTheProcess(String command) throws Exception {
        try (ServerProcess server = ServerProcess.startOverflowing(directory, command)) {
            try (RawClient other = new RawClient(server.address());
                    RawClient client = new RawClient(server.address())) {
                assertThat(other.call("SET", "k", "v")).isEqualTo("+OK\r\n");
                client.send(
                        switch (command) {
                            case "mset" -> command("MSET", "a", "1", "b", "2");
                            case "scan" -> command("SCAN", "0");
                            case "blpop" -> command("BLPOP", "list", "0");
                            case "get" -> command("GET", "k");
                            default -> command(command);
                        });
                // Nobody is left with a connection that says nothing any more.
                client.readToEnd();
                other.readToEnd();
            } catch (SocketException e) {
                // Reset is an end, too.
            }
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors()).startsWith("flashkv: java.lang.StackOverflowError; the process ends");
            assertThat(server.output()).contains("The process ends").contains("PlantedFault.deeper");
        }
    }

    // ---- an error while it stops ----

    private enum FatalError {
        /** Which ends the process by itself. */
        OF_A_COMMAND(OverflowingServer.class, "flashkv: java.lang.StackOverflowError; the process ends"),
        /** Which ends the actor system. */
        LEFT_TO_AKKA(EndingServer.class, "flashkv: the actor system has terminated unexpectedly");

        private final Class<?> program;
        private final String words;

        FatalError(Class<?> program, String words) {
            this.program = program;
            this.words = words;
        }
    }

    /** Whoever stops it is not told that all went well. */
    @ParameterizedTest
    @EnumSource
    void whatFailsWhileItStopsFails(FatalError error) throws Exception {
        // It stops until the test is over: while it waits for who takes nothing.
        List<String> options =
                List.of("-Dflashkv.server.shutdown-timeout=10 m", "-Dflashkv.server.output-buffer-limit=1000000");
        int before = 200;
        try (ServerProcess server = ServerProcess.startFaulty(directory, options, error.program, "dbsize");
                RawClient other = new RawClient(server.address());
                RawClient stuck = new RawClient(server.address(), 16 * 1024)) {
            other.call("SET", "k", "v".repeat(100_000));
            String gets = command("GET", "k").repeat(before);
            stuck.send(gets + command("DBSIZE") + gets);
            await().until(() -> other.call("CLIENT", "LIST").matches("(?s).* obl=[1-9]\\d{5,}.*"));
            server.signal("TERM");
            await().until(() -> server.output().contains("Stopping: "));
            assertThat(server.errors()).isEmpty();
            // What comes after them in the pipeline is carried out as this is taken.
            try {
                for (int i = 0; i < before; i++) {
                    assertThat(stuck.readReply()).startsWith("$100000\r\n");
                }
            } catch (IOException e) {
                // It has ended with replies on their way.
            }
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.errors()).contains(error.words);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"noeviction", "allkeys-lru"})
    void tenTimesTheDataNeverRunsOutOfMemory(String policy) throws Exception {
        String value = "v".repeat(1_000);
        int keys = 160_000;
        try (ServerProcess server = start(List.of("-Xmx64m"), "--maxmemory", "16mb", "--maxmemory-policy", policy);
                RawClient client = new RawClient(server.address())) {
            int refused = 0;
            for (int i = 0; i < keys; i += 1_000) {
                StringBuilder portion = new StringBuilder();
                for (int k = i; k < i + 1_000; k++) {
                    portion.append(command("SET", "key:" + k, value));
                }
                client.send(portion.toString());
                for (int k = 0; k < 1_000; k++) {
                    String reply = client.readReply();
                    if (!reply.equals("+OK\r\n")) {
                        assertThat(reply).startsWith("-OOM command not allowed");
                        refused++;
                    }
                }
            }
            if (policy.equals("noeviction")) {
                assertThat(refused).isBetween(keys / 2, keys - 1_000);
            } else {
                assertThat(refused).isZero();
                assertThat(client.call("INFO", "stats")).containsPattern("evicted_keys:1[0-9]{5}\r\n");
            }
            assertThat(client.call("PING")).isEqualTo("+PONG\r\n");
        }
    }

    /** A short request may ask for very much: one value again and again. */
    @ParameterizedTest
    @CsvSource({
        "client-output-buffer-limit, normal 8mb 0 0, MGET",
        "client-output-buffer-limit, normal 8mb 0 0, EXEC",
        "client-output-buffer-limit, normal 8mb 0 0, COMMAND INFO",
        "client-output-buffer-limit, normal 8mb 0 0, COMMAND DOCS",
        "client-output-buffer-limit, normal 8mb 0 0, LATENCY HISTOGRAM",
        "client-output-buffer-limit, normal 8mb 0 0, SORT",
        "client-output-buffer-limit, normal 8mb 0 0, CLIENT LIST ID",
        "maxmemory-clients, 8mb, MGET"
    })
    void aReplyBeyondTheLimitsIsNeverMadeWhole(String limit, String value, String how) throws Exception {
        int times = 20_000;
        try (ServerProcess server = start(List.of("-Xmx64m"), "--" + limit, value);
                RawClient other = new RawClient(server.address());
                RawClient greedy = new RawClient(server.address())) {
            assertThat(other.call("SET", "get", "v".repeat(8_000))).isEqualTo("+OK\r\n");
            assertThat(other.call("GET", "get")).startsWith("$8000\r\n");
            String id = other.call("CLIENT", "ID").substring(1).strip();
            greedy.send(
                    switch (how) {
                        case "EXEC" -> command("MULTI") + command("GET", "get").repeat(times) + command("EXEC");
                        case "MGET" -> command(repeated(times, how));
                        case "SORT" ->
                            command("MSET", "get1", "v".repeat(8_000), "get2", "v".repeat(8_000))
                                    + command("RPUSH", "l", "1", "2")
                                    + command(
                                            ("SORT l" + " GET get*".repeat(times) + " GET #".repeat(times)).split(" "));
                        case "CLIENT LIST ID" -> command(("CLIENT LIST ID" + (" " + id).repeat(10 * times)).split(" "));
                        // Descriptions are shorter than the value.
                        default -> command(repeated(10 * times, how.split(" ")));
                    });
            assertThat(lengthRead(greedy)).isLessThan(times * 8_000 / 2);
            assertThat(other.call("GET", "get")).hasSize("$8000\r\n\r\n".length() + 8_000);
        }
    }

    /** An object for each element of a reply would take more than the list has, and more than this heap. */
    @Test
    void aReplyOfVeryManyElementsTakesLittleMemory() throws Exception {
        int pushes = 70;
        String push = command(repeated(10_000, "RPUSH", "l"));
        long elements = 10_000L * pushes;
        try (ServerProcess server = start(List.of("-Xmx64m"));
                RawClient client = new RawClient(server.address())) {
            for (int i = 0; i < pushes; i++) {
                client.send(push);
                assertThat(client.readReply()).startsWith(":");
            }
            for (String request : List.of(
                    "LRANGE l 0 -1",
                    "LPOS l get COUNT 0",
                    "SORT l ALPHA LIMIT 1 " + elements,
                    "SORT l BY w DESC",
                    "LMPOP 1 l LEFT COUNT 100000",
                    "LPOP l 100000",
                    "RPOP l " + elements)) {
                try (RawClient reader = new RawClient(server.address())) {
                    reader.send(command(request.split(" ")) + command("QUIT"));
                    assertThat(lengthRead(reader)).as(request).isGreaterThan(100_000 * 6);
                }
            }
            assertThat(client.call("EXISTS", "l")).isEqualTo(":0\r\n");
        }
    }

    /** Whatever clients ask for that take none of it, each within its own limits, the heap has to do. */
    @ParameterizedTest
    @ValueSource(strings = {"GET", "MGET", "EXEC", "MULTI", "SET", "SUBSCRIBE", "PSUBSCRIBE", "WATCH", "BLPOP"})
    void togetherClientsTakeNoMoreThanAPartOfTheHeap(String how) throws Exception {
        List<RawClient> greedy = new ArrayList<>();
        try (ServerProcess server = start(List.of("-Xmx64m"));
                RawClient other = new RawClient(server.address())) {
            assertThat(other.call("SET", "get", "v".repeat(8_000))).isEqualTo("+OK\r\n");
            for (int i = 0; i < 8; i++) {
                RawClient client = new RawClient(server.address(), 16 * 1024);
                greedy.add(client);
                try {
                    client.send(
                            switch (how) {
                                case "GET" -> command("GET", "get").repeat(3_000);
                                case "EXEC" ->
                                    command("MULTI") + command("GET", "get").repeat(3_000) + command("EXEC");
                                // More for what is asked than for what is answered.
                                case "MULTI" ->
                                    command("MULTI") + command("GET", "get").repeat(60_000) + command("EXEC");
                                case "MGET" -> command(repeated(3_000, how));
                                case "SUBSCRIBE", "PSUBSCRIBE", "WATCH" -> command(named(60_000, how));
                                case "BLPOP" -> command(named(60_000, how, "0"));
                                // An argument that never comes to its end.
                                default -> "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$20000000\r\n" + "v".repeat(15_000_000);
                            });
                } catch (IOException dropped) {
                    // It has been sent more than all may take.
                }
                assertThat(other.call("GET", "get")).hasSize("$8000\r\n\r\n".length() + 8_000);
            }
            // Long series of replies are made piece by piece.
            await().until(() -> other.call("INFO", "stats").matches("(?s).*evicted_clients:[1-9].*"));
        } finally {
            for (RawClient client : greedy) {
                client.close();
            }
        }
    }

    /** A command's name, so many names, and words. */
    private static String[] named(int names, String command, String... words) {
        return Stream.of(Stream.of(command), IntStream.range(0, names).mapToObj(i -> "name:" + i), Arrays.stream(words))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    /** Those words and, so many times, GET: the name of a command, and of a key. */
    private static String[] repeated(int times, String... words) {
        String[] all = Arrays.copyOf(words, words.length + times);
        Arrays.fill(all, words.length, all.length, "get");
        return all;
    }

    /** Who is sent more than the whole heap and reads none of it takes its share and no more. */
    @Test
    void slowClientsTakeNoMoreThanTheirLimits() throws Exception {
        int clients = 5;
        int limitBytes = 2 * 1024 * 1024;
        String value = "v".repeat(100_000);
        List<RawClient> slow = new ArrayList<>();
        try (ServerProcess server = start(
                        List.of("-Xmx64m"),
                        "--client-output-buffer-limit",
                        "pubsub " + limitBytes + " 0 0",
                        "--output-buffer-limit",
                        Integer.toString(limitBytes),
                        // Not the limit of all together, which would drop some of those who only don't read.
                        "--maxmemory-clients",
                        "64mb");
                RawClient other = new RawClient(server.address())) {
            other.call("SET", "k", value);
            String[] push = new String[102];
            Arrays.fill(push, "v".repeat(1_000));
            push[0] = "RPUSH";
            push[1] = "l";
            other.call(push);
            // A long string is sent from where it is; of a list's elements each reply has a copy.
            List<String> requests = List.of(command("GET", "k"), command("LRANGE", "l", "0", "-1"));
            for (int i = 0; i < clients; i++) {
                RawClient subscriber = new RawClient(server.address(), 16 * 1024);
                subscriber.call("SUBSCRIBE", "news");
                slow.add(subscriber);
                RawClient reader = new RawClient(server.address(), 16 * 1024);
                reader.send(requests.get(i % requests.size()).repeat(1_000));
                slow.add(reader);
            }
            await().until(() -> replyBytesOfReaders(other)
                            .filter(bytes -> bytes > limitBytes / 2)
                            .count()
                    == clients);
            for (int i = 0; i < 1_000; i++) {
                assertThat(other.call("PUBLISH", "news", value)).startsWith(":");
            }
            assertThat(other.call("PUBSUB", "NUMSUB", "news")).endsWith(":0\r\n");
            assertThat(other.call("INFO", "clients")).contains("connected_clients:" + (clients + 1) + "\r\n");
            // What waits, and what the socket has been handed.
            assertThat(replyBytesOfReaders(other))
                    .hasSize(clients)
                    .allMatch(bytes -> bytes < 2L * (limitBytes + value.length()));
        } finally {
            for (RawClient client : slow) {
                client.close();
            }
        }
    }

    /** What waits for each of the clients that have asked for something, as CLIENT LIST says. */
    private static Stream<Long> replyBytesOfReaders(RawClient client) throws IOException {
        return Pattern.compile(" obl=(\\d+) .* omem=(\\d+) .* cmd=(get|lrange) ")
                .matcher(client.call("CLIENT", "LIST"))
                .results()
                .map(found -> Long.parseLong(found.group(1)) + Long.parseLong(found.group(2)));
    }

    private static long lengthRead(RawClient client) throws IOException {
        try {
            return client.readToEnd().length();
        } catch (SocketException reset) {
            return 0;
        }
    }

    // ---- frozen, and told to stop ----

    @Test
    void aFrozenServerServesAgainAndItsTtlsAreRight() throws Exception {
        long frozenMillis = Long.getLong("flashkv.test.freeze-millis", 2_000);
        try (ServerProcess server = ServerProcess.startReady(directory);
                RawClient client = new RawClient(server.address());
                RawClient waiting = new RawClient(server.address())) {
            client.call("SET", "short", "1", "PX", Long.toString(frozenMillis / 2));
            client.call("SET", "long", "1", "PX", "1000000");
            waiting.send(command("BLPOP", "list", Long.toString(Math.max(1, frozenMillis / 2000))));
            await().until(() -> client.call("INFO", "clients").contains("blocked_clients:1"));
            server.signal("STOP");
            await().until(server::isStopped);
            client.send(command("GET", "short"));
            // Being frozen is the event: there is nothing else to wait for.
            Thread.sleep(frozenMillis);
            server.signal("CONT");
            assertThat(client.readReply()).isEqualTo("$-1\r\n");
            assertThat(waiting.readReply()).isEqualTo("*-1\r\n");
            long left = Long.parseLong(client.call("PTTL", "long").substring(1).trim());
            assertThat(left).isBetween(900_000L, 1_000_000L - frozenMillis + 100);
            assertThat(client.call("SET", "k", "v")).isEqualTo("+OK\r\n");
        }
    }

    @Test
    void aServerToldToStopUnderLoadAnswersWhatItHasReadAndEndsWithStatusZero() throws Exception {
        int loaders = 4;
        try (ServerProcess server = ServerProcess.startReady(directory)) {
            AtomicInteger answering = new AtomicInteger();
            List<CompletableFuture<Long>> loads = new ArrayList<>();
            for (int loader = 0; loader < loaders; loader++) {
                String counter = "counter" + loader;
                loads.add(CompletableFuture.supplyAsync(() -> load(server, counter, answering)));
            }
            await().until(() -> answering.get() == loaders);
            long began = System.nanoTime();
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
            for (CompletableFuture<Long> load : loads) {
                // Every reply came whole and in its order until the end.
                assertThat(load.join()).isPositive();
            }
            assertThat(server.errors()).isEmpty();
        }
    }

    @Test
    void aServerToldToStopDoesNotWaitForWhoTakesNothing() throws Exception {
        try (ServerProcess server = ServerProcess.startReady(directory);
                RawClient other = new RawClient(server.address());
                RawClient stuck = new RawClient(server.address(), 16 * 1024)) {
            other.call("SET", "k", "v".repeat(1_000_000));
            stuck.send(command("GET", "k").repeat(100));
            await().until(() -> other.call("CLIENT", "LIST").matches("(?s).* obl=[1-9]\\d{5,}.*"));
            long began = System.nanoTime();
            server.signal("TERM");
            assertThat(server.awaitExit()).isZero();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        }
    }

    /** While nothing is accepted, the system keeps as many connections waiting as it has been told, about. */
    @Test
    void connectionsWaitToBeAcceptedUpToTheBacklog() throws Exception {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "each system counts in its way");
        try (ServerProcess server = start(List.of(), "--tcp-backlog", "8")) {
            server.signal("STOP");
            await().until(server::isStopped);
            List<Socket> waiting = new ArrayList<>();
            try {
                while (waiting.size() < 50) {
                    Socket socket = new Socket();
                    waiting.add(socket);
                    socket.connect(server.address(), 500);
                }
            } catch (SocketTimeoutException e) {
                // there is no place left
            } finally {
                server.signal("CONT");
                for (Socket socket : waiting) {
                    socket.close();
                }
            }
            assertThat(waiting.size()).isBetween(8, 12);
        }
    }

    /** Increments the counter in pipelines until the server ends; returns how many replies came, in order. */
    private static long load(ServerProcess server, String counter, AtomicInteger answering) {
        long replies = 0;
        String pipeline = command("INCR", counter).repeat(50);
        try (RawClient client = new RawClient(server.address())) {
            while (true) {
                client.send(pipeline);
                for (int i = 0; i < 50; i++) {
                    String reply = client.readReply();
                    if (!reply.equals(":" + (replies + 1) + "\r\n")) {
                        throw new AssertionError("after " + replies + " came " + reply);
                    }
                    replies++;
                }
                if (replies == 50) {
                    answering.incrementAndGet();
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server neither answered nor closed", e);
        } catch (IOException e) {
            return replies;
        }
    }

    // ---- what the log shows ----

    @Test
    void whatClientsSendBeginsNoLineOfTheLog() throws Exception {
        String forged = "\r\n2026-01-01T00:00:00.000Z INFO  Main - forged\u001b[31m\u0000\u0007";
        try (ServerProcess server = start(List.of(), "--enable-debug-command", "yes")) {
            try (RawClient client = new RawClient(server.address())) {
                client.call("DEBUG", "LOG", "mark" + forged);
                client.call("CLIENT", "SETNAME", forged);
                client.call("CLIENT", "SETINFO", "LIB-NAME", forged);
                client.call("AUTH", forged);
                client.call("AUTH", "user" + forged, "password" + forged);
                client.call(forged, forged);
                client.call("CONFIG", "SET", forged, forged);
                client.call("CONFIG", "SET", "requirepass", "se\u001b[31mcret");
                client.send(command("POST", forged));
                client.readToEnd();
            }
            await().until(() -> server.output().contains("HTTP"));
            assertThat(server.output()).contains("mark").doesNotContain("cret");
            assertThat(server.output().lines())
                    .allMatch(line -> line.matches("20[0-9-]+T\\S+ (INFO |WARN ) \\w+ - .*"), "a line of our own")
                    .allMatch(line -> line.chars().allMatch(c -> c >= ' '), "no control characters")
                    .noneMatch(line -> line.startsWith("2026-01-01"));
        }
    }

    // ---- out of files ----

    @Test
    void withoutFilesLeftConnectionsWaitAndNothingSpins() throws Exception {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "the limit is set by a shell of Linux");
        try (ServerProcess server = ServerProcess.startWithOpenFiles(
                        directory, 120, List.of(ServerProcess.FOR_EVENT_LOOPS))
                .awaitReady()) {
            List<RawClient> clients = new ArrayList<>();
            RawClient first = new RawClient(server.address());
            assertThat(first.call("PING")).isEqualTo("+PONG\r\n");
            try {
                for (int i = 0; i < 200; i++) {
                    clients.add(new RawClient(server.address()));
                }
                // Those there are go on being served, soon at next to no cost: a spinning acceptor takes all it gets.
                AtomicLong usedMillis = new AtomicLong(processorMillis(first));
                await().atMost(SOON.multipliedBy(2))
                        .pollInterval(Duration.ofMillis(500))
                        .until(() -> {
                            long nowMillis = processorMillis(first);
                            return nowMillis - usedMillis.getAndSet(nowMillis) < 50;
                        });
            } finally {
                for (RawClient client : clients) {
                    client.close();
                }
            }
            await().atMost(SOON.multipliedBy(3)).until(() -> {
                try (RawClient again = new RawClient(server.address())) {
                    return again.call("PING").equals("+PONG\r\n");
                } catch (IOException e) {
                    return false;
                }
            });
            first.close();
        }
    }

    /** How much processor time the server has used, as INFO says. */
    private static long processorMillis(RawClient client) throws IOException {
        Matcher used = Pattern.compile("used_cpu_(?:sys|user):([0-9.]+)").matcher(client.call("INFO", "cpu"));
        long millis = 0;
        while (used.find()) {
            millis += Math.round(Double.parseDouble(used.group(1)) * 1_000);
        }
        assertThat(millis).isPositive();
        return millis;
    }
}
