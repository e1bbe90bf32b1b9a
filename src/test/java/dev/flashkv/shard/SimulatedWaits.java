package dev.flashkv.shard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.linearizability.Checker;
import dev.flashkv.linearizability.History;
import dev.flashkv.linearizability.WaitsModel;
import dev.flashkv.reply.Reply;
import dev.flashkv.shard.SimulatedClient.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Clients that push, wait, watch and carry out transactions on a few lists, are woken up, run out of time, and vanish.
 * What they are answered is checked against a model that does one thing at a time; who came first is served first; and
 * when all is over nothing is left of anybody's wait.
 */
final class SimulatedWaits {
    private static final int LISTS = 5;
    private static final Reply.ErrorReply UNBLOCKED = Reply.error("UNBLOCKED client unblocked via CLIENT UNBLOCK");

    /** After so long everybody who still waits is woken up: some wait for ever. */
    private static final int ROUNDS_BEFORE_WAKING = 30;

    private static final int ROUNDS_MAX = 1000;

    /** What a store could do wrong, played by clients who ask for it. */
    enum Planted {
        /** Nothing: what is checked must hold. */
        NOTHING,
        /** The commands of a transaction come one by one. */
        EXEC_IN_PIECES,
        /** WATCH is not sent. */
        WATCH_FORGOTTEN,
        /** Who has vanished is still served. */
        ELEMENTS_LOST
    }

    private final ShardSimulation simulation;
    private final Planted planted;
    private final SplittableRandom random;
    private final History history = new History();
    private final List<Member> members = new ArrayList<>();
    /** Collected, not thrown: what is thrown in the midst of a command is the store's to catch. */
    private final List<String> unfair = new ArrayList<>();

    private int born;
    private int stamps;

    SimulatedWaits(ShardSimulation simulation, Planted planted) {
        this.simulation = simulation;
        this.planted = planted;
        this.random = simulation.random.split();
    }

    /** Lets {@code clients} clients send {@code pipelines} pipelines each; says how many deliveries that took. */
    int run(int clients, int pipelines) {
        for (int i = 0; i < clients; i++) {
            Member member = new Member(pipelines);
            members.add(member);
            member.next();
        }
        int steps = simulation.run();
        for (int round = 0; round < ROUNDS_MAX && members.stream().anyMatch(each -> !each.done); round++) {
            simulation.advance(Duration.ofMillis(50));
            if (round > ROUNDS_BEFORE_WAKING) {
                members.forEach(each -> each.client.wake(null));
            }
            steps += simulation.run();
        }
        assertThat(unfair).isEmpty();
        assertThat(members).as("who is stuck").allMatch(each -> each.done);
        members.forEach(each -> each.client.vanish());
        simulation.run();
        checkThatNothingIsLeft();
        look();
        new Checker<>(new WaitsModel()).check(history.operations());
        return steps;
    }

    private void checkThatNothingIsLeft() {
        for (int shard = 0; shard < simulation.shardCount(); shard++) {
            assertThat(simulation.isIdle(shard)).as("shard %d is free", shard).isTrue();
        }
        assertThat(simulation.waiterCount()).as("entries of those who wait").isZero();
        assertThat(simulation.context.blocked().count()).as("clients that wait").isZero();
    }

    /** What is in the lists in the end. */
    private void look() {
        Member last = new Member(0);
        List<Sent> pipeline = new ArrayList<>();
        for (int i = 0; i < LISTS; i++) {
            last.add(pipeline, List.of("LRANGE", "list" + i, "0", "-1"));
        }
        last.client.send(pipeline, () -> last.done = true, () -> {});
        simulation.run();
        assertThat(last.done).isTrue();
    }

    private String list() {
        return "list" + random.nextInt(LISTS);
    }

    /** Clients one after the other: when one vanishes, another comes. */
    private final class Member {
        private SimulatedClient client;
        private History.Part part;
        private String name;
        private int left;
        private boolean done;
        private long sentAt;
        private int pipeline;

        Member(int left) {
            this.left = left;
            arrive();
        }

        private void arrive() {
            born++;
            name = "client" + born;
            client = new SimulatedClient(simulation, born);
            part = history.client();
        }

        void next() {
            if (left-- == 0) {
                done = true;
                return;
            }
            pipeline++;
            List<Sent> commands = new ArrayList<>();
            int length = 1 + random.nextInt(3);
            for (int i = 0; i < length; i++) {
                draw(commands);
            }
            client.send(commands, this::next, part::neverHappen);
            sentAt = simulation.tick();
            if (random.nextInt(4) == 0) {
                int now = pipeline;
                simulation.post(() -> disturb(now, 40));
            }
        }

        /** Some time later, if it is still at the same pipeline, its client vanishes or is woken up. */
        private void disturb(int at, int delays) {
            if (pipeline != at || done) {
                return;
            }
            if (delays > 0 && random.nextInt(8) != 0) {
                simulation.post(() -> disturb(at, delays - 1));
                return;
            }
            switch (random.nextInt(3)) {
                case 0 -> client.wake(null);
                case 1 -> client.wake(UNBLOCKED);
                default -> {
                    if (planted == Planted.ELEMENTS_LOST && client.isWaiting()) {
                        client.vanishSilently();
                        part.neverHappen(); // as it waits, nothing of it has happened, and nothing should
                    } else {
                        client.vanish();
                    }
                    arrive();
                    simulation.post(this::next);
                }
            }
        }

