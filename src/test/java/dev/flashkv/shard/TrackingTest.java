package dev.flashkv.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.command.Client;
import dev.flashkv.keyspace.EvictionPolicy;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Client-side caching over many shards: what is told, to whom, and before or behind which reply. */
class TrackingTest {
    private final PlainStore store = new PlainStore();
    private final Map<String, List<String>> told = new HashMap<>();

    @AfterEach
    void nothingIsHeld() {
        store.checkIdle();
    }

    /** A client in RESP3 whose messages are kept; what it is told shows how many replies anybody named has by then. */
    private void track(String name, String options) {
        Client client = store.client(name);
        client.version(RespVersion.RESP3);
        List<String> messages = told.computeIfAbsent(name, none -> new ArrayList<>());
        client.inbox(new Client.Inbox() {
            @Override
            public void push(Reply message) {
                messages.add(text(((Reply.Push) message).elements().get(1)));
            }

            @Override
            public void hold() {}
        });
        assertThat(store.send(name, ("CLIENT TRACKING ON " + options).strip())).containsExactly(Reply.OK);
    }

    private static String text(Reply keys) {
        if (keys instanceof Reply.Array array) {
            return array.elements().stream()
                    .map(key -> ((Reply.Bulk) key).bytes().toString())
                    .reduce((one, other) -> one + " " + other)
                    .orElse("");
        }
        return "all";
    }

    private List<String> told(String name) {
        List<String> messages = List.copyOf(told.get(name));
        told.get(name).clear();
        return messages;
    }

    @Test
    void keysOfAnyShardsAreRememberedTogether() {
        track("a", "");
        store.send("a", "MGET x y z", "LCS p q");
        store.send("b", "MSET z 1 other 2 x 3 z 4");
        assertThat(told("a")).containsExactly("z", "x");
        store.send("b", "SET q 1", "SET y 1", "SET x 1");
        assertThat(told("a")).containsExactly("q", "y");
    }

    @Test
    void aReaderIsToldBeforeTheWritersReply() {
        track("a", "");
        store.send("a", "GET k", "GET l");
        Client reader = store.client("a");
        List<Integer> repliesOfWriter = new ArrayList<>();
        reader.inbox(new Client.Inbox() {
            @Override
            public void push(Reply message) {
                repliesOfWriter.add(store.received("b").size());
            }

            @Override
            public void hold() {}
        });
        store.send("b", "PING", "SET k 1", "PING", "MSET m 1 l 2");
        assertThat(repliesOfWriter).containsExactly(1, 2);
    }

    @Test
    void itsOwnDoingIsToldBehindItsOwnReply() {
        track("a", "");
        List<String> order = new ArrayList<>();
        store.client("a").inbox(new Client.Inbox() {
            @Override
            public void push(Reply message) {
                order.add(text(((Reply.Push) message).elements().get(1)) + " behind "
                        + store.received("a").size());
            }

            @Override
            public void hold() {}
        });
        store.send("a", "GET k", "SET k 1", "GET k", "MULTI", "SET k 2", "GET k", "MGET m n", "MSET n 1 k 1", "EXEC");
        assertThat(order).containsExactly("k behind 2", "k behind 7", "n behind 0", "k behind 0");
    }

    @Test
    void whatTimeTakesAwayIsTold() {
        track("a", "");
        track("all", "BCAST");
        store.send("b", "MSET k 1 l 1", "PEXPIRE k 50", "PEXPIRE l 50");
        store.send("a", "GET k");
        told("all");
        store.advance(Duration.ofMillis(100));
        assertThat(told("a")).containsExactly("k");
        assertThat(told("all")).containsExactlyInAnyOrder("k", "l");
    }

    @Test
    void whatIsEvictedIsToldEvenToTheOneWhoNeedsRoom() {
        track("a", "NOLOOP");
        String value = "x".repeat(1000);
        store.send("b", "MSET k " + value + " l " + value);
        store.send("a", "GET k", "GET l");
        store.limits.evictionPolicy(EvictionPolicy.ALLKEYS_LRU);
        store.limits.memoryBytesMax(100);
        store.send("a", "SET m x");
        assertThat(told("a")).containsExactlyInAnyOrder("k", "l");
    }

