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
        /** WATCH, a look at both, MULTI, two SETs, EXEC: for clients that keep a connection. */
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
                    kind.isTcpOnly()
                            ? List.of(Transfer.WATCHED, Transfer.COUNTED, Transfer.MSET)
                            : List.of(Transfer.COUNTED, Transfer.MSET));
            bank.run();
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
                        look(caller, random.nextBoolean());
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
                all = transaction(caller, gets);
            } else {
                List<String> mget = new ArrayList<>(List.of("MGET"));
                mget.addAll(accounts);
                all = caller.call(mget.toArray(String[]::new));
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
            if (isDone(caller, way, accounts.get(from), accounts.get(to), amount)) {
                balances.addAndGet(from, -amount);
                balances.addAndGet(to, amount);
                transfers.incrementAndGet();
            }
        }

        private static boolean isDone(Caller caller, Transfer way, String from, String to, int amount)
                throws IOException {
            List<List<String>> counted = List.of(
                    List.of("DECRBY", from, Integer.toString(amount)), List.of("INCRBY", to, Integer.toString(amount)));
            switch (way) {
                case COUNTED -> {
                    return ((Reply.Array) transaction(caller, counted))
                                    .elements()
                                    .size()
                            == 2;
                }
                case TORN -> {
                    caller.send(counted);
                    caller.receive();
                    caller.receive();
                    return true;
                }
                case WATCHED -> assertThat(caller.call("WATCH", from, to)).isEqualTo(Reply.OK);
                case MSET, UNWATCHED -> {}
            }
            List<Reply> now = ((Reply.Array) caller.call("MGET", from, to)).elements();
            String less = Integer.toString(number(now.get(0)) - amount);
            String more = Integer.toString(number(now.get(1)) + amount);
            if (way == Transfer.MSET) {
                return caller.call("MSET", from, less, to, more).equals(Reply.OK);
            }
            Reply reply = transaction(caller, List.of(List.of("SET", from, less), List.of("SET", to, more)));
            if (reply instanceof Reply.Null) {
                return false;
            }
            assertThat(reply).isEqualTo(Reply.array(Reply.OK, Reply.OK));
            return true;
        }

        private static Reply transaction(Caller caller, List<List<String>> commands) throws IOException {
            List<List<String>> all = new ArrayList<>(List.of(List.of("MULTI")));
            all.addAll(commands);
            all.add(List.of("EXEC"));
            caller.send(all);
            for (int i = 0; i <= commands.size(); i++) {
                assertThat(caller.receive()).isEqualTo(i == 0 ? Reply.OK : Reply.status("QUEUED"));
            }
            return caller.receive();
        }

        private static int number(Reply reply) {
            return Integer.parseInt(((Reply.Bulk) reply).bytes().toString());
        }
    }
}