        private void draw(List<Sent> commands) {
            String timeout = random.nextInt(5) == 0 ? "0" : "0." + (1 + random.nextInt(9));
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> add(commands, push());
                case 3, 4 -> add(commands, List.of("BLPOP", list(), timeout));
                case 5 -> add(commands, List.of("BLPOP", list(), list(), list(), timeout));
                case 6 -> add(commands, List.of("BLMOVE", list(), list(), "LEFT", "RIGHT", timeout));
                case 7 -> add(commands, List.of("LMOVE", list(), list(), "LEFT", "RIGHT"));
                case 8 -> add(commands, random.nextInt(4) == 0 ? List.of("DEL", list()) : List.of("LPOP", list()));
                case 9 -> add(commands, List.of("LRANGE", list(), "0", "-1"));
                default -> transaction(commands);
            }
        }

        /** One element: with several, who waits for several keys might find something in more than one of them. */
        private List<String> push() {
            return List.of(random.nextBoolean() ? "RPUSH" : "LPUSH", list(), "v" + ++stamps);
        }

        private void add(List<Sent> commands, List<String> words) {
            List<String> recorded =
                    words.get(0).equals("LMOVE") || words.get(0).equals("BLMOVE") ? words.subList(0, 3) : words;
            part.sends(recorded);
            boolean blocks = words.get(0).startsWith("B");
            History.Part mine = part;
            commands.add(new Sent(words, reply -> {
                if (blocks && (reply instanceof Reply.Null || reply.equals(UNBLOCKED))) {
                    // Who is woken up finds nothing, as if its time were up; and that may have been a while ago.
                    mine.answered(Reply.NULL_ARRAY);
                } else {
                    mine.answeredAtOnce(reply);
                }
                if (blocks && mine == part && !(reply instanceof Reply.Null) && !(reply instanceof Reply.ErrorReply)) {
                    checkTurn(words, reply);
                }
            }));
        }

        /** Nobody who waited for that key before this one came may still be waiting for it. */
        private void checkTurn(List<String> words, Reply reply) {
            String key = words.get(0).equals("BLPOP")
                    ? ((Reply.Bulk) ((Reply.Array) reply).elements().get(0))
                            .bytes()
                            .toString()
                    : words.get(1);
            for (Member other : members) {
                List<String> awaited = other.client.next();
                if (other != this && other.client.isWaiting() && other.client.parkedAt() < sentAt && awaited != null) {
                    int end = awaited.get(0).equals("BLPOP") ? awaited.size() - 1 : 2;
                    if (awaited.subList(1, end).contains(key)) {
                        unfair.add(other.name + " waits for " + key + " longer than " + name + ", who is served");
                    }
                }
            }
        }

        private void transaction(List<Sent> commands) {
            if (random.nextInt(3) != 0) {
                List<String> keys = List.of(list(), list());
                List<String> recorded = new ArrayList<>(List.of("WATCH", name));
                recorded.addAll(keys);
                History.Part mine = part;
                mine.sends(recorded);
                List<String> words = planted == Planted.WATCH_FORGOTTEN
                        ? List.of("PING")
                        : List.of("WATCH", keys.get(0), keys.get(1));
                commands.add(new Sent(words, reply -> mine.answeredAtOnce(Reply.OK)));
                add(commands, List.of("LRANGE", keys.get(0), "0", "-1"));
            }
            List<List<String>> queued = new ArrayList<>();
            queued.add(List.of("LPOP", list()));
            queued.add(push());
            queued.add(random.nextBoolean() ? List.of("BLPOP", list(), "0") : List.of("LLEN", list()));
            queued.add(List.of("LPOP", list()));
            List<String> recorded = new ArrayList<>(List.of("EXEC", name));
            queued.forEach(each -> recorded.add(String.join(" ", each)));
            part.sends(recorded);
            send(commands, queued, part);
        }

        private void send(List<Sent> commands, List<List<String>> queued, History.Part mine) {
            if (planted == Planted.EXEC_IN_PIECES) {
                List<Reply> replies = new ArrayList<>();
                for (List<String> each : queued) {
                    commands.add(new Sent(each.get(0).equals("BLPOP") ? List.of("LPOP", each.get(1)) : each, reply -> {
                        boolean isPop = each.get(0).equals("BLPOP");
                        boolean isNone = reply instanceof Reply.Null;
                        Reply shown = isNone ? Reply.NULL_ARRAY : Reply.array(Reply.bulk(each.get(1)), reply);
                        replies.add(isPop ? shown : reply);
                        if (replies.size() == queued.size()) {
                            mine.answeredAtOnce(Reply.array(replies));
                        }
                    }));
                }
                return;
            }
            commands.add(new Sent(List.of("MULTI"), reply -> {}));
            queued.forEach(each -> commands.add(new Sent(each, reply -> {})));
            commands.add(new Sent(List.of("EXEC"), mine::answeredAtOnce));
        }
    }
}
