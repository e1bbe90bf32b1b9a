package dev.flashkv.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All tables by family, and what they are built with. */
final class Tables {
    /** A deadline in the year 2100, so that no test waits for it: in milliseconds, and in seconds. */
    static final String FAR_MILLIS = "4102444800123";

    static final String FAR_SECONDS = "4102444800";

    /** The keys' states that decide how a command goes, each with the rows that make it of an absent key k. */
    static final Map<String, List<String>> STATES = states();

    /** What a client may write where an integer is wanted; the valid ones are extremes. */
    static final List<String> NUMBERS = List.of(
            "''",
            "0",
            "-0",
            "+1",
            "01",
            "-1",
            "--1",
            "1.5",
            "1.0",
            "1e3",
            "' 1'",
            "'1 '",
            "abc",
            "1a",
            "0x10",
            "1\\x00",
            "\\x00",
            "\\xff",
            "-",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775807",
            "-9223372036854775808",
            "-9223372036854775809",
            "18446744073709551615",
            "18446744073709551616",
            "99999999999999999999999999999999",
            "9223372036854775",
            "9223372036854776",
            "-9223372036854776",
            "4611686018427387904",
            "4294967296",
            "2147483648");

    /** Indexes into strings and lists of a few elements. */
    static final List<String> INDEXES = List.of(
            "0",
            "1",
            "2",
            "4",
            "5",
            "100",
            "-1",
            "-2",
            "-5",
            "-6",
            "-100",
            "9223372036854775807",
            "-9223372036854775808",
            "-9223372036854775807",
            "4294967296",
            "-4294967296");

    private Tables() {}

    /** Every family of tables by its name. */
    static Map<String, List<Sequence>> families() {
        Map<String, List<Sequence>> families = new LinkedHashMap<>();
        families.put("SET and its kin", SetTables.all());
        families.put("strings", StringTables.all());
        families.put("lists", ListTables.all());
        families.put("lists, several", ListMoveTables.all());
        families.put("lists, blocking", BlockingTables.all());
        families.put("LCS", LcsTables.all());
        families.put("keys", KeyTables.all());
        families.put("SORT", SortTables.all());
        families.put("DUMP and RESTORE", DumpTables.all());
        families.put("OBJECT and uses", ObjectTables.all());
        families.put("DEBUG", DebugTables.all());
        families.put("databases", DatabaseTables.all());
        families.put("transactions", TransactionTables.all());
        families.put("expiry", ExpiryTables.all());
        families.put("server", ServerTables.all());
        families.put("admission", AdmissionTables.all());
        families.put("users and rules", AclTables.all());
        families.put("introspection", IntrospectionTables.all());
        families.put("tracking", TrackingTables.all());
        families.put("arity and types", ArityTables.all());
        families.put("hostile input", HostileTables.all());
        return families;
    }

    private static Map<String, List<String>> states() {
        Map<String, List<String>> states = new LinkedHashMap<>();
        states.put("absent", List.of());
        states.put("a string", List.of("SET k old"));
        states.put("a string with TTL", List.of("SET k old PXAT " + FAR_MILLIS));
        states.put("a list", List.of("RPUSH k a b"));
        states.put("a list with TTL", List.of("RPUSH k a b", "PEXPIREAT k " + FAR_MILLIS));
        states.put("expired", List.of("SET k old PXAT 1"));
        return states;
    }

    /** The rows that show all of key k. */
    static List<String> look(boolean relativeTime) {
        return List.of("TYPE k", "GET k", "LRANGE k 0 -1", relativeTime ? "~PEXPIRETIME k" : "PEXPIRETIME k");
    }

    /** One row after another into one list. */
    static List<String> rows(Object... rowsOrLists) {
        List<String> rows = new ArrayList<>();
        for (Object item : rowsOrLists) {
            if (item instanceof List<?> list) {
                list.forEach(row -> rows.add((String) row));
            } else {
                rows.add((String) item);
            }
        }
        return rows;
    }

    /** Every order of every selection of at most one alternative out of each group. */
    static List<String> selectionsInEveryOrder(List<List<String>> groups) {
        List<List<String>> selections = List.of(List.of());
        for (List<String> group : groups) {
            List<List<String>> extended = new ArrayList<>(selections);
            for (List<String> selection : selections) {
                for (String alternative : group) {
                    extended.add(append(selection, alternative));
                }
            }
            selections = extended;
        }
        List<String> all = new ArrayList<>();
        for (List<String> selection : selections) {
            permutations(selection).forEach(permutation -> all.add(String.join(" ", permutation)));
        }
        return all;
    }

    /** All tuples of {@code length} options, repetitions included. */
    static List<String> tuples(List<String> options, int length) {
        List<String> tuples = List.of("");
        for (int i = 0; i < length; i++) {
            List<String> longer = new ArrayList<>();
            for (String tuple : tuples) {
                options.forEach(option -> longer.add((tuple + " " + option).strip()));
            }
            tuples = longer;
        }
        return tuples;
    }

    /** The options in upper, lower or mixed case, in turn. */
    static String inCase(String options, int turn) {
        return switch (turn % 3) {
            case 0 -> options;
            case 1 -> options.toLowerCase(Locale.ROOT);
            default -> {
                StringBuilder mixed = new StringBuilder(options);
                for (int i = 0; i < mixed.length(); i += 2) {
                    mixed.setCharAt(i, Character.toLowerCase(mixed.charAt(i)));
                }
                yield mixed.toString();
            }
        };
    }

    private static List<List<String>> permutations(List<String> items) {
        if (items.isEmpty()) {
            return List.of(List.of());
        }
        List<List<String>> permutations = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            List<String> others = new ArrayList<>(items);
            String first = others.remove(i);
            for (List<String> rest : permutations(others)) {
                List<String> permutation = new ArrayList<>(List.of(first));
                permutation.addAll(rest);
                permutations.add(permutation);
            }
        }
        return permutations;
    }

    private static List<String> append(List<String> list, String item) {
        List<String> longer = new ArrayList<>(list);
        longer.add(item);
        return longer;
    }
}
