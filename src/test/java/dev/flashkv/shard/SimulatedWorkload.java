package dev.flashkv.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Clients that each send one pipeline after the other, and check what they are answered against what a strictly
 * serializable store could answer.
 */
final class SimulatedWorkload {
    private static final int GROUPS = 3;
    private static final int GROUP_SIZE = 6;
    private static final int COUNTERS = 3;
    private static final int ORDERED_PAIRS = 3;
    private static final int PERMANENT_KEYS = 20;

    /** What a store that is not serializable could do, played by clients who ask for it. */
    enum Planted {
        /** Nothing: what is checked must hold. */
        NOTHING,
        /** A MSET comes as single SETs. */
        MSET_IN_PIECES,
        /** A MGET comes as single GETs. */
        MGET_IN_PIECES,
        /** The second command of a pipeline may overtake the first. */
        PIPELINE_OUT_OF_ORDER
    }

    private final ShardSimulation simulation;
    private final Planted planted;
    private final int[] acknowledged = new int[COUNTERS];
    private final int[] begun = new int[COUNTERS];
    private final List<long[]> snapshots = new ArrayList<>();
    private final int[] written = new int[ORDERED_PAIRS];
    private int stamps;

    SimulatedWorkload(ShardSimulation simulation, Planted planted) {
        this.simulation = simulation;
        this.planted = planted;
    }

    /** Lets {@code clients} clients send {@code pipelines} pipelines each. Returns when all have been answered. */
    int run(int clients, int pipelines) {
        List<List<String>> permanent = IntStream.range(0, PERMANENT_KEYS)
                .mapToObj(i -> List.of("SET", "permanent:" + i, "x"))
                .toList();
        simulation.execute(0, permanent, replies -> {});
        int steps = simulation.run();
        for (int client = 0; client < clients; client++) {
            next(client, pipelines);
        }
        steps += simulation.run();
        assertThat(simulation.unanswered()).as("pipelines without an answer").isZero();
        for (int shard = 0; shard < simulation.shardCount(); shard++) {
            assertThat(simulation.isIdle(shard)).as("shard %d is free", shard).isTrue();
        }
        checkSnapshots();
        checkCounters();
        return steps;
    }

    private void next(int client, int left) {
        if (left == 0) {
            return;
        }
        Runnable then = () -> next(client, left - 1);
        switch (simulation.random.nextInt(12)) {
            case 0 -> writeGroup(client, then);
            case 1 -> readGroup(client, then);
            case 2 -> listGroup(client, then);
            case 3 -> deleteGroup(client, then);
            case 4, 5 -> count(client, then);
            case 6 -> readCounter(client, then);
            case 7, 8 -> snapshot(client, then);
            case 9 -> order(client, then);
            case 10 -> scan(client, then);
            default -> mixed(client, then);
        }
    }

    /** All keys of a group get the same value at one instant. */
    private void writeGroup(int client, Runnable then) {
        String value = "stamp " + stamps++;
        List<String> keys = group();
        List<List<String>> commands = new ArrayList<>();
        if (planted == Planted.MSET_IN_PIECES) {
            keys.forEach(key -> commands.add(List.of("SET", key, value)));
        } else {
            List<String> mset = new ArrayList<>(List.of("MSET"));
            keys.forEach(key -> mset.addAll(List.of(key, value)));
            commands.add(mset);
        }
        simulation.execute(client, commands, replies -> then.run());
    }

    /** So whoever reads them at one instant sees one value. */
    private void readGroup(int client, Runnable then) {
        List<String> mget = new ArrayList<>(List.of("MGET"));
        mget.addAll(group());
        simulation.execute(client, List.of(mget), replies -> {
            Set<Reply> values = new HashSet<>(elements(replies.get(0)));
            assertThat(values)
                    .as("values of a group that are written and read together")
                    .hasSize(1);
            then.run();
        });
    }

    /** A command over all shards sees all of a group or nothing of it. */
    private void listGroup(int client, Runnable then) {
        String first = group().get(0);
        String pattern = first.substring(0, first.indexOf(':')) + ":*";
        simulation.execute(client, List.of(List.of("KEYS", pattern)), replies -> {
            assertThat(elements(replies.get(0)).size())
                    .as("keys of a group that come and go together")
                    .isIn(0, GROUP_SIZE);
            then.run();
        });
    }

    private void deleteGroup(int client, Runnable then) {
        List<String> del = new ArrayList<>(List.of("DEL"));
        del.addAll(group());
        simulation.execute(client, List.of(del), replies -> {
            assertThat(integer(replies.get(0)))
                    .as("keys of a group deleted together")
                    .isIn(0L, (long) GROUP_SIZE);
            then.run();
        });
    }

    private void count(int client, Runnable then) {
        int counter = simulation.random.nextInt(COUNTERS);
        int before = acknowledged[counter];
        begun[counter]++;
        simulation.execute(client, List.of(List.of("INCR", counter(counter))), replies -> {
            assertThat(integer(replies.get(0))).isBetween(before + 1L, (long) begun[counter]);
            acknowledged[counter]++;
            then.run();
        });
    }

    /** Whatever has been acknowledged before a read began, that read sees. */
    private void readCounter(int client, Runnable then) {
        int counter = simulation.random.nextInt(COUNTERS);
        int before = acknowledged[counter];
        simulation.execute(client, List.of(List.of("GET", counter(counter))), replies -> {
            assertThat(number(replies.get(0))).isBetween((long) before, (long) begun[counter]);
            then.run();
        });
    }

