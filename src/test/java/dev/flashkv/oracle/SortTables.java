package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.cases;
import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.FAR_MILLIS;
import static dev.flashkv.oracle.Tables.inCase;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * SORT and SORT_RO. Two things are avoided. Among equal texts Redis' order is that of the C library it was built with.
 * And a number out of a double's range makes every later SORT of redis-server fail, as long as the process lives.
 */
final class SortTables {
    private static final long SEED = 1970;

    private SortTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        all.add(cases("SORT with every set of options", options()));
        all.add(cases("SORT with options in every order", orders()));
        all.add(cases("SORT with every LIMIT", limits()));
        all.add(cases("SORT of what C reads as numbers", numbers()));
        all.add(cases("SORT of what C does not read as numbers", noNumbers()));
        all.add(cases("SORT of lists at random", random()));
        all.add(patterns());
        all.addAll(byHand());
        return all;
    }

    private static List<String> weights() {
        return List.of(
                "RPUSH k 3 1 2 20 10 3",
                "MSET w_1 30 w_2 5 w_3 -7.5 w_10 5 w_20 1e2",
                "MSET v_1 one v_2 two v_3 '' v_10 ten",
                "MSET a_1 z a_2 y a_3 x a_10 w a_20 v",
                "RPUSH w_x 1");
    }

    private static List<List<String>> options() {
        List<List<String>> groups = List.of(
                List.of("BY nosort", "BY w_*", "BY none_*", "BY w_*->f"),
                List.of("LIMIT 1 3", "LIMIT -1 2"),
                List.of("GET v_*", "GET # GET w_*"),
                List.of("DESC"),
                List.of("STORE d"));
        List<List<String>> cases = new ArrayList<>();
        int turn = 0;
        for (String options : orderedSelections(groups)) {
            List<String> rows = rows(weights(), "SORT k " + inCase(options, turn++), "LRANGE d 0 -1", "DEL d");
            if (!options.contains("BY w_*") && !options.contains("BY none")) {
                rows.add("SORT k ALPHA " + options);
                rows.add("LRANGE d 0 -1");
            }
            rows.add("SORT_RO k " + options);
            rows.add("SORT missing " + options);
            cases.add(rows);
        }
        return cases;
    }

    /** At most one alternative out of each group, in the groups' order. */
    private static List<String> orderedSelections(List<List<String>> groups) {
        List<String> selections = List.of("");
        for (List<String> group : groups) {
            List<String> extended = new ArrayList<>(selections);
            for (String selection : selections) {
                group.forEach(alternative -> extended.add((selection + " " + alternative).strip()));
            }
            selections = extended;
        }
        return selections;
    }

    private static List<List<String>> orders() {
        List<String> options = List.of(
                "ASC", "DESC", "ALPHA", "BY nosort", "BY a_*", "LIMIT 0 2", "LIMIT 1", "GET", "BY", "STORE d", "junk");
        List<List<String>> cases = new ArrayList<>();
        for (int length = 1; length <= 2; length++) {
            for (String tuple : Tables.tuples(options, length)) {
                // Words would not be numbers.
                String alpha = tuple.contains("BY a_*") && !tuple.contains("nosort") ? " ALPHA" : "";
                cases.add(rows(weights(), "SORT k " + inCase(tuple, cases.size()) + alpha, "LRANGE d 0 -1", "DEL d"));
            }
        }
        return cases;
    }

    private static List<List<String>> limits() {
        List<String> numbers = List.of(
                "0",
                "1",
                "2",
                "5",
                "6",
                "7",
                "-1",
                "-5",
                "9223372036854775807",
                "-9223372036854775808",
                "4294967297",
                "abc",
                "''",
                "1.5");
        List<List<String>> cases = new ArrayList<>();
        for (String offset : numbers) {
            List<String> rows = rows("RPUSH k 5 3 1 2 4 6");
            for (String count : numbers) {
                String limit = " LIMIT " + offset + " " + count;
                rows.addAll(List.of(
                        "SORT k" + limit,
                        "SORT k DESC" + limit,
                        "SORT k BY nosort" + limit,
                        "SORT k BY nosort DESC" + limit,
                        "SORT missing" + limit,
                        "SORT k STORE d" + limit,
                        "LRANGE d 0 -1"));
            }
            cases.add(rows);
        }
        return cases;
    }

    private static List<List<String>> numbers() {
        return List.of(
                rows("RPUSH k -0 0 +0 0.0 -0.0", "SORT k", "SORT k DESC"),
                rows("RPUSH k 1 1.0 01 +1 1e0 ' 1' 0x1 0X1p0", "SORT k", "SORT k DESC"),
                rows("RPUSH k '' 5 -1 '\\x00' '7\\x00abc'", "SORT k"),
                rows("RPUSH k ' 5' '\\t4' '\\n3' '\\x0b2' '\\x0c1' '\\r0' ' \\t 9'", "SORT k"),
                rows("RPUSH k inf -inf 0 infinity -INFINITY +1 Inf", "SORT k", "SORT k DESC"),
                rows("RPUSH k 0x10 1 0x1p-1074 -0x1p3 ' 0x1p3' 2.2250738585072014e-308", "SORT k"),
                rows("RPUSH k 9007199254740993 9007199254740992 9007199254740994", "SORT k", "SORT k DESC"),
                rows("RPUSH k 9223372036854775807 9223372036854775806 -9223372036854775808", "SORT k"),
                rows("RPUSH k 9223372036854775808 18446744073709551616 1e308 -1e308 1e-307", "SORT k"),
                rows("RPUSH k .5 5. 0.5e1 -.5 1e+2 1E2", "SORT k"),
                rows("RPUSH k a b c", "MSET n_a 3 n_b '' n_c ' 2'", "SORT k BY n_*", "SORT k BY n_* GET n_*"),
                rows("RPUSH k x y", "SET i_x 10", "INCR i_x", "SET i_y 9", "SORT k BY i_* GET i_*"));
    }

    private static List<List<String>> noNumbers() {
        List<List<String>> cases = new ArrayList<>();
        for (String none : List.of(
                "a", "nan", "-nan", "nan(1)", "' '", "'5 '", "1e", "1.5.", "0x", "-", "+", ".", "1,5", "0b1", "5a",
                "--1")) {
            cases.add(rows(
                    "RPUSH k 1 " + none + " 2",
                    "SET keep this",
                    "SORT k",
                    "SORT k LIMIT 0 1",
                    "SORT k STORE keep",
                    "GET keep",
                    "SORT k BY nosort",
                    "MSET n_1 0 n_2 1",
                    "SORT k BY n_*",
                    "SORT k GET #"));
        }
        return cases;
    }

    private static List<List<String>> random() {
        Random random = new Random(SEED);
        List<List<String>> cases = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            StringBuilder push = new StringBuilder("RPUSH k");
            for (int n = 1 + random.nextInt(40); n > 0; n--) {
                push.append(' ').append(random.nextInt(100) - 50);
            }
            cases.add(rows(
                    push.toString(),
                    "MSET x_1 9 x_2 8 x_3 8 x_-1 7 x_-2 -7 x_40 0 x_41 1e3 x_-40 2",
                    "SORT k",
                    "SORT k DESC",
                    "SORT k ALPHA",
                    "SORT k ALPHA DESC",
                    "SORT k BY x_*",
                    "SORT k BY x_* DESC LIMIT " + random.nextInt(5) + " " + random.nextInt(20),
                    "SORT k LIMIT " + random.nextInt(5) + " " + random.nextInt(20) + " GET # GET x_*",
                    "SORT k ALPHA STORE d LIMIT 0 " + random.nextInt(20),
                    "LRANGE d 0 -1"));
        }
        return cases;
    }

    private static Sequence patterns() {
        List<String> rows = rows(
                "RPUSH k 1 2",
                "MSET 1 self x1 prefix 1x postfix x1x both x1*x star x1-> arrow x1->f field",
                "MSET x1\\x00y nul '*' asterisk '# ' sharp '' empty");
        for (String pattern : List.of(
                "*",
                "x*",
                "*x",
                "x*x",
                "x**x",
                "**",
                "#",
                "'# '",
                "##",
                "#*",
                "''",
                "x1",
                "x*->",
                "x*->f",
                "*->f",
                "x*->f->g",
                "->*",
                "f->*",
                "*-",
                "*>",
                "x*\\x00y",
                "\\x00*",
                "#\\x00",
                "x*\\x00->f",
                "->",
                "*->*")) {
            rows.add("SORT k GET " + pattern);
            rows.add("SORT k ALPHA LIMIT 0 10 BY nosort GET " + pattern + " GET #");
            rows.add("SORT_RO k BY nosort GET " + pattern);
        }
        return sequence("SORT's patterns", rows);
    }

    private static List<Sequence> byHand() {
        return List.of(
                sequence(
                        "SORT ... STORE",
                        "RPUSH k 3 1 2",
                        "SORT k STORE k",
                        "LRANGE k 0 -1",
                        "SET d string PXAT " + FAR_MILLIS,
                        "SORT k DESC STORE d",
                        "LRANGE d 0 -1",
                        "PEXPIRETIME d",
                        "SORT missing STORE d",
                        "EXISTS d",
                        "RPUSH d x",
                        "SORT k LIMIT 9 9 STORE d",
                        "EXISTS d",
                        "SORT k GET v_* STORE d",
                        "LRANGE d 0 -1",
                        "SORT k STORE a STORE b",
                        "EXISTS a",
                        "LRANGE b 0 -1",
                        "SORT k STORE get",
                        "LRANGE get 0 -1",
                        "SORT k STORE get DESC",
                        "LRANGE get 0 -1",
                        "SORT k STORE limit ALPHA",
                        "LRANGE limit 0 -1",
                        "SORT k BY store STORE by",
                        "LRANGE by 0 -1",
                        "SORT k STORE\\x00 nul",
                        "LRANGE nul 0 -1",
                        "SORT k STORE",
                        "SORT_RO k STORE d",
                        "PEXPIREAT k " + FAR_MILLIS,
                        "SORT k STORE k",
                        "PEXPIRETIME k",
                        "RPUSH n b\\x00a b b\\x00 a '' \\xff \\xc3\\xa9",
                        "SORT n ALPHA STORE d",
                        "LRANGE d 0 -1",
                        "SORT n ALPHA DESC STORE d",
                        "LRANGE d 0 -1"),
                sequence(
                        "SORT of keys in every state",
                        "SORT k",
                        "SORT_RO k",
                        "SET k string",
                        "SORT k",
                        "SORT_RO k ALPHA",
                        "SORT k junk",
                        "SORT k LIMIT a b",
                        "SORT k STORE d",
                        "DEL k",
                        "RPUSH k 2 1",
                        "PEXPIREAT k 1",
                        "SORT k"),
                sequence(
                        "COMMAND GETKEYS SORT",
                        "COMMAND GETKEYS SORT a",
                        "COMMAND GETKEYS SORT a BY x* GET y* STORE z",
                        "COMMAND GETKEYS SORT a STORE z STORE q",
                        "COMMAND GETKEYS SORT a STORE",
                        "COMMAND GETKEYS SORT a BY store GET store z",
                        "COMMAND GETKEYS SORT a LIMIT store x y",
                        "COMMAND GETKEYS SORT a limit store x store y store",
                        "COMMAND GETKEYS SORT a STORE a",
                        "COMMAND GETKEYSANDFLAGS SORT a STORE z",
                        "COMMAND GETKEYSANDFLAGS SORT a",
                        "COMMAND GETKEYS SORT_RO a STORE z",
                        "COMMAND GETKEYSANDFLAGS SORT_RO a GET z*"));
    }
}
