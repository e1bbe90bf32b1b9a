package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.cases;
import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.FAR_MILLIS;
import static dev.flashkv.oracle.Tables.inCase;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The list commands: index, count and option matrices, and hand-written edges. */
final class ListTables {
    private static final String FIVE = "RPUSH k a b c d e";

    private ListTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        all.add(cases("LRANGE with every pair of indexes", ranges()));
        all.add(cases("LTRIM with every pair of indexes", trims()));
        all.add(cases("LINDEX, LSET with every index", indexes()));
        all.add(cases("list commands with every spelling of a number", spelled()));
        all.add(cases("LPOP and RPOP with every count", pops()));
        all.add(cases("LREM with every count", removals()));
        all.add(cases("LPOS with every set of options", positions()));
        all.add(cases("LPOS with options in every order", positionOrders()));
        all.add(cases("LPOS with every spelling of a number", spelledPositions()));
        all.add(cases("LINSERT", inserts()));
        all.add(longList());
        all.addAll(byHand());
        return all;
    }

    private static List<List<String>> ranges() {
        List<List<String>> cases = new ArrayList<>();
        for (String start : Tables.INDEXES) {
            List<String> rows = rows(FIVE);
            Tables.INDEXES.forEach(end -> rows.add("LRANGE k " + start + " " + end));
            rows.add("LRANGE missing " + start + " -1");
            cases.add(rows);
        }
        return cases;
    }

    private static List<List<String>> trims() {
        List<List<String>> cases = new ArrayList<>();
        for (String start : Tables.INDEXES) {
            for (String end : Tables.INDEXES) {
                cases.add(rows(FIVE, "LTRIM k " + start + " " + end, "LRANGE k 0 -1", "EXISTS k"));
            }
            cases.add(rows("LTRIM k " + start + " 1", "EXISTS k"));
        }
        return cases;
    }

    private static List<List<String>> indexes() {
        List<List<String>> cases = new ArrayList<>();
        for (String index : Tables.INDEXES) {
            cases.add(rows(FIVE, "LINDEX k " + index, "LSET k " + index + " new", "LRANGE k 0 -1"));
            cases.add(rows("LINDEX k " + index, "LSET k " + index + " new", "EXISTS k"));
        }
        return cases;
    }

    /** On a list, an absent key and a string: what is complained about first? */
    private static List<List<String>> spelled() {
        List<List<String>> cases = new ArrayList<>();
        for (String number : Tables.NUMBERS) {
            List<String> commands = List.of(
                    "LINDEX k " + number,
                    "LRANGE k " + number + " 2",
                    "LRANGE k 1 " + number,
                    "LSET k " + number + " x",
                    "LREM k " + number + " c",
                    "LPOP k " + number,
                    "RPOP k " + number,
                    "LTRIM k " + number + " 3",
                    "LTRIM k 1 " + number);
            for (String command : commands) {
                cases.add(rows(FIVE, command, "LRANGE k 0 -1"));
                cases.add(rows(command, "EXISTS k"));
                cases.add(rows("SET k string", command, "GET k"));
            }
        }
        return cases;
    }

    private static List<List<String>> pops() {
        List<List<String>> cases = new ArrayList<>();
        for (String pop : List.of("LPOP", "RPOP")) {
            cases.add(rows(pop + " k", pop + " k 0", pop + " k 1", pop + " k 5", pop + " k -1", "EXISTS k"));
            cases.add(rows(FIVE, pop + " k", pop + " k", pop + " k", pop + " k", pop + " k", pop + " k", "TYPE k"));
            for (String count : List.of("0", "1", "2", "4", "5", "6", "100", "2147483647", "9223372036854775807")) {
                cases.add(rows(FIVE, pop + " k " + count, "LRANGE k 0 -1", "EXISTS k"));
            }
            for (String bad : List.of("-1", "-9223372036854775808", "abc", "1.5", "''", "9223372036854775808")) {
                cases.add(rows(FIVE, pop + " k " + bad, "LLEN k", "DEL k", pop + " k " + bad));
            }
            cases.add(rows(FIVE, pop + " k 1 2", pop + " k abc 2", "LLEN k"));
        }
        return cases;
    }

    private static List<List<String>> removals() {
        List<List<String>> cases = new ArrayList<>();
        List<String> counts = List.of(
                "0",
                "1",
                "2",
                "3",
                "4",
                "100",
                "-1",
                "-2",
                "-4",
                "-100",
                "9223372036854775807",
                "-9223372036854775807",
                "-9223372036854775808");
        for (String count : counts) {
            for (String element : List.of("x", "a", "7", "''", "missing")) {
                cases.add(rows(
                        "RPUSH k x a x 7 '' b x '' 7", "LREM k " + count + " " + element, "LRANGE k 0 -1", "LLEN k"));
            }
            cases.add(rows("RPUSH k x x x", "LREM k " + count + " x", "EXISTS k", "LRANGE k 0 -1"));
            cases.add(rows("LREM k " + count + " x"));
        }
        return cases;
    }

    private static List<List<String>> positions() {
        List<String> ranks = List.of("", "1", "2", "3", "9", "-1", "-2", "-3", "-9", "0", "-9223372036854775807");
        List<String> counts = List.of("", "0", "1", "2", "9", "-1", "9223372036854775807");
        List<String> maxLengths = List.of("", "0", "1", "3", "8", "100", "-1", "9223372036854775807");
        List<List<String>> cases = new ArrayList<>();
        for (String rank : ranks) {
            for (String count : counts) {
                List<String> rows = rows("RPUSH k a b c 1 2 3 c c");
                for (String maxLength : maxLengths) {
                    String options = option(" RANK ", rank) + option(" COUNT ", count) + option(" MAXLEN ", maxLength);
                    rows.add("LPOS k c" + inCase(options, cases.size()));
                    rows.add("LPOS k 2" + options);
                    rows.add("LPOS k missing" + options);
                    rows.add("LPOS missing c" + options);
                }
                cases.add(rows);
            }
        }
        return cases;
    }

    private static String option(String name, String value) {
        return value.isEmpty() ? "" : name + value;
    }

    private static List<List<String>> positionOrders() {
        List<List<String>> cases = new ArrayList<>();
        List<String> options = List.of("RANK 2", "RANK -1", "COUNT 0", "COUNT 1", "MAXLEN 4", "junk", "RANK", "COUNT");
        for (int length = 1; length <= 3; length++) {
            for (String tuple : Tables.tuples(options, length)) {
                cases.add(rows("RPUSH k c b c a c", "LPOS k c " + inCase(tuple, cases.size())));
            }
        }
        return cases;
    }

    private static List<List<String>> spelledPositions() {
        List<List<String>> cases = new ArrayList<>();
        for (String number : Tables.NUMBERS) {
            for (String option : List.of(" RANK ", " COUNT ", " MAXLEN ")) {
                String command = "LPOS k c" + option + number;
                cases.add(rows("RPUSH k a c c", command, "DEL k", command, "SET k string", command));
            }
        }
        return cases;
    }

    private static List<List<String>> inserts() {
        List<List<String>> cases = new ArrayList<>();
        for (String where : List.of("BEFORE", "AFTER", "before", "aFTER", "BESIDE", "''", "BEFORE\\x00")) {
            for (String pivot : List.of("a", "c", "e", "missing", "''")) {
                String command = "LINSERT k " + where + " " + pivot + " new";
                cases.add(rows("RPUSH k a b c c d e", command, "LRANGE k 0 -1"));
                cases.add(rows(command, "EXISTS k"));
                cases.add(rows("SET k string", command));
            }
        }
        return cases;
    }

    /** Long enough to leave every compact form, with elements of all sizes. */
    private static Sequence longList() {
        String numbers = IntStream.range(0, 600).mapToObj(Integer::toString).collect(Collectors.joining(" "));
        return sequence(
                "a long list",
                "RPUSH k " + numbers,
                "LPUSH k " + "big".repeat(3000) + " '' -1 x",
                "LLEN k",
                "LRANGE k 0 -1",
                "LINDEX k 300",
                "LINDEX k -300",
                "LPOS k 555",
                "LPOS k 555 RANK -1",
                "LPOS k 555 MAXLEN 500",
                "LPOS k 555 RANK -1 MAXLEN 50",
                "LINSERT k BEFORE 300 here",
                "LSET k 303 there",
                "LREM k -1 here",
                "LRANGE k 295 310",
                "LRANGE k -310 -295",
                "LTRIM k 100 -101",
                "LLEN k",
                "LPOP k 150",
                "RPOP k 150",
                "LRANGE k 0 -1",
                "LPOP k 1000",
                "EXISTS k");
    }

    private static List<Sequence> byHand() {
        return List.of(
                sequence(
                        "LPUSH and RPUSH",
                        "LPUSH k a b c",
                        "RPUSH k d e",
                        "LRANGE k 0 -1",
                        "LPUSH k '' \\x00\\xff",
                        "RPUSH k 007 -0 12",
                        "LRANGE k 0 -1",
                        "LLEN k",
                        "TYPE k"),
                sequence(
                        "LPUSHX and RPUSHX",
                        "LPUSHX k a",
                        "RPUSHX k a b c",
                        "EXISTS k",
                        "RPUSH k m",
                        "LPUSHX k b a",
                        "RPUSHX k n o",
                        "LRANGE k 0 -1",
                        "SET s v",
                        "LPUSHX s a",
                        "RPUSHX s a"),
                sequence(
                        "a list that becomes empty is gone with its deadline",
                        "RPUSH k a",
                        "PEXPIREAT k " + FAR_MILLIS,
                        "LPOP k",
                        "EXISTS k",
                        "RPUSH k b",
                        "PEXPIRETIME k",
                        "LREM k 0 b",
                        "TYPE k",
                        "RPUSH k c",
                        "LTRIM k 5 9",
                        "TYPE k",
                        "RPUSH k d",
                        "RPOP k 1",
                        "TYPE k",
                        "DBSIZE"),
                sequence(
                        "list writes keep the deadline",
                        "RPUSH k a b c d e f",
                        "PEXPIREAT k " + FAR_MILLIS,
                        "LPUSH k x",
                        "LPOP k",
                        "RPOP k 2",
                        "LSET k 0 z",
                        "LINSERT k AFTER z y",
                        "LREM k 1 b",
                        "LTRIM k 0 1",
                        "RPUSHX k w",
                        "PEXPIRETIME k",
                        "LRANGE k 0 -1"),
                sequence(
                        "an expired list is absent",
                        "RPUSH k a b",
                        "PEXPIREAT k 1",
                        "LLEN k",
                        "LRANGE k 0 -1",
                        "LPUSHX k c",
                        "RPUSH k d",
                        "LRANGE k 0 -1"),
                sequence(
                        "LSET",
                        "LSET k 0 a",
                        "RPUSH k a b c",
                        "LSET k 0 x",
                        "LSET k -1 z",
                        "LSET k 3 y",
                        "LSET k -4 y",
                        "LSET k 1 ''",
                        "LSET k abc y",
                        "LRANGE k 0 -1",
                        "SET s v",
                        "LSET s 0 a",
                        "LSET s abc a"),
                sequence(
                        "elements that look like numbers are compared as strings",
                        "RPUSH k 1 01 1.0 ' 1' +1 -0 0",
                        "LPOS k 1",
                        "LPOS k 01",
                        "LPOS k 1.0",
                        "LPOS k 0",
                        "LPOS k -0",
                        "LREM k 0 1",
                        "LREM k 0 0",
                        "LINSERT k BEFORE +1 x",
                        "LRANGE k 0 -1"),
                sequence("LLEN", "LLEN k", "RPUSH k a b", "LLEN k", "SET s v", "LLEN s"),
                sequence(
                        "lists on many slots",
                        "RPUSH a 1",
                        "RPUSH b 2",
                        "RPUSH c 3",
                        "RPUSH {a}x 4",
                        "LPOP a",
                        "LPOP b",
                        "LPOP c",
                        "LPOP {a}x",
                        "DBSIZE"));
    }
}
