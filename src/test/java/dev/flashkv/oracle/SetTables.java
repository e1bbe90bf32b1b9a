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

/** SET, GETEX and the other commands that write a string with its time to live: full option matrices. */
final class SetTables {
    private static final List<String> EXPIRIES =
            List.of("EX 1000", "PX 1000000", "EXAT " + FAR_SECONDS, "PXAT " + FAR_MILLIS);

    private static final List<String> EXPIRY_WORDS = List.of("EX", "PX", "EXAT", "PXAT");

    private static final List<String> SET_OPTIONS = List.of(
            "NX",
            "XX",
            "GET",
            "KEEPTTL",
            "EX 1000",
            "PX 1000000",
            "EXAT " + FAR_SECONDS,
            "PXAT " + FAR_MILLIS,
            "PERSIST",
            "junk");

    private SetTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        Tables.STATES.forEach((state, setUp) -> {
            all.add(cases("SET with every set of options in every order, k is " + state, setMatrix(setUp)));
            all.add(cases("SET with every pair of options, k is " + state, setTuples(setUp, 2)));
            all.add(cases("GETEX with every pair of options, k is " + state, getexTuples(setUp)));
            all.add(cases("SETEX, PSETEX, SETNX, GETSET, GETDEL, GET: k is " + state, kin(setUp)));
        });
        all.add(cases("SET with every triple of options", setTuples(List.of("SET k old EX 500"), 3)));
        for (String word : EXPIRY_WORDS) {
            all.add(cases("SET " + word + " with every spelling of a number", numbers("SET k v " + word + " %s")));
            all.add(cases(
                    "SET GET " + word + " with every spelling of a number", numbers("SET k v GET " + word + " %s XX")));
            all.add(cases("GETEX " + word + " with every spelling of a number", numbers("GETEX k " + word + " %s")));
        }
        all.add(cases("SETEX with every spelling of a number", numbers("SETEX k %s v")));
        all.add(cases("PSETEX with every spelling of a number", numbers("PSETEX k %s v")));
        all.addAll(byHand());
        return all;
    }

    private static List<List<String>> setMatrix(List<String> setUp) {
        List<String> expiries = new ArrayList<>(EXPIRIES);
        expiries.add("KEEPTTL");
        List<List<String>> cases = new ArrayList<>();
        for (String options : Tables.selectionsInEveryOrder(List.of(List.of("NX", "XX"), List.of("GET"), expiries))) {
            cases.add(rows(setUp, "SET k new " + inCase(options, cases.size()), look(isRelative(options))));
        }
        return cases;
    }

    private static List<List<String>> setTuples(List<String> setUp, int length) {
        List<List<String>> cases = new ArrayList<>();
        for (String options : Tables.tuples(SET_OPTIONS, length)) {
            cases.add(rows(setUp, "SET k new " + inCase(options, cases.size()), "GET k", "~PEXPIRETIME k"));
        }
        return cases;
    }

    private static List<List<String>> getexTuples(List<String> setUp) {
        List<String> options = new ArrayList<>(EXPIRIES);
        options.addAll(List.of("PERSIST", "KEEPTTL", "NX", "GET", "junk"));
        List<List<String>> cases = new ArrayList<>();
        cases.add(rows(setUp, "GETEX k", look(false)));
        for (int length = 1; length <= 2; length++) {
            for (String tuple : Tables.tuples(options, length)) {
                cases.add(rows(setUp, "GETEX k " + inCase(tuple, cases.size()), look(isRelative(tuple))));
            }
        }
        return cases;
    }

    private static List<List<String>> kin(List<String> setUp) {
        return List.of(
                rows(setUp, "SETEX k 1000 new", look(true)),
                rows(setUp, "PSETEX k 1000000 new", look(true)),
                rows(setUp, "SETNX k new", look(false)),
                rows(setUp, "GETSET k new", look(false)),
                rows(setUp, "GETDEL k", look(false)),
                rows(setUp, "GETDEL k", "GETDEL k", "EXISTS k"),
                rows(setUp, "GET k", look(false)),
                rows(setUp, "STRLEN k", "STRLEN k"),
                rows(setUp, "MSET k new other 1", look(false)),
                rows(setUp, "MSETNX k new other 1", look(false), "GET other", "DEL other"),
                rows(setUp, "APPEND k new", look(false)),
                rows(setUp, "SETRANGE k 1 new", look(false)));
    }

    /** On an absent key, on one with a deadline, and on a list: is the number or the type complained about first? */
    private static List<List<String>> numbers(String row) {
        List<List<String>> cases = new ArrayList<>();
        for (String number : Tables.NUMBERS) {
            String command = String.format(row, number);
            cases.add(rows(command, look(true)));
            cases.add(rows("SET k old PXAT " + FAR_MILLIS, command, look(true)));
            cases.add(rows("RPUSH k a", command, look(true)));
        }
        return cases;
    }

    private static boolean isRelative(String options) {
        return options.contains("EX ") || options.contains("PX ");
    }

    private static List<Sequence> byHand() {
        return List.of(
                sequence("SET NX GET", "SET k v", "SET k w NX GET", "GET k", "SET n v NX GET", "GET n"),
                sequence("SET XX GET", "SET k v XX GET", "GET k", "SET k v", "SET k w XX GET", "GET k"),
                sequence(
                        "SET options without their value",
                        "SET k v EX",
                        "SET k v PX",
                        "SET k v EXAT",
                        "SET k v PXAT",
                        "SET k v NX EX",
                        "SET k v EX NX",
                        "SET k v EX 10 PX",
                        "SET k v KEEPTTL EX",
                        "SET k v EX EX 10",
                        "GETEX k EX",
                        "GETEX k PERSIST EX",
                        "GETEX k PXAT",
                        "EXISTS k"),
                sequence(
                        "SET complains about syntax before numbers and numbers before types",
                        "RPUSH k a",
                        "SET k v EX abc junk",
                        "SET k v EX 0 junk",
                        "SET k v EX abc NX XX",
                        "SET k v EX abc GET",
                        "SET k v EX -5 GET",
                        "SET k v NX EX 0",
                        "SET missing v XX EX 0",
                        "SET k v GET",
                        "SET k v GET NX",
                        "SET k v GET XX",
                        "TYPE k"),
                sequence(
                        "SET keeps or drops the deadline",
                        "SET k 1 PXAT " + FAR_MILLIS,
                        "SET k 2 KEEPTTL",
                        "PEXPIRETIME k",
                        "SET k 3 XX KEEPTTL GET",
                        "PEXPIRETIME k",
                        "SET k 4",
                        "PEXPIRETIME k",
                        "SET k 5 KEEPTTL",
                        "PEXPIRETIME k",
                        "SET k 6 EXAT " + FAR_SECONDS,
                        "PEXPIRETIME k",
                        "GETSET k 7",
                        "PEXPIRETIME k"),
                sequence(
                        "SET with a deadline in the past",
                        "SET k v PXAT 1",
                        "GET k",
                        "EXISTS k",
                        "SET k v EXAT 1",
                        "EXISTS k",
                        "SET k v",
                        "SET k w GET PXAT 1",
                        "GET k",
                        "SET k v NX PXAT 1",
                        "SET k w NX",
                        "GET k",
                        "SET k x XX PXAT 1",
                        "SET k y XX",
                        "TTL k",
                        "PTTL k"),
                sequence(
                        "GETEX with a deadline in the past returns the value once",
                        "SET k v",
                        "GETEX k PXAT 1",
                        "GET k",
                        "EXISTS k",
                        "SET k v",
                        "GETEX k EXAT 1",
                        "EXISTS k",
                        "DBSIZE"),
                sequence(
                        "SET of empty and binary keys and values",
                        "SET '' ''",
                        "GET ''",
                        "SET \\x00\\r\\n\\xff \\xff\\x00\\r\\n",
                        "GET \\x00\\r\\n\\xff",
                        "SET '' v NX GET",
                        "STRLEN ''",
                        "GETDEL ''",
                        "EXISTS '' \\x00\\r\\n\\xff"),
                sequence(
                        "SET with a value that is an option",
                        "SET k NX",
                        "SET k EX NX",
                        "GET k",
                        "SET GET GET GET",
                        "GET GET"),
                sequence(
                        "command names in any case",
                        "set k v",
                        "Set k w",
                        "sET k x",
                        "get k",
                        "gEt k",
                        "StrLen k",
                        "getEX k PERSIST",
                        "getex k persist"),
                sequence(
                        "SET's deadlines at their limits",
                        "SET k v EX 9223372036854775",
                        "SET k v EX 9223370000000000",
                        "TTL missing",
                        "SET k v PX 9223372036854775807",
                        "SET k v PX 9223370000000000000",
                        "SET k v EXAT 9223372036854775",
                        "PEXPIRETIME k",
                        "EXPIRETIME k",
                        "SET k v EXAT 9223372036854776",
                        "PEXPIRETIME k",
                        "SET k v PXAT 9223372036854775807",
                        "PEXPIRETIME k",
                        "EXPIRETIME k",
                        "TTL k",
                        "GETEX k EXAT 9223372036854775",
                        "PEXPIRETIME k",
                        "GETEX k EX 9223370000000000",
                        "GETEX k PXAT 9223372036854775807",
                        "PEXPIRETIME k"));
    }
}