    @Test
    void whoWaitsModifiesWhenServed() {
        track("a", "");
        store.send("b", "BLMOVE k other LEFT LEFT 0");
        store.send("a", "LLEN k", "LLEN other");
        store.send("c", "RPUSH k 1");
        assertThat(told("a")).containsExactly("k", "other");
        store.send("c", "RPUSH k 1 2");
        store.send("a", "BLPOP nothing 0");
        store.send("c", "SET x 1");
        assertThat(told("a")).isEmpty();
    }

    @Test
    void everybodyIsToldOnceThatAllKeysHaveGone() {
        track("a", "");
        track("b", "BCAST");
        store.send("c", "MSET x 1 y 2 z 3", "SELECT 5", "SET q 1", "SELECT 0");
        store.send("a", "MGET x y z");
        told("b");
        store.send("c", "FLUSHALL");
        assertThat(told("a")).containsExactly("all");
        assertThat(told("b")).containsExactly("all");
        store.send("c", "SET x 1");
        assertThat(told("a")).isEmpty();
        store.send("a", "FLUSHDB");
        assertThat(told("a")).containsExactly("all");
    }

    @Test
    void oneMessageTellsAllThatACommandOrATransactionHasModified() {
        track("a", "BCAST");
        track("p", "BCAST PREFIX y PREFIX x");
        store.send("b", "MSET z 1 x 1 y2 1 y1 1", "DEL z nothing");
        assertThat(told("a")).containsExactly("x y1 y2 z", "z");
        assertThat(told("p")).containsExactly("x", "y1 y2");
        store.send("b", "MULTI", "SET z 1", "INCR x", "DEL z", "EXEC");
        assertThat(told("a")).containsExactly("x z");
        assertThat(told("p")).containsExactly("x");
    }

    /** A prefix of a prefix is another client's, for one client's do not overlap. */
    @Test
    void eachPrefixThatAKeyBeginsWithIsFound() {
        Random random = new Random(7);
        List<String> prefixes = new ArrayList<>(List.of("", "a", "b", "aa", "ab", "aab", "aaba", "abb", "bba", "bbb"));
        prefixes.removeIf(prefix -> !prefix.isEmpty() && random.nextInt(4) == 0);
        for (String prefix : prefixes) {
            track("p" + prefix, "BCAST" + (prefix.isEmpty() ? "" : " PREFIX " + prefix));
        }
        for (int i = 0; i < 300; i++) {
            String key = "k" + Integer.toBinaryString(1 << random.nextInt(8) | random.nextInt(1 << 8));
            key = key.substring(2).replace('0', 'a').replace('1', 'b') + "!";
            store.send("w", "SET " + key + " 1");
            for (String prefix : prefixes) {
                assertThat(told("p" + prefix))
                        .as("%s of %s", prefix, key)
                        .isEqualTo(key.startsWith(prefix) ? List.of(key) : List.of());
            }
        }
    }

    /** Redis adds an OK to this error, and begins, unless it is the first prefix that overlaps. */
    @ParameterizedTest
    @CsvSource({
        "z abd ac q abd0 abd, abd, abd0",
        "z ac abcd ab0 ab, abcd, ab",
        "b c a cc aa, c, cc",
    })
    void theFirstPrefixThatOverlapsIsNamedWithTheFirstItOverlapsWith(String prefixes, String one, String other) {
        String options = " PREFIX " + prefixes.replace(" ", " PREFIX ");
        assertThat(store.send("b", "CLIENT TRACKING ON BCAST" + options))
                .containsExactly(Reply.error("ERR Prefix '" + one + "' overlaps with another provided prefix '" + other
                        + "'. Prefixes for a single client must not overlap."));
        assertThat(store.send("b", "CLIENT GETREDIR")).containsExactly(Reply.integer(-1));
    }

