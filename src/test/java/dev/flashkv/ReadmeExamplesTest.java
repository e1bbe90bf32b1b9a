package dev.flashkv;

import static org.assertj.core.api.Assertions.assertThat;
import static redis.clients.jedis.params.SetParams.setParams;

import akka.Done;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import akka.japi.Pair;
import akka.stream.OverflowStrategy;
import akka.stream.javadsl.Keep;
import akka.stream.javadsl.Sink;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import dev.flashkv.shard.Shard;
import dev.flashkv.testkit.FlashKvAddress;
import dev.flashkv.testkit.FlashKvTest;
import dev.flashkv.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * The examples of the documents, compiled and run: every block of Java in them is one of those that stand here between
 * {@code // example} and {@code // end}, but for white space.
 */
class ReadmeExamplesTest {
    private static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path SOURCE = ROOT.resolve("src/test/java/dev/flashkv/ReadmeExamplesTest.java");
    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^ *// example$(.*?)^ *// end$");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```java\\n(.*?)^```$");

    @Test
    void everyExampleOfTheDocumentsIsHere() throws IOException {
        List<String> examples = matches(EXAMPLE, SOURCE);
        assertThat(examples).hasSize(6);
        assertThat(matches(BLOCK, ROOT.resolve("README.md"))).isNotEmpty().isSubsetOf(examples);
        try (Stream<Path> pages = Files.walk(ROOT.resolve("src/site/markdown"))) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                assertThat(examples).as("%s", page).containsAll(matches(BLOCK, page));
            }
        }
    }

    private static List<String> matches(Pattern pattern, Path file) throws IOException {
        List<String> matches = new ArrayList<>();
        Matcher matcher = pattern.matcher(Files.readString(file).replace("\r\n", "\n"));
        while (matcher.find()) {
            matches.add(matcher.group(1).replaceAll("\\s+", ""));
        }
        return matches;
    }

    @Test
    void streams() {
        assertThat(outputOf(() -> {
                    try (FlashKv store =
                            FlashKv.create(ConfigFactory.parseString("flashkv.notify-keyspace-events = EA"))) {
                        // example
                        Pair<CompletionStage<Done>, CompletionStage<List<KeyspaceEvent>>> running = store.streams()
                                .keyspaceEvents(1000, OverflowStrategy.dropHead())
                                .take(2)
                                .toMat(Sink.seq(), Keep.both())
                                .run(store.system());
                        running.first().toCompletableFuture().join(); // subscribed: what happens from here on is seen
                        store.atomically(store.batch().add("INCR", "visits").add("RPUSH", "log", "a visit"));
                        running.second().toCompletableFuture().join().forEach(System.out::println);
                        // end
                    }
                }))
                .hasLineCount(2)
                .contains(
                        "KeyspaceEvent[database=0, event=incrby, key=visits]",
                        "KeyspaceEvent[database=0, event=rpush, key=log]");
    }

    @Test
    @SuppressWarnings("unused")
    void embedded() {
        assertThat(outputOf(() -> {
                    // example
                    try (FlashKv store = FlashKv.create()) {
                        store.set("greeting", "hello")
                                .thenCompose(isNew -> store.get("greeting"))
                                .thenAccept(greeting -> System.out.println(greeting.orElse("nobody there")))
                                .toCompletableFuture()
                                .join();
                        TcpDoor door = store.listen("127.0.0.1", 0); // Redis clients may connect to door.port()
                    }
                    // end
                }))
                .isEqualTo("hello");
    }

    @Test
    void pipeline() {
        assertThat(outputOf(() -> {
                    // example
                    try (FlashKv store = FlashKv.create();
                            TcpDoor door = store.listen("127.0.0.1", 0)) {
                        List<Reply> replies = store.batch()
                                .add("MSET", "x", "1", "y", "2")
                                .add("INCRBY", "x", "41")
                                .add("LPUSH", "jobs", "mail", "print")
                                .execute()
                                .toCompletableFuture()
                                .join();
                        System.out.println(replies.get(1) + " here, and to Redis clients at port " + door.port());
                    }
                    // end
                }))
                .startsWith("IntegerReply[value=42] here, ");
    }

    @Test
    void manualClock() {
        // example
        ManualClock clock = new ManualClock();
        try (FlashKv store = FlashKv.create(clock)) {
            store.setWithTtl("session", "token", Duration.ofMinutes(30))
                    .toCompletableFuture()
                    .join();
            clock.advance(Duration.ofMinutes(31));
            assert store.get("session").toCompletableFuture().join().isEmpty();
        }
        // end
        assertThat(ReadmeExamplesTest.class.desiredAssertionStatus())
                .as("assertions are on")
                .isTrue();
    }

    @Test
    void actors() {
        ActorTestKit testKit = ActorTestKit.create();
        ActorSystem<?> system = testKit.system();
        assertThat(outputOf(() -> {
                    // example
                    FlashKv store = FlashKv.start(system);
                    Bytes key = Bytes.of("visits");
                    CompletionStage<Reply> reply = AskPattern.ask(
                            store.shardFor(key),
                            replyTo -> new Shard.Execute(List.of(Bytes.of("INCR"), key), replyTo),
                            Duration.ofSeconds(1),
                            system.scheduler());
                    // end
                    System.out.println(Stages.await(reply));
                    store.close();
                }))
                .isEqualTo("IntegerReply[value=1]");
        testKit.shutdownTestKit();
    }

    @Nested
    // example
    @FlashKvTest
    class SessionsTest {
        @Test
        void sessionsEnd(FlashKv store, ManualClock clock, @FlashKvAddress URI uri) {
            try (Jedis jedis = new Jedis(uri)) {
                jedis.set("session:ada", "token", setParams().ex(1800));
                clock.advance(Duration.ofMinutes(31));
                assertThat(jedis.get("session:ada")).isNull();
            }
            assertThat(store.get("session:ada").toCompletableFuture().join()).isEmpty();
        }
    }
    // end

    private static String outputOf(Runnable example) {
        PrintStream out = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            example.run();
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8).trim();
    }
}