    /** Counters only grow: of any two snapshots of all of them, one must be the later in every counter. */
    private void snapshot(int client, Runnable then) {
        if (planted == Planted.MGET_IN_PIECES) {
            snapshotInPieces(client, then);
            return;
        }
        List<String> mget = new ArrayList<>(List.of("MGET"));
        IntStream.range(0, COUNTERS).forEach(i -> mget.add(counter(i)));
        simulation.execute(client, List.of(mget), replies -> keepSnapshot(elements(replies.get(0)), then));
    }

    /** Slowly, and now one way, now the other, as two readers would who disagree on what came first. */
    private void snapshotInPieces(int client, Runnable then) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, COUNTERS).boxed().toList());
        if (simulation.random.nextBoolean()) {
            Collections.reverse(order);
        }
        List<List<String>> commands = new ArrayList<>();
        for (int counter : order) {
            commands.add(List.of("GET", counter(counter)));
            commands.add(List.of("MGET", "permanent:1", "permanent:2", "permanent:3", "permanent:4"));
        }
        simulation.execute(client, commands, replies -> {
            Reply[] values = new Reply[COUNTERS];
            for (int i = 0; i < COUNTERS; i++) {
                values[order.get(i)] = replies.get(2 * i);
            }
            keepSnapshot(List.of(values), then);
        });
    }

    private void keepSnapshot(List<Reply> replies, Runnable then) {
        snapshots.add(replies.stream().mapToLong(SimulatedWorkload::number).toArray());
        then.run();
    }

    /** One client for each pair writes x and then y, always the next number; nobody may see y before x. */
    private void order(int client, Runnable then) {
        int pair = simulation.random.nextInt(ORDERED_PAIRS);
        String x = "x" + pair;
        String y = "y" + pair;
        if (client == pair) {
            String number = Integer.toString(++written[pair]);
            List<String> first = List.of("SET", x, number);
            List<String> second = List.of("SET", y, number);
            if (planted == Planted.PIPELINE_OUT_OF_ORDER) {
                simulation.execute(
                        client,
                        List.of(second),
                        one -> simulation.execute(client, List.of(first), other -> then.run()));
            } else {
                simulation.execute(client, List.of(first, second), replies -> then.run());
            }
        } else if (simulation.random.nextBoolean()) {
            simulation.execute(client, List.of(List.of("GET", y), List.of("GET", x)), replies -> {
                assertThat(number(replies.get(1))).as("x, read after y").isGreaterThanOrEqualTo(number(replies.get(0)));
                then.run();
            });
        } else {
            simulation.execute(client, List.of(List.of("MGET", x, y)), replies -> {
                List<Reply> both = elements(replies.get(0));
                assertThat(number(both.get(0)) - number(both.get(1)))
                        .as("x - y")
                        .isBetween(0L, 1L);
                then.run();
            });
        }
    }

    /** A scan in one step goes along all shards and meets everything that is there throughout. */
    private void scan(int client, Runnable then) {
        simulation.execute(
                client, List.of(List.of("SCAN", "0", "MATCH", "permanent:*", "COUNT", "100000")), replies -> {
                    assertThat(new HashSet<>(elements(elements(replies.get(0)).get(1))))
                            .hasSize(PERMANENT_KEYS);
                    then.run();
                });
    }

    /** A client sees its own writes, whatever stands between them, and errors end only their own command. */
    private void mixed(int client, Runnable then) {
        String own = "own:" + client;
        String other = "another:" + client;
        String value = "stamp " + stamps++;
        List<List<String>> commands = List.of(
                List.of("SET", own, value, "PX", "1000000"),
                List.of("PING"),
                List.of("LPUSH", own, "x"),
                List.of("DBSIZE"),
                List.of("RENAME", own, other),
                List.of("NONSENSE"),
                List.of("MGET", own, other),
                List.of("SET", "temporary:" + stamps, "x", "PX", "5"),
                List.of("DEL", own, other, "nobody"));
        simulation.execute(client, commands, replies -> {
            assertThat(replies).hasSize(commands.size());
            assertThat(replies.get(0)).isEqualTo(Reply.OK);
            assertThat(replies.get(2)).isInstanceOf(Reply.ErrorReply.class);
            assertThat(replies.get(4)).isEqualTo(Reply.OK);
            assertThat(replies.get(5)).isInstanceOf(Reply.ErrorReply.class);
            assertThat(elements(replies.get(6))).containsExactly(Reply.NULL, Reply.bulk(value));
            assertThat(replies.get(8)).isEqualTo(Reply.ONE);
            then.run();
        });
    }

    private void checkSnapshots() {
        snapshots.sort(
                Comparator.comparingLong(snapshot -> Arrays.stream(snapshot).sum()));
        for (int i = 1; i < snapshots.size(); i++) {
            for (int counter = 0; counter < COUNTERS; counter++) {
                assertThat(snapshots.get(i)[counter])
                        .as("counter %d in a later snapshot", counter)
                        .isGreaterThanOrEqualTo(snapshots.get(i - 1)[counter]);
            }
        }
    }

    private void checkCounters() {
        for (int i = 0; i < COUNTERS; i++) {
            int counter = i;
            simulation.execute(
                    0,
                    List.of(List.of("GET", counter(i))),
                    replies -> assertThat(number(replies.get(0))).isEqualTo(acknowledged[counter]));
        }
        simulation.run();
    }

    private List<String> group() {
        int group = simulation.random.nextInt(GROUPS);
        return IntStream.range(0, GROUP_SIZE)
                .mapToObj(i -> "group" + group + ":" + i)
                .toList();
    }

    private static String counter(int counter) {
        return "counter:" + counter;
    }

    private static List<Reply> elements(Reply reply) {
        return ((Reply.Array) reply).elements();
    }

    private static long integer(Reply reply) {
        return ((Reply.IntegerReply) reply).value();
    }

    private static long number(Reply reply) {
        return reply instanceof Reply.Bulk bulk ? Long.parseLong(bulk.bytes().toString()) : 0;
    }
}
