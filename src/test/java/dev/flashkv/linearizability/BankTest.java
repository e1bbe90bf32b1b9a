package dev.flashkv.linearizability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Money goes from account to account, each on a shard of its own; whoever looks at all of them at once sees all of the
 * money, and in the end every account has what its transfers left it with.
 */
class BankTest {
    private static final int CLIENTS = 6;
    private static final int ACCOUNTS = 10;
    private static final int INITIAL = 1000;
    /** Transfers, and looks at all accounts, however slow the machine is. */
    private static final int EACH_MIN = 100;

    private static final long USUAL_MILLIS = 1200;

    /** How a transfer is made. */
    private enum Transfer {
        /** WATCH, a look at both, MULTI, two SETs, EXEC; or the same by {@link dev.flashkv.FlashKv#atomically}. */
        WATCHED,
        /** MULTI, INCRBY and DECRBY, EXEC. */
        COUNTED,
        /** A MSET of two accounts that nobody else writes to. */
        MSET,
        /** Planted: INCRBY and DECRBY in a pipeline, but no transaction. */
        TORN,
        /** Planted: like {@link #WATCHED} without WATCH. */
        UNWATCHED
    }

    @ParameterizedTest
    @EnumSource
    void noMoneyIsMadeOrLost(Doors.Kind kind) throws Exception {
        Soak soak = new Soak(USUAL_MILLIS);
        try (Doors doors = new Doors(kind)) {
            Bank bank = new Bank(
                    doors,
                    soak,
                    kind.hasSessions()
                            ? List.of(Transfer.WATCHED, Transfer.COUNTED, Transfer.MSET)
                            : List.of(Transfer.MSET));
            bank.run();
            soak.report("bank, " + kind + ": " + bank.transfers + " transfers, " + bank.looks + " looks");
        }
    }

    @Test
    void tornTransfersAreFound() throws Exception {
        isFound(Transfer.TORN);
    }

    @Test
    void lostUpdatesAreFound() throws Exception {
        isFound(Transfer.UNWATCHED);
    }

    private static void isFound(Transfer fault) throws Exception {
        try (Doors doors = new Doors(Doors.Kind.TCP)) {
            for (int i = 0; i < 10; i++) {
                new Bank(doors, new Soak(USUAL_MILLIS), List.of(fault)).run();
            }
        } catch (AssertionError found) {
            assertThat(found.toString() + found.getCause()).containsAnyOf("all of the money", "what transfers left");
            return;
        }
        fail("not found");
    }

    /** The accounts that all share, and two for each client of its own. */
    private static final class Bank {
        private final Doors doors;
        private final Soak soak;
        private final List<Transfer> ways;
        private final List<String> accounts = new ArrayList<>();
        private final AtomicIntegerArray balances;
        private final AtomicInteger transfers = new AtomicInteger();
        private final AtomicInteger looks = new AtomicInteger();

        Bank(Doors doors, Soak soak, List<Transfer> ways) {
            this.doors = doors;
            this.soak = soak;
            this.ways = ways;
            IntStream.range(0, ACCOUNTS + 2 * CLIENTS).forEach(i -> accounts.add("account:" + i));
            this.balances = new AtomicIntegerArray(accounts.size());
        }

        void run() throws Exception {
            try (Caller caller = doors.caller(0)) {
                List<String> opening = new ArrayList<>(List.of("MSET"));
                for (int i = 0; i < accounts.size(); i++) {
                    opening.addAll(List.of(accounts.get(i), Integer.toString(INITIAL)));
                    balances.set(i, INITIAL);
                }
                caller.call(opening.toArray(String[]::new));
                Clients.run(CLIENTS, soak, this::client);
                List<Integer> end = look(caller, false);
                for (int i = 0; i < accounts.size(); i++) {
                    assertThat(end.get(i))
                            .as("what transfers left in %s; %s", accounts.get(i), soak)
                            .isEqualTo(balances.get(i));
                }
            }
        }

        private void client(int number) throws IOException {
            SplittableRandom random = new SplittableRandom(soak.seed() + number);
            try (Caller caller = doors.caller(number)) {
                while (!soak.isOver(transfers.get() >= EACH_MIN && looks.get() >= EACH_MIN)) {
                    if (random.nextInt(3) == 0) {
                        look(caller, ways.contains(Transfer.COUNTED) && random.nextBoolean());
                        looks.incrementAndGet();
                    } else {
                        transfer(caller, number, random);
                    }
                }
            }
        }

        /** All balances at one instant, by MGET or by as many GETs in a transaction. */
        private List<Integer> look(Caller caller, boolean inTransaction) throws IOException {
            Reply all;
            if (inTransaction) {
                List<List<String>> gets =
                        accounts.stream().map(each -> List.of("GET", each)).toList();
                all = caller.transaction(gets);
            } else {
                all = caller.call(Caller.with("MGET", accounts));
            }
            List<Integer> balances =
                    ((Reply.Array) all).elements().stream().map(Bank::number).toList();
            assertThat(balances.stream().mapToInt(each -> each).sum())
                    .as("all of the money: %s", balances)
                    .isEqualTo(INITIAL * accounts.size());
            return balances;
        }

        private void transfer(Caller caller, int client, SplittableRandom random) throws IOException {
            Transfer way = ways.get(random.nextInt(ways.size()));
            int amount = 1 + random.nextInt(5);
            int from = random.nextInt(ACCOUNTS);
            int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
            if (way == Transfer.MSET) {
                from = ACCOUNTS + 2 * client;
                to = from + 1;
            }
            if (isMade(caller, way, accounts.get(from), accounts.get(to), amount)) {
                balances.addAndGet(from, -amount);
                balances.addAndGet(to, amount);
                transfers.incrementAndGet();
            }
        }

        private static boolean isMade(Caller caller, Transfer way, String from, String to, int amount)
                throws IOException {
            List<List<String>> counted = List.of(
                    List.of("DECRBY", from, Integer.toString(amount)), List.of("INCRBY", to, Integer.toString(amount)));
            return switch (way) {
                case COUNTED ->
                    ((Reply.Array) caller.transaction(counted)).elements().size() == 2;
                case TORN -> {
                    caller.send(counted);
                    caller.receive();
                    caller.receive();
                    yield true;
                }
                case MSET -> {
                    List<String> both = transferred(caller.call("MGET", from, to), from, to, amount).stream()
                            .flatMap(set -> set.subList(1, 3).stream())
                            .toList();
                    yield caller.call(Caller.with("MSET", both)).equals(Reply.OK);
                }
                case WATCHED ->
                    isDone(caller.ifUnchanged(List.of(from, to), now -> transferred(now, from, to, amount)));
                case UNWATCHED ->
                    isDone(caller.transaction(transferred(caller.call("MGET", from, to), from, to, amount)));
            };
        }

        private static boolean isDone(Reply reply) {
            if (reply instanceof Reply.Null) {
                return false;
            }
            assertThat(reply).isEqualTo(Reply.array(Reply.OK, Reply.OK));
            return true;
        }

        /** What both are set to. */
        private static List<List<String>> transferred(Reply now, String from, String to, int amount) {
            List<Reply> balances = ((Reply.Array) now).elements();
            return List.of(
                    List.of("SET", from, Integer.toString(number(balances.get(0)) - amount)),
                    List.of("SET", to, Integer.toString(number(balances.get(1)) + amount)));
        }

        private static int number(Reply reply) {
            return Integer.parseInt(((Reply.Bulk) reply).bytes().toString());
        }
    }
}
