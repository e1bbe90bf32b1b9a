package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.FAR_MILLIS;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;

/** Several databases, and the commands that reach from one into another. */
final class DatabaseTables {
    private DatabaseTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        all.add(copies());
        all.add(moves());
        all.add(spelled());
        all.addAll(byHand());
        return all.stream().map(Sequence::onItsOwnConnection).toList();
    }

    private static List<String> look(String key) {
        return List.of("TYPE " + key, "GET " + key, "LRANGE " + key + " 0 -1", "PEXPIRETIME " + key);
    }

    private static Sequence copies() {
        List<String> rows = new ArrayList<>();
        for (List<String> source : Tables.STATES.values()) {
            for (List<String> destination : Tables.STATES.values()) {
                for (String options : List.of("", " REPLACE", " DB 3", " db 3 replace", " REPLACE DB 3")) {
                    String database = options.contains("3") ? "3" : "0";
                    rows.addAll(rows(
                            "SELECT 0",
                            "DEL k d",
                            "SELECT " + database,
                            "DEL d",
                            destination.stream()
                                    .map(row -> row.replace(" k ", " d "))
                                    .toList(),
                            "SELECT 0",
                            source,
                            "COPY k d" + options,
                            look("k"),
                            "SELECT " + database,
                            look("d")));
                }
            }
        }
        return sequence("COPY between keys in every state", rows);
    }

    private static Sequence moves() {
        List<String> rows = new ArrayList<>();
        for (List<String> source : Tables.STATES.values()) {
            for (List<String> destination : Tables.STATES.values()) {
                rows.addAll(rows(
                        "SELECT 0",
                        "DEL k",
                        "SELECT 15",
                        "DEL k",
                        destination,
                        "SELECT 0",
                        source,
                        "MOVE k 15",
                        look("k"),
                        "SELECT 15",
                        look("k")));
            }
        }
        return sequence("MOVE between keys in every state", rows);
    }

    private static Sequence spelled() {
        List<String> rows = new ArrayList<>(List.of("SET k v"));
        List<String> numbers = new ArrayList<>(Tables.NUMBERS);
        numbers.addAll(List.of("15", "16", "2147483647", "-2147483648", "-2147483649"));
        for (String number : numbers) {
            rows.addAll(List.of(
                    "SELECT " + number,
                    "SELECT 0",
                    "COPY k d DB " + number,
                    "COPY missing d DB " + number,
                    "COPY k k DB " + number,
                    "MOVE missing " + number,
                    "MOVE k " + number,
                    "SET k v",
                    "SWAPDB " + number + " 0",
                    "SWAPDB 0 " + number,
                    "SWAPDB " + number + " abc",
                    "DBSIZE"));
        }
        return sequence("numbers of databases in every spelling", rows);
    }

    private static List<Sequence> byHand() {
        return List.of(
                sequence(
                        "each database has keys of its own",
                        "MSET a 0 b 0",
                        "SELECT 1",
                        "GET a",
                        "SET a 1 PXAT " + FAR_MILLIS,
                        "RPUSH l x",
                        "DBSIZE",
                        "KEYS *",
                        "SCAN 0 COUNT 1000",
                        "RENAME a c",
                        "PEXPIRETIME c",
                        "SELECT 2",
                        "DBSIZE",
                        "RANDOMKEY",
                        "KEYS *",
                        "SET only 2",
                        "RANDOMKEY",
                        "SELECT 0",
                        "DBSIZE",
                        "KEYS *",
                        "MGET a b c",
                        "FLUSHDB",
                        "DBSIZE",
                        "SELECT 1",
                        "DBSIZE",
                        "FLUSHALL",
                        "DBSIZE",
                        "SELECT 2",
                        "DBSIZE",
                        "RESET",
                        "SET a 0",
                        "SELECT 0",
                        "GET a"),
                sequence(
                        "SWAPDB exchanges everything",
                        "MSET a 0 b 0",
                        "SELECT 5",
                        "SET a 5 PXAT " + FAR_MILLIS,
                        "SWAPDB 0 5",
                        "MGET a b",
                        "SELECT 0",
                        "MGET a b",
                        "PEXPIRETIME a",
                        "SWAPDB 0 0",
                        "SWAPDB 7 9",
                        "SWAPDB 0 7",
                        "DBSIZE",
                        "SELECT 7",
                        "MGET a b",
                        "SWAPDB 7 15",
                        "SELECT 15",
                        "MGET a b",
                        "SWAPDB 0",
                        "SWAPDB 0 1 2"),
                sequence(
                        "COPY",
                        "COPY a b",
                        "SET a 1",
                        "COPY a a",
                        "COPY a a DB 0",
                        "COPY a a DB 1",
                        "COPY a a DB 1",
                        "COPY a a DB 1 REPLACE",
                        "COPY a b DB",
                        "COPY a b junk",
                        "COPY a b DB 1 DB 0 REPLACE REPLACE",
                        "COPY a b REPLACE DB",
                        "COPY missing missing",
                        "COPY missing b DB 77",
                        "COPY missing b REPLACE",
                        "GET b",
                        "APPEND b 2",
                        "GET a",
                        "RPUSH l a b c",
                        "COPY l m",
                        "LPOP l",
                        "LSET m 1 x",
                        "LRANGE l 0 -1",
                        "LRANGE m 0 -1",
                        "APPEND raw " + "x".repeat(100),
                        "COPY raw raw2",
                        "SETRANGE raw 5 y",
                        "APPEND raw2 z",
                        "GET raw",
                        "GET raw2",
                        "COPY l raw REPLACE",
                        "TYPE raw"),
                sequence(
                        "COMMAND GETKEYS of commands for databases",
                        "COMMAND GETKEYS COPY a b DB 3",
                        "COMMAND GETKEYSANDFLAGS COPY a b",
                        "COMMAND GETKEYSANDFLAGS MOVE a 1",
                        "COMMAND GETKEYS SWAPDB 0 1"));
    }
}
