package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.cases;
import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.FAR_MILLIS;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;

/** Ranges, counters, MSET and their edges. */
final class StringTables {
    /** What INCRBYFLOAT may be given or find; the sums show how Redis prints a long double. */
    private static final List<String> FLOATS = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "0.1",
            "0.2",
            "-0.1",
            "3.0",
            "1.5",
            "10.50",
            "5.0e3",
            "2.0e2",
            "1e-5",
            "1e-17",
            "1e-18",
            "4e-18",
            "6e-18",
            "1e-30",
            "1e17",
            "1e18",
            "1e19",
            "1e20",
            "1e22",
            "1e100",
            "-1e100",
            "1e308",
            "1e4000",
            "1e4932",
            "1e5000",
            "-1e5000",
            "1e-4940",
            "1e-5000",
            "3.14159265358979323846264338327950288",
            "0.30000000000000004",
            "123456789.123456789",
            "1234567890123456789.123456789",
            "9007199254740993",
            "18014398509481985",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "18446744073709551617",
            "99999999999999999999999999",
            "0.00000000000000001",
            "0.000000000000000005",
            "0.999999999999999999999999",
            ".5",
            "5.",
            "+5",
            "+.5e1",
            ".",
            "e5",
            "1e",
            "1e+",
            "1e+2",
            "1E2",
            "0x10",
            "0x1p3",
            "0x.8",
            "inf",
            "-inf",
            "+inf",
            "Infinity",
            "infinit",
            "nan",
            "NaN",
            "-nan",
            "nan(1)",
            "''",
            "' 1'",
            "'1 '",
            "abc",
            "1a",
            "1.2.3",
            "1,5",
            "--1",
            "1\\x00",
            "\\x00",
            "\\xff");

    /** Whole numbers as the stored value of INCR. */
    private static final List<String> COUNTERS = List.of(
            "0",
            "-0",
            "1",
            "-1",
            "9",
            "99",
            "-10",
            "9223372036854775806",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775807",
            "-9223372036854775808",
            "-9223372036854775809",
            "00",
            "007",
            "+7",
            "' 7'",
            "'7 '",
            "'7\\n'",
            "7.0",
            "7e0",
            "0x7",
            "''",
            "'-'",
            "abc",
            "12345678901234567890",
            "123456789012345678901234567890",
            "7\\x00",
            "\\xff",
            "1_000");

    private StringTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        all.add(cases("GETRANGE and SUBSTR with every pair of indexes", ranges("SET k hello")));
        all.add(cases("GETRANGE and SUBSTR of an empty string", ranges("SET k ''")));
        all.add(cases("GETRANGE and SUBSTR of one byte", ranges("SET k x")));
        all.add(cases("GETRANGE and SUBSTR of a number", ranges("SET k 12345")));
        all.add(cases("GETRANGE with every spelling of an index", spelledRanges()));
        all.add(cases("SETRANGE with every spelling of an offset", spelledOffsets()));
        all.add(cases("INCR and DECR on every stored value", counters()));
        all.add(cases("INCRBY and DECRBY with every spelling of a number", increments()));
        all.add(cases("INCRBYFLOAT with every spelling of a number", floats()));
        all.add(cases("INCRBYFLOAT adds pairs of numbers", floatSums()));
        all.addAll(byHand());
        all.addAll(multiple());
        return all;
    }

    private static List<List<String>> ranges(String setUp) {
        List<List<String>> cases = new ArrayList<>();
        for (String start : Tables.INDEXES) {
            List<String> rows = rows(setUp);
            for (String end : Tables.INDEXES) {
                rows.add("GETRANGE k " + start + " " + end);
                rows.add("SUBSTR k " + start + " " + end);
            }
            rows.add("GETRANGE missing " + start + " 2");
            cases.add(rows);
        }
        return cases;
    }

    private static List<List<String>> spelledRanges() {
        List<List<String>> cases = new ArrayList<>();
        for (String number : Tables.NUMBERS) {
            cases.add(rows(
                    "SET k hello",
                    "GETRANGE k " + number + " 2",
                    "GETRANGE k 1 " + number,
                    "SUBSTR missing " + number + " 1",
                    "DEL k",
                    "RPUSH k a",
                    "GETRANGE k 0 " + number));
        }
        return cases;
    }

    private static List<List<String>> spelledOffsets() {
        List<List<String>> cases = new ArrayList<>();
        for (String number : Tables.NUMBERS) {
            // A value makes huge offsets an error; an empty one writes nothing.
            cases.add(rows("SETRANGE k " + number + " ab", "GET k"));
            cases.add(rows("SETRANGE k " + number + " ''", "EXISTS k"));
            cases.add(rows("SET k hello", "SETRANGE k " + number + " ab", "GET k"));
            cases.add(rows("SET k hello", "SETRANGE k " + number + " ''", "GET k"));
            cases.add(rows("RPUSH k a", "SETRANGE k " + number + " ab", "SETRANGE k " + number + " ''"));
        }
        return cases;
    }

    private static List<List<String>> counters() {
        List<List<String>> cases = new ArrayList<>();
        for (String value : COUNTERS) {
            for (String command : List.of("INCR k", "DECR k", "INCRBY k 5", "DECRBY k 5", "INCRBYFLOAT k 1.5")) {
                cases.add(rows("SET k " + value, command, "GET k"));
            }
        }
        return cases;
    }

    private static List<List<String>> increments() {
        List<List<String>> cases = new ArrayList<>();
        for (String number : Tables.NUMBERS) {
            for (String command : List.of("INCRBY k " + number, "DECRBY k " + number)) {
                cases.add(rows(command, "GET k"));
                cases.add(rows("SET k 1", command, "GET k"));
                cases.add(rows("SET k -2", command, "GET k"));
                cases.add(rows("SET k 9223372036854775807", command, "GET k"));
                cases.add(rows("SET k -9223372036854775808", command, "GET k"));
                cases.add(rows("SET k junk", command, "GET k"));
                cases.add(rows("RPUSH k a", command));
            }
        }
        return cases;
    }

    private static List<List<String>> floats() {
        List<List<String>> cases = new ArrayList<>();
        for (String number : FLOATS) {
            cases.add(rows("INCRBYFLOAT k " + number, "GET k", "INCRBYFLOAT k 1", "STRLEN k"));
            cases.add(rows("SET k " + number, "INCRBYFLOAT k 1", "GET k", "INCR k"));
            cases.add(rows("RPUSH k a", "INCRBYFLOAT k " + number));
        }
        return cases;
    }

    private static List<List<String>> floatSums() {
        List<List<String>> cases = new ArrayList<>();
        for (int i = 0; i < FLOATS.size(); i++) {
            for (int j = i; j < FLOATS.size(); j += 3) {
                cases.add(rows("SET k " + FLOATS.get(i), "INCRBYFLOAT k " + FLOATS.get(j), "INCRBYFLOAT k -0.1"));
            }
        }
        return cases;
    }

    private static List<Sequence> byHand() {
        return List.of(
                sequence(
                        "APPEND",
                        "APPEND k a",
                        "APPEND k bc",
                        "APPEND k ''",
                        "GET k",
                        "APPEND e ''",
                        "EXISTS e",
                        "GET e",
                        "APPEND k \\x00\\xff",
                        "GET k",
                        "STRLEN k",
                        "SET n 12",
                        "APPEND n 3",
                        "INCR n",
                        "APPEND n x",
                        "INCR n"),
                sequence(
                        "writes inside a string keep the deadline",
                        "SET k 10 PXAT " + FAR_MILLIS,
                        "APPEND k 1",
                        "INCR k",
                        "DECR k",
                        "INCRBY k 5",
                        "DECRBY k 5",
                        "INCRBYFLOAT k 0.5",
                        "SETRANGE k 1 xyz",
                        "GET k",
                        "PEXPIRETIME k"),
                sequence(
                        "SETRANGE pads with zero bytes",
                        "SETRANGE k 3 a",
                        "GET k",
                        "SETRANGE k 1 bc",
                        "GET k",
                        "SETRANGE k 6 d",
                        "GET k",
                        "STRLEN k",
                        "SETRANGE k 0 ''",
                        "SETRANGE k 100 ''",
                        "STRLEN k",
                        "SETRANGE k 5 \\xff\\xfe\\xfd",
                        "GETRANGE k 0 -1",
                        "GETRANGE k -3 -2",
                        "SUBSTR k 0 3"),
                sequence(
                        "SETRANGE of the longest string",
                        "SETRANGE k 536870911 ab",
                        "SETRANGE k 536870912 a",
                        "SETRANGE k 536870912 ''",
                        "SETRANGE k 536870913 a",
                        "SETRANGE k 2147483647 a",
                        "SETRANGE k 2147483648 a",
                        "SETRANGE k 4294967295 a",
                        "SETRANGE k 4294967297 a",
                        "SETRANGE k 9223372036854775807 a",
                        "SETRANGE k 9223372036854775806 ab",
                        "SETRANGE k -1 a",
                        "SETRANGE k -9223372036854775808 a",
                        "EXISTS k"),
                sequence(
                        "INCR up to the limits",
                        "SET k 9223372036854775805",
                        "INCR k",
                        "INCR k",
                        "INCR k",
                        "GET k",
                        "DECR k",
                        "INCRBY k 2",
                        "SET k -9223372036854775807",
                        "DECR k",
                        "DECR k",
                        "INCRBY k 9223372036854775807",
                        "DECRBY k -9223372036854775808",
                        "DECRBY k 9223372036854775807",
                        "DECRBY m -9223372036854775808",
                        "DECRBY m -9223372036854775807",
                        "INCRBY n -9223372036854775808",
                        "INCRBY n 9223372036854775807",
                        "GET n"),
                sequence(
                        "INCRBYFLOAT over many small steps",
                        "SET k 0",
                        "INCRBYFLOAT k 0.1",
                        "INCRBYFLOAT k 0.1",
                        "INCRBYFLOAT k 0.1",
                        "INCRBYFLOAT k 0.1",
                        "INCRBYFLOAT k 0.1",
                        "INCRBYFLOAT k 0.1",
                        "INCRBYFLOAT k 0.1",
                        "INCRBYFLOAT k 0.1",
                        "INCRBYFLOAT k 0.1",
                        "INCRBYFLOAT k 0.1",
                        "INCRBYFLOAT k -1",
                        "GET k"),
                sequence(
                        "INCRBYFLOAT of numbers that print long",
                        "SET k 1e4000",
                        "INCRBYFLOAT k 1e4000",
                        "STRLEN k",
                        "GET k",
                        "INCRBYFLOAT k -1e4000",
                        "SET k 1.1897314953572317650e4932",
                        "INCRBYFLOAT k 1.1897314953572317650e4932",
                        "INCRBYFLOAT k 1e4931",
                        "SET k " + "1".repeat(300),
                        "INCRBYFLOAT k 1",
                        "SET k 0." + "1".repeat(300),
                        "INCRBYFLOAT k 1",
                        "SET k 5",
                        "INCRBYFLOAT k " + "0".repeat(260) + "1",
                        "INCRBYFLOAT k " + "0".repeat(6000) + "1"),
                sequence(
                        "GETDEL and GETSET",
                        "GETDEL k",
                        "GETSET k a",
                        "GETSET k b",
                        "GETDEL k",
                        "GETDEL k",
                        "GETSET k c",
                        "GET k"),
                sequence(
                        "STRLEN",
                        "STRLEN k",
                        "SET k ''",
                        "STRLEN k",
                        "SET k -123",
                        "STRLEN k",
                        "SET k \\x00\\x00",
                        "STRLEN k",
                        "SETRANGE k 9999 x",
                        "STRLEN k"));
    }

    private static List<Sequence> multiple() {
        return List.of(
                sequence(
                        "MSET and MGET over many slots",
                        "MSET a 1 b 2 c 3 d 4 e 5 f 6 g 7 h 8 i 9 j 10",
                        "MGET a b c d e f g h i j",
                        "MGET j i h g f e d c b a a b missing c",
                        "DBSIZE",
                        "DEL a",
                        "RPUSH b x",
                        "MGET a b c",
                        "MGET missing",
                        "MSET {t}a 1 {t}b 2",
                        "MGET {t}a {t}b"),
                sequence(
                        "MSET with a key given twice",
                        "MSET a 1 a 2",
                        "GET a",
                        "MSET a 1 b 2 a 3 b 4",
                        "MGET a b",
                        "MSETNX c 1 c 2",
                        "GET c",
                        "DBSIZE"),
                sequence(
                        "MSET with an odd number of arguments",
                        "MSET a",
                        "MSET a 1 b",
                        "MSET a 1 b 2 c",
                        "MSETNX a",
                        "MSETNX a 1 b",
                        "MSETNX a 1 b 2 c",
                        "DBSIZE"),
                sequence(
                        "MSET replaces anything and drops deadlines",
                        "RPUSH list a",
                        "SET k v PXAT " + FAR_MILLIS,
                        "MSET list 1 k 2",
                        "TYPE list",
                        "PEXPIRETIME k",
                        "MGET list k"),
                sequence(
                        "MSETNX sets all or nothing",
                        "MSETNX a 1 b 2 c 3",
                        "MSETNX d 4 c 5 e 6",
                        "EXISTS d e",
                        "RPUSH list x",
                        "MSETNX d 4 list 5",
                        "EXISTS d",
                        "SET gone v PXAT 1",
                        "MSETNX gone 1 d 2",
                        "MGET a b c d e gone"),
                sequence(
                        "MSET with empty and binary names",
                        "MSET '' a \\x00 b \\xff ''",
                        "MGET '' \\x00 \\xff \\r\\n",
                        "EXISTS '' \\x00 \\xff"));
    }
}
