package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.cases;
import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.FAR_MILLIS;
import static dev.flashkv.oracle.Tables.inCase;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;

/** The list commands that concern several lists: every state of source and destination, and every option. */
final class ListMoveTables {
    private static final List<String> LOOK =
            List.of("TYPE k", "LRANGE k 0 -1", "PEXPIRETIME k", "TYPE d", "LRANGE d 0 -1", "PEXPIRETIME d");

    private ListMoveTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        all.add(cases("LMOVE and RPOPLPUSH between keys in every state", moves()));
        all.add(cases("LMOVE and RPOPLPUSH from a list to itself", rotations()));
        all.add(cases("LMPOP with every number of keys and options", pops()));
        all.add(cases("LMPOP with every spelling of a number", spelled()));
        all.add(sequence(
                "LMOVE with odd words",
                "LMOVE k d left RIGHT",
                "LMOVE k d LEFT",
                "LMOVE k d LEFT UP",
                "LMOVE k d '' RIGHT",
                "SET k v",
                "LMOVE k d HEAD RIGHT",
                "LMOVE k d LEFT\\x00 RIGHT"));
        all.add(sequence(
                "COMMAND GETKEYS of commands with several lists",
                "COMMAND GETKEYS LMOVE a b LEFT RIGHT",
                "COMMAND GETKEYSANDFLAGS RPOPLPUSH a b",
                "COMMAND GETKEYS LMPOP 2 a b LEFT",
                "COMMAND GETKEYS LMPOP 2 a LEFT",
                "COMMAND GETKEYS LMPOP 3 a LEFT",
                "COMMAND GETKEYS LMPOP 0 a LEFT",
                "COMMAND GETKEYS LMPOP -1 a LEFT",
                "COMMAND GETKEYS LMPOP a b LEFT",
                "COMMAND GETKEYS LMPOP 9223372036854775807 a LEFT",
                "COMMAND GETKEYSANDFLAGS LMPOP 1 a LEFT COUNT 2"));
        return all;
    }

    private static List<List<String>> moves() {
        List<List<String>> sources = List.of(
                List.of(),
                List.of("SET k string"),
                List.of("RPUSH k a"),
                List.of("RPUSH k a b c", "PEXPIREAT k " + FAR_MILLIS),
                List.of("RPUSH k a", "PEXPIREAT k 1"));
        List<List<String>> destinations = List.of(
                List.of("DEL d"),
                List.of("DEL d", "SET d string"),
                List.of("DEL d", "RPUSH d x y", "PEXPIREAT d " + FAR_MILLIS),
                List.of("DEL d", "RPUSH d x y", "PEXPIREAT d 1"));
        List<List<String>> cases = new ArrayList<>();
        for (List<String> source : sources) {
            for (List<String> destination : destinations) {
                for (String ends : List.of("LEFT LEFT", "left Right", "RIGHT LEFT", "RIGHT RIGHT")) {
                    cases.add(rows(source, destination, "LMOVE k d " + ends, LOOK));
                }
                cases.add(rows(source, destination, "RPOPLPUSH k d", LOOK));
                cases.add(
                        rows(source, destination, "RENAME d {k}d", "RPOPLPUSH k {k}d", "LRANGE {k}d 0 -1", "DEL {k}d"));
            }
        }
        return cases;
    }

    private static List<List<String>> rotations() {
        List<List<String>> cases = new ArrayList<>();
        for (String list : List.of("RPUSH k a", "RPUSH k a b", "RPUSH k a b c", "SET k string", "EXISTS k")) {
            for (String move : List.of(
                    "LMOVE k k LEFT LEFT",
                    "LMOVE k k LEFT RIGHT",
                    "LMOVE k k RIGHT LEFT",
                    "LMOVE k k RIGHT RIGHT",
                    "RPOPLPUSH k k")) {
                cases.add(rows(list, "PEXPIREAT k " + FAR_MILLIS, move, move, "LRANGE k 0 -1", "PEXPIRETIME k"));
            }
        }
        return cases;
    }

    private static List<List<String>> pops() {
        List<List<String>> cases = new ArrayList<>();
        List<String> keys = List.of("1 k", "2 k l", "2 missing k", "3 missing k k", "2 s k", "2 k s", "1 missing");
        List<String> ends =
                List.of("LEFT", "RIGHT", "LEFT COUNT 1", "RIGHT COUNT 2", "LEFT COUNT 100", "MIDDLE", "COUNT 2");
        for (String key : keys) {
            for (String end : ends) {
                cases.add(rows(
                        "DEL l s",
                        "RPUSH k a b c",
                        "RPUSH l x y",
                        "SET s string",
                        "LMPOP " + key + " " + inCase(end, cases.size()),
                        "LRANGE k 0 -1",
                        "LRANGE l 0 -1"));
            }
        }
        for (String command : List.of(
                "LMPOP 1 k LEFT COUNT",
                "LMPOP 1 k LEFT junk",
                "LMPOP 1 k LEFT junk 1",
                "LMPOP 1 k LEFT COUNT 1 COUNT 1",
                "LMPOP 1 k LEFT COUNT 1 COUNT",
                "LMPOP 1 k LEFT COUNT 0 COUNT 1",
                "LMPOP 1 k LEFT COUNT 1 junk",
                "LMPOP 2 k LEFT",
                "LMPOP 2 k LEFT RIGHT",
                "LMPOP 3 k LEFT RIGHT",
                "LMPOP 1 k k LEFT",
                "LMPOP 0 LEFT RIGHT")) {
            cases.add(rows("RPUSH k a b c", command, "LRANGE k 0 -1"));
            cases.add(rows("SET k string", command));
        }
        return cases;
    }

    private static List<List<String>> spelled() {
        List<List<String>> cases = new ArrayList<>();
        for (String number : Tables.NUMBERS) {
            cases.add(rows("RPUSH k a b c", "LMPOP " + number + " k LEFT", "LRANGE k 0 -1"));
            cases.add(rows("RPUSH k a b c", "LMPOP 1 k LEFT COUNT " + number, "LRANGE k 0 -1"));
        }
        return cases;
    }
}
