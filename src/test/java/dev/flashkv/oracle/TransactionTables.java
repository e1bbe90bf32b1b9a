package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.sequence;

import java.util.ArrayList;
import java.util.List;

/** Transactions of one client; what several do to each other is in the scenarios. */
final class TransactionTables {
    private TransactionTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        all.add(sequence(
                "MULTI, EXEC and DISCARD in every order",
                "EXEC",
                "DISCARD",
                "MULTI",
                "MULTI",
                "EXEC",
                "MULTI",
                "DISCARD",
                "EXEC",
                "MULTI",
                "SET k v",
                "GET k",
                "INCR k",
                "LPUSH l a b",
                "LRANGE l 0 -1",
                "NOSUCHTHING",
                "EXEC",
                "EXEC",
                "MULTI",
                "SET k v",
                "GET k",
                "INCR k",
                "LPUSH l a b",
                "LRANGE l 0 -1",
                "LPOP nobody 2",
                "GET l",
                "DEL k l",
                "EXEC",
                "GET k"));
        all.add(sequence(
                "what breaks a transaction, and what does not",
                refusals(
                        "NOSUCHTHING a b",
                        "GET",
                        "GET a b",
                        "CLIENT NOSUCHTHING",
                        "CLIENT",
                        "OBJECT",
                        "SHUTDOWN NOSAVE NOW FORCE ABORT x",
                        "SAVE",
                        "BGREWRITEAOF x",
                        "MULTI",
                        "MULTI x",
                        "WATCH k",
                        "WATCH",
                        "UNWATCH",
                        "UNWATCH x",
                        "EXEC x",
                        "DISCARD x",
                        "RESET x",
                        "SELECT 99",
                        "SET k v EX -1",
                        "INCR notanumber",
                        "HELLO 9",
                        "ECHO")));
        all.add(sequence("arity of EXEC without MULTI", "EXEC x", "EXEC x y", "DISCARD x", "MULTI x", "EXEC"));
        all.add(sequence(
                "own changes of watched keys",
                "WATCH k",
                "SET k 1",
                "MULTI",
                "PING",
                "EXEC",
                "WATCH k l",
                "GET k",
                "MULTI",
                "INCR k",
                "LPUSH l x",
                "EXEC",
                "WATCH k k k",
                "DEL l",
                "MULTI",
                "INCR k",
                "EXEC",
                "WATCH k",
                "SET k 5",
                "UNWATCH",
                "MULTI",
                "GET k",
                "EXEC",
                "WATCH k",
                "SET k 6",
                "WATCH l",
                "MULTI",
                "UNWATCH",
                "EXEC",
                "WATCH k",
                "SET k 7",
                "MULTI",
                "DISCARD",
                "MULTI",
                "GET k",
                "EXEC"));
        all.add(watchedChanges());
        all.add(sequence(
                "databases within a transaction",
                "MULTI",
                "SELECT 3",
                "SET k three",
                "DBSIZE",
                "SELECT 0",
                "DBSIZE",
                "MOVE k 3",
                "SWAPDB 0 3",
                "GET k",
                "EXEC",
                "GET k",
                "WATCH k",
                "SELECT 3",
                "SET k other",
                "SELECT 0",
                "MULTI",
                "GET k",
                "EXEC",
                "FLUSHALL"));
        all.add(sequence(
                "protocol and connection within a transaction",
                "MULTI",
                "CLIENT SETNAME me",
                "CLIENT GETNAME",
                "AUTH x",
                "ECHO hello",
                "TTL k",
                "OBJECT ENCODING k",
                "SCAN 0",
                "KEYS *",
                "RANDOMKEY",
                "EXEC",
                "MULTI",
                "SET k v",
                "RESET",
                "EXEC",
                "GET k"));
        return all.stream().map(Sequence::onItsOwnConnection).toList();
    }

    private static List<String> refusals(String... commands) {
        List<String> rows = new ArrayList<>(List.of("SET notanumber x"));
        for (String command : commands) {
            rows.addAll(List.of("MULTI", "SET k v", command, "GET k", "EXEC", "DISCARD", "DEL k"));
        }
        return rows;
    }

    /** Every way to change a watched key, and some that change nothing. */
    private static Sequence watchedChanges() {
        List<String> rows = new ArrayList<>();
        for (String change : List.of(
                "SET k 2",
                "SET k 2 NX",
                "SET k 2 XX",
                "SET k 1 KEEPTTL",
                "SETNX k 1",
                "GETSET k 3",
                "GETDEL k",
                "GETEX k",
                "GETEX k PERSIST",
                "GETEX k EX 100",
                "APPEND k ''",
                "APPEND k x",
                "SETRANGE k 0 ''",
                "SETRANGE k 0 x",
                "INCRBY k 0",
                "INCRBYFLOAT k 0",
                "DEL k",
                "UNLINK k",
                "DEL absent",
                "EXPIRE k 100",
                "EXPIRE k 100 XX",
                "EXPIRE k -1",
                "PERSIST k",
                "RENAME k other",
                "RENAME k k",
                "RENAMENX k k",
                "RENAME l k",
                "RENAMENX l k",
                "COPY l k",
                "COPY l k REPLACE",
                "COPY k other",
                "MOVE k 5",
                "SORT l STORE k",
                "SORT absent STORE k",
                "SORT absent STORE absent2",
                "LPUSH k x",
                "LPUSHX absent x",
                "FLUSHDB",
                "FLUSHALL",
                "SWAPDB 0 0",
                "SWAPDB 0 7",
                "SWAPDB 6 7",
                "TOUCH k",
                "OBJECT ENCODING k",
                "MSET a 1 k 1",
                "MSETNX a 1 k 1",
                "DEBUG RELOAD",
                "GET k")) {
            rows.addAll(List.of("FLUSHALL", "SET k 1", "RPUSH l b a", "WATCH k", change, "MULTI", "PING", "EXEC"));
        }
        for (String change : List.of(
                "LPUSH l x",
                "LPUSHX l x",
                "LPOP l",
                "LPOP l 0",
                "LPOP l 9",
                "LSET l 0 b",
                "LSET l 9 x",
                "LREM l 0 nobody",
                "LREM l 0 a",
                "LTRIM l 0 -1",
                "LTRIM l 5 9",
                "LINSERT l BEFORE nobody x",
                "LINSERT l BEFORE a x",
                "LMOVE l l LEFT LEFT",
                "LMOVE l other LEFT LEFT",
                "RPOPLPUSH other l",
                "LMPOP 1 l LEFT",
                "LRANGE l 0 -1",
                "SORT l",
                "SORT l STORE l",
                "SET l x GET",
                "PERSIST l")) {
            rows.addAll(List.of("FLUSHALL", "RPUSH l b a", "WATCH l", change, "MULTI", "PING", "EXEC"));
        }
        return sequence("what counts as a change of a watched key", rows);
    }
}