    /** Neither naming them nor modifying keys beside them may take as long as comparing each with each. */
    @Test
    @Timeout(20)
    void aClientMayNameVeryManyPrefixes() {
        int count = 100_000;
        StringBuilder options = new StringBuilder("BCAST");
        for (int i = 0; i < count; i++) {
            options.append(" PREFIX p").append(i).append('.');
        }
        track("a", options.toString());
        Reply overlap =
                store.send("b", "CLIENT TRACKING ON " + options + " PREFIX p").get(0);
        assertThat(overlap)
                .isEqualTo(Reply.error("ERR Prefix 'p0.' overlaps with another provided prefix 'p'."
                        + " Prefixes for a single client must not overlap."));
        for (int i = 0; i < 10_000; i++) {
            store.send("w", "SET p" + i + ".k 1", "SET q 1");
        }
        assertThat(told("a")).hasSize(10_000).contains("p9999.k");
    }

    @Test
    void thereIsRoomForSoManyKeys() {
        store.limits.tracking().keysMax(100);
        track("a", "");
        track("b", "");
        for (int i = 0; i < 500; i++) {
            store.send(i % 2 == 0 ? "a" : "b", "GET k" + i);
        }
        List<String> forgotten = new ArrayList<>(told("a"));
        forgotten.addAll(told("b"));
        assertThat(forgotten).doesNotHaveDuplicates();
        // Who has been told keeps nothing; of all the others a change is told.
        for (int i = 0; i < 500; i++) {
            store.send("c", "SET k" + i + " x");
        }
        List<String> changed = new ArrayList<>(told("a"));
        changed.addAll(told("b"));
        assertThat(changed).doesNotContainAnyElementsOf(forgotten);
        assertThat(forgotten.size() + changed.size()).isEqualTo(500);
        // A shard makes room among its own keys: the limit may be passed by one for each that has none yet.
        assertThat(changed).hasSizeBetween(100, 164);
    }

    @Test
    void oneKeyOfATooLongReadIsForgottenBehindItsReply() {
        store.limits.tracking().keysMax(1);
        track("a", "NOLOOP");
        List<Reply> replies = store.send("a", "MGET {s}1 {s}2 {s}3");
        assertThat(replies).hasSize(1);
        assertThat(told("a")).containsExactly("{s}1", "{s}2");
        store.send("b", "MSET {s}1 x {s}2 x {s}3 x");
        assertThat(told("a")).containsExactly("{s}3");
    }

    @Test
    void manyReadersOfOneKey() {
        IntStream.range(0, 20).forEach(i -> track("r" + i, ""));
        IntStream.range(0, 20).forEach(i -> store.send("r" + i, "GET k", "GET k"));
        store.send("w", "SET k 1");
        IntStream.range(0, 20).forEach(i -> assertThat(told("r" + i)).containsExactly("k"));
    }

    @Test
    void readersOfAKeyThatNobodyModifiesDoNotPileUp() {
        track("stays", "");
        store.send("stays", "GET k");
        for (int i = 0; i < 1000; i++) {
            track("r" + i, "");
            store.send("r" + i, "GET k");
            store.vanish("r" + i);
        }
        String stats = String.valueOf(store.send("w", "INFO stats"));
        int items = Integer.parseInt(stats.replaceAll("(?s).*tracking_total_items:(\\d+).*", "$1"));
        assertThat(items).isBetween(1, 100);
        store.send("w", "SET k 1");
        assertThat(told("stays")).containsExactly("k");
    }

    @Test
    void whoHasGoneIsNotTold() {
        track("a", "");
        track("b", "BCAST");
        store.send("a", "GET k");
        store.vanish("a");
        store.vanish("b");
        store.send("c", "SET k 1");
        assertThat(told("a")).isEmpty();
        assertThat(told("b")).isEmpty();
    }

    @Test
    void nothingIsRememberedForThoseWhoDoNotTrack() {
        track("a", "");
        store.send("b", "GET k", "MGET k l");
        store.send("a", "CLIENT TRACKING OFF", "GET k", "CLIENT TRACKING ON BCAST", "GET l");
        assertThat(String.valueOf(store.send("b", "INFO stats"))).contains("tracking_total_keys:0", "total_prefixes:1");
        store.send("a", "CLIENT TRACKING OFF", "CLIENT TRACKING ON", "MGET k l m");
        store.send("b", "CLIENT TRACKING ON", "GET k");
        assertThat(String.valueOf(store.send("b", "INFO stats", "INFO clients")))
                .contains("tracking_total_keys:3", "tracking_total_items:4", "total_prefixes:0", "tracking_clients:2");
    }
}
