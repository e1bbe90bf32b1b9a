package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.cases;
import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.FAR_MILLIS;
import static dev.flashkv.oracle.Tables.inCase;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;

/** DUMP and RESTORE: options, order of complaints, and keys in every state. {@link OracleDumpTest} has the values. */
final class DumpTables {
    /** The string v. */
    private static final String V = "'\\x00\\x01v\\n\\x00\\x91\\x08\\xce\\xb2\\x198\\x8a\\xce'";

    /** The list of a. */
    private static final String LIST =
            "'\\x12\\x01\\x02\\n\\n\\x00\\x00\\x00\\x01\\x00\\x81a\\x02\\xff\\n\\x00\\t\\xb9\\xed\\xf5\\x94\\xde\\xd9\\x95'";

    private DumpTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        all.add(cases("RESTORE over keys in every state", states()));
        all.add(cases("RESTORE with options in every order", options()));
        all.add(cases("RESTORE with every spelling of a number", spelled()));
        all.add(damaged());
        all.add(sequence(
                "DUMP",
                "DUMP k",
                "SET k v",
                "DUMP k",
                "PEXPIREAT k " + FAR_MILLIS,
                "DUMP k",
                "SET k 12345",
                "DUMP k",
                "APPEND k x",
                "DUMP k",
                "SET k " + "hello".repeat(100),
                "DUMP k",
                "DEL k",
                "RPUSH k a 1 '' -5000 " + "x".repeat(100),
                "DUMP k",
                "PEXPIREAT k 1",
                "DUMP k",
                "DUMP",
                "DUMP a b",
                "COMMAND GETKEYSANDFLAGS DUMP k",
                "COMMAND GETKEYSANDFLAGS RESTORE k 0 x"));
        return all;
    }

    private static List<List<String>> states() {
        List<List<String>> cases = new ArrayList<>();
        for (List<String> state : Tables.STATES.values()) {
            for (String payload : List.of(V, LIST, "junk", "''")) {
                for (String options : List.of(
                        "0 %s",
                        "0 %s REPLACE",
                        FAR_MILLIS + " %s ABSTTL",
                        FAR_MILLIS + " %s REPLACE ABSTTL",
                        "1 %s ABSTTL REPLACE",
                        "-1 %s REPLACE",
                        "-1 %s",
                        "abc %s",
                        "0 %s REPLACE IDLETIME 100",
                        "0 %s FREQ 100")) {
                    cases.add(rows(state, "RESTORE k " + options.formatted(payload), Tables.look(false)));
                }
            }
        }
        return cases;
    }

    private static List<List<String>> options() {
        List<String> options = List.of(
                "REPLACE", "ABSTTL", "IDLETIME 5", "FREQ 5", "IDLETIME", "FREQ", "IDLETIME -1", "FREQ 256", "junk");
        List<List<String>> cases = new ArrayList<>();
        for (int length = 1; length <= 3; length++) {
            for (String tuple : Tables.tuples(options, length)) {
                cases.add(rows("RESTORE k 0 " + V + " " + inCase(tuple, cases.size()), "GET k"));
            }
        }
        return cases;
    }

    private static List<List<String>> spelled() {
        List<List<String>> cases = new ArrayList<>();
        for (String number : Tables.NUMBERS) {
            // A deadline within the time that the test takes may have come for one of the two servers.
            cases.add(rows("RESTORE k " + number + " " + V + " ABSTTL", "PEXPIRETIME k"));
            cases.add(rows("RESTORE k 0 " + V + " IDLETIME " + number, "GET k"));
            cases.add(rows("RESTORE k 0 " + V + " FREQ " + number, "GET k"));
        }
        cases.add(rows("RESTORE k 9223372036854775807 " + V, "EXISTS k"));
        cases.add(rows("RESTORE k 100000000 " + V, "TTL k", "GET k"));
        return cases;
    }

    private static Sequence damaged() {
        List<String> rows = new ArrayList<>();
        rows.addAll(List.of(
                "RESTORE k 0 '\\x00'",
                "RESTORE k 0 '" + "x".repeat(9) + "'",
                "RESTORE k 0 '" + "x".repeat(10) + "'",
                "RESTORE k 0 " + V.replace("\\x01v", "\\x01w"),
                "RESTORE k 0 " + V.replace("\\xce'", "\\xcf'"),
                "RESTORE k 0 " + V.replace("\\n\\x00", "\\x0b\\x00"),
                "EXISTS k",
                "RESTORE k 0",
                "RESTORE k"));
        return sequence("RESTORE of damaged payloads", rows);
    }
}
