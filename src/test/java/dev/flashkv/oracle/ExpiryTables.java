package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.cases;
import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.FAR_MILLIS;
import static dev.flashkv.oracle.Tables.FAR_SECONDS;
import static dev.flashkv.oracle.Tables.inCase;
import static dev.flashkv.oracle.Tables.look;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;

/** The EXPIRE family: conditions, limits, rounding. Deadlines are in the past or in the year 2100, never between. */
final class ExpiryTables {
    private static final List<String> COMMANDS = List.of("EXPIRE", "PEXPIRE", "EXPIREAT", "PEXPIREAT");

    private ExpiryTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        Tables.STATES.forEach((state, setUp) ->
                all.add(cases("EXPIRE family with every set of conditions, k is " + state, conditions(setUp))));
        for (String command : COMMANDS) {
            all.add(cases(command + " with every spelling of a number", numbers(command)));
        }
        all.add(cases("EXPIRETIME rounds, PEXPIRETIME does not", rounding()));
        all.addAll(byHand());
        return all;
    }

    /** Deadlines before, at and after the one that may be there; relative ones before and after. */
    private static List<List<String>> conditions(List<String> setUp) {
        List<String> options = List.of("NX", "XX", "GT", "LT", "junk");
        List<String> all = new ArrayList<>(List.of(""));
        for (int length = 1; length <= 2; length++) {
            all.addAll(Tables.tuples(options, length));
        }
        all.addAll(List.of("XX GT LT", "LT XX GT", "XX LT XX", "NX XX GT", "GT GT XX", "NX NX NX", "XX GT junk"));
        List<String> commands = List.of(
                "PEXPIREAT k 4102444800122",
                "PEXPIREAT k " + FAR_MILLIS,
                "PEXPIREAT k 4102444800124",
                "PEXPIREAT k 1",
                "EXPIREAT k " + FAR_SECONDS,
                "EXPIREAT k 4102444801",
                "EXPIREAT k 0",
                "EXPIRE k 1000000",
                "EXPIRE k 9000000000",
                "EXPIRE k -1",
                "PEXPIRE k 1000000000",
                "PEXPIRE k 0");
        List<List<String>> cases = new ArrayList<>();
        for (String tuple : all) {
            for (String command : commands) {
                boolean relative = command.contains("EXPIRE ");
                cases.add(rows(setUp, (command + " " + inCase(tuple, cases.size())).strip(), look(relative)));
            }
        }
        return cases;
    }

    private static List<List<String>> numbers(String command) {
        List<List<String>> cases = new ArrayList<>();
        for (String number : Tables.NUMBERS) {
            String row = command + " k " + number;
            cases.add(rows("SET k v", row, look(true)));
            cases.add(rows("SET k v PXAT " + FAR_MILLIS, row + " GT", look(true)));
            cases.add(rows("SET k v", row + " junk", "EXISTS k"));
            cases.add(rows(row, row + " NX"));
        }
        return cases;
    }

    private static List<List<String>> rounding() {
        List<List<String>> cases = new ArrayList<>();
        for (String millis : List.of("000", "001", "499", "500", "501", "999")) {
            cases.add(rows("SET k v PXAT 4102444800" + millis, "EXPIRETIME k", "PEXPIRETIME k"));
            cases.add(rows("SET k v", "PEXPIREAT k 4102444800" + millis, "EXPIRETIME k", "PEXPIRETIME k", "TTL k"));
        }
        cases.add(rows("SET k v", "EXPIREAT k " + FAR_SECONDS, "EXPIRETIME k", "PEXPIRETIME k", "PTTL k"));
        return cases;
    }

    private static List<Sequence> byHand() {
        return List.of(
                sequence(
                        "TTL and its kin without a deadline and without a key",
                        "TTL k",
                        "PTTL k",
                        "EXPIRETIME k",
                        "PEXPIRETIME k",
                        "PERSIST k",
                        "EXPIRE k 100",
                        "SET k v",
                        "TTL k",
                        "PTTL k",
                        "EXPIRETIME k",
                        "PEXPIRETIME k",
                        "PERSIST k",
                        "RPUSH l a",
                        "TTL l",
                        "PEXPIRETIME l"),
                sequence(
                        "PERSIST",
                        "SET k v PXAT " + FAR_MILLIS,
                        "PERSIST k",
                        "PERSIST k",
                        "TTL k",
                        "RPUSH l a",
                        "EXPIRE l 1000",
                        "PERSIST l",
                        "PTTL l",
                        "SET gone v PXAT 1",
                        "PERSIST gone"),
                sequence(
                        "relative times to live",
                        "SET k v EX 100",
                        "TTL k",
                        "PTTL k",
                        "~EXPIRETIME k",
                        "~PEXPIRETIME k",
                        "EXPIRE k 1000",
                        "TTL k",
                        "PEXPIRE k 1500000",
                        "TTL k",
                        "PTTL k",
                        "SETEX k 2000 v",
                        "TTL k",
                        "PSETEX k 3000000 v",
                        "TTL k",
                        "GETEX k EX 4000",
                        "TTL k",
                        "GETEX k PX 5000000",
                        "TTL k"),
                sequence(
                        "a deadline in the past deletes at once",
                        "SET a v",
                        "EXPIRE a 0",
                        "SET b v",
                        "EXPIRE b -1",
                        "SET c v",
                        "PEXPIRE c -100",
                        "SET d v",
                        "EXPIREAT d 1",
                        "SET e v",
                        "PEXPIREAT e 1000",
                        "SET f v",
                        "EXPIREAT f 0",
                        "SET g v",
                        "PEXPIREAT g -5",
                        "RPUSH h a b",
                        "EXPIRE h -1",
                        "EXISTS a b c d e f g h",
                        "DBSIZE",
                        "KEYS *"),
                sequence(
                        "a deadline in the past needs its condition too",
                        "SET k v",
                        "EXPIRE k -1 XX",
                        "EXPIRE k -1 GT",
                        "EXISTS k",
                        "EXPIRE k -1 LT",
                        "EXISTS k",
                        "SET k v PXAT " + FAR_MILLIS,
                        "EXPIRE k -1 NX",
                        "EXPIRE k -1 GT",
                        "EXISTS k",
                        "EXPIRE k -1 XX",
                        "EXISTS k",
                        "DBSIZE"),
                sequence(
                        "the limits of time",
                        "SET k v",
                        "EXPIRE k 9223372036854775807",
                        "EXPIRE k 9223372036854775",
                        "EXPIRE k 9223372036854776",
                        "EXPIRE k -9223372036854775808",
                        "EXPIRE k -9223372036854776",
                        "EXISTS k",
                        "PEXPIRE k 9223372036854775807",
                        "PEXPIRE k 9223370000000000000",
                        "~PEXPIRETIME k",
                        "EXPIREAT k 9223372036854775",
                        "PEXPIRETIME k",
                        "EXPIREAT k 9223372036854776",
                        "PEXPIREAT k 9223372036854775807",
                        "PEXPIRETIME k",
                        "EXPIRETIME k",
                        "EXPIRE k 100 GT",
                        "EXPIRE k 100 LT",
                        "~PEXPIRETIME k",
                        "PEXPIRE k -9223372036854775808",
                        "EXISTS k"),
                sequence(
                        "the number is read before the conditions and the key",
                        "EXPIRE missing abc",
                        "EXPIRE missing abc NX XX",
                        "EXPIRE missing 100 NX XX",
                        "EXPIRE missing 100 GT LT",
                        "EXPIRE missing 100 junk",
                        "EXPIRE missing 9223372036854775807",
                        "SET k v",
                        "EXPIRE k abc junk",
                        "EXPIRE k 9223372036854775807 junk",
                        "EXPIRE k 9223372036854775807 NX XX",
                        "EXPIRE k 100 NX GT",
                        "EXPIRE k 100 NX LT",
                        "EXPIRE k 100 XX GT",
                        "EXPIRE k 100 XX LT",
                        "EXPIRE k 100 NX NX",
                        "EXPIRE k 100 XX XX",
                        "EXPIRE k 100 XX GT LT",
                        "TTL k"),
                sequence(
                        "an expired key is absent for every command",
                        "SET k v PXAT 1",
                        "TYPE k",
                        "SET k v PXAT 1",
                        "TTL k",
                        "SET k v PXAT 1",
                        "DEL k",
                        "SET k v PXAT 1",
                        "UNLINK k",
                        "SET k v PXAT 1",
                        "TOUCH k",
                        "SET k v PXAT 1",
                        "RENAME k other",
                        "SET k v PXAT 1",
                        "RENAMENX k other",
                        "SET k v PXAT 1",
                        "SET other 1",
                        "RENAMENX other k",
                        "GET k",
                        "SET k v PXAT 1",
                        "KEYS *",
                        "SCAN 0 COUNT 1000",
                        "RANDOMKEY",
                        "SET k v PXAT 1",
                        "APPEND k w",
                        "PEXPIRETIME k",
                        "SET k 41 PXAT 1",
                        "INCR k",
                        "PEXPIRETIME k",
                        "SET k v PXAT 1",
                        "EXPIRE k 100",
                        "SET k v PXAT 1",
                        "SETRANGE k 2 x",
                        "GET k",
                        "SET k v PXAT 1",
                        "RPUSH k a",
                        "LRANGE k 0 -1"));
    }
}
