package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.sequence;

import dev.flashkv.command.NumericCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What clients send to see what happens: numbers out of bounds, keys and names of odd bytes, patterns without end. */
final class HostileTables {

    /*
     * Not comparable, or harmful to the test itself: they wait, end connections or the server, or answer what differs
     * from one server to the next. Each has tables of its own.
     */
    private static final Set<String> ELSEWHERE =
            Set.of("wait", "shutdown", "client|pause", "client|kill", "client|reply", "lolwut", "replicaof", "slaveof");

    /** Spellings that no number has, and numbers that nothing holds, beside {@link Tables#NUMBERS}. */
    private static final List<String> ODD_NUMBERS = List.of(
            "nan",
            "-nan",
            "NaN",
            "inf",
            "+inf",
            "-inf",
            "Infinity",
            "1e400",
            "-1e400",
            "1e-400",
            "0x1p3",
            "1d",
            "1f",
            "1L",
            "1_000",
            "1,5",
            ".5",
            "5.",
            "1e",
            "1 ",
            "\\t1",
            "1\\n",
            "\\xd9\\xa1",
            "\\xef\\xbc\\x91",
            "\\xe2\\x88\\x921",
            "536870912",
            "-536870913",
            "2147483647",
            "-2147483648",
            "-2147483649",
            "4294967295",
            "9223372036854775806",
            "-4611686018427387905");

    private HostileTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>(numbers());
        all.addAll(names());
        all.addAll(keys());
        all.addAll(globs());
        all.addAll(scans());
        all.add(sizes());
        return all;
    }

    /** Every number of every command: on a string, a list and nothing. */
    private static List<Sequence> numbers() {
        List<String> numbers = new ArrayList<>(Tables.NUMBERS);
        numbers.addAll(ODD_NUMBERS);
        return NumericCalls.of(HostileTables::isComparable).stream()
                .map(call -> {
                    List<String> rows = new ArrayList<>();
                    String place = Pattern.quote(NumericCalls.PLACE);
                    for (String number : numbers) {
                        String row = call.replaceAll(place, Matcher.quoteReplacement(quoted(number)));
                        for (String state : List.of("SET k 10", "RPUSH k 3 1 2", "DEL k")) {
                            rows.add("DEL k");
                            rows.add(state);
                            rows.add(row);
                        }
                        rows.add("EXISTS k");
                    }
                    Sequence sequence = sequence("numbers: " + call, rows);
                    return call.startsWith("SELECT") || call.startsWith("HELLO") || call.startsWith("SWAPDB")
                            ? sequence.onItsOwnConnection()
                            : sequence;
                })
                .toList();
    }

    private static boolean isComparable(String command) {
        return !ELSEWHERE.contains(command)
                && !command.startsWith("b")
                && !command.startsWith("debug")
                && !command.startsWith("slowlog")
                && !command.startsWith("latency")
                && !command.startsWith("memory");
    }

    private static String quoted(String number) {
        return number.contains(" ") && !number.startsWith("'") ? "'" + number + "'" : number;
    }

    private static List<Sequence> names() {
        List<String> rows = new ArrayList<>();
        for (String name : List.of(
                "'no such'",
                "no\\r\\n+OK",
                "no\\r\\n-ERR",
                "\\r\\n",
                "no\\x00such",
                "\\x00",
                "\\x1b[31mred",
                "\\xff\\xfe",
                "NOGET\\x00",
                "''",
                "' GET'",
                "'GET '",
                "%s%n%d",
                "x".repeat(127),
                "x".repeat(128),
                "x".repeat(129),
                "x".repeat(1_000_000))) {
            rows.add(name);
            rows.add(name + " a");
            rows.add(name + " a\\r\\nb \\x00 \\xff");
            rows.add(name + " " + "y".repeat(200) + " z");
            rows.add("CLIENT " + name);
            rows.add("CONFIG " + name + " a");
            rows.add("COMMAND INFO " + name);
            rows.add("COMMAND GETKEYS " + name + " a");
        }
        rows.add("GET " + "a ".repeat(500));
        rows.add("SET k v " + "\\r\\n".repeat(100));
        return List.of(
                sequence("names of no command", rows),
                sequence(
                                "names of clients",
                                "CLIENT SETNAME a\\r\\nb",
                                "CLIENT SETNAME 'a b'",
                                "CLIENT SETNAME a\\x00b",
                                "CLIENT SETNAME \\x1b[31m",
                                "CLIENT SETNAME \\xff",
                                "CLIENT SETNAME " + "n".repeat(100_000),
                                "CLIENT SETNAME ''",
                                "CLIENT GETNAME",
                                "HELLO 2 SETNAME a\\nb",
                                "CLIENT GETNAME")
                        .onItsOwnConnection(),
                sequence(
                        "passwords",
                        "AUTH \\x00\\xff",
                        "AUTH " + "p".repeat(100_000),
                        "AUTH a\\r\\n+OK",
                        "AUTH default \\x00",
                        "AUTH nobody " + "p".repeat(100_000),
                        "AUTH a\\r\\nb c",
                        "AUTH '' ''",
                        "AUTH ''"),
                sequence(
                                "protocols",
                                "HELLO 99",
                                "HELLO 1",
                                "HELLO 4",
                                "HELLO -1",
                                "HELLO 3000000000",
                                "HELLO abc",
                                "HELLO ''",
                                "HELLO 3 AUTH",
                                "HELLO 3 AUTH a",
                                "HELLO 3 SETNAME",
                                "HELLO 2 junk")
                        .onItsOwnConnection());
    }

    private static List<Sequence> keys() {
        List<String> rows = new ArrayList<>();
        for (String key : List.of(
                "''",
                "\\x00",
                "\\x00\\x00",
                "\\xff\\xfe\\x80",
                "\\xc3\\x28",
                "\\r\\n",
                "{",
                "}",
                "{}",
                "{}k",
                "{\\x00}")) {
            rows.add("SET " + key + " v");
            rows.add("GET " + key);
            rows.add("APPEND " + key + " " + key);
            rows.add("STRLEN " + key);
            rows.add("RENAME " + key + " k");
            rows.add("COPY k " + key);
            rows.add("EXISTS " + key + " " + key);
            rows.add("TYPE " + key);
            rows.add("DEL k " + key + " " + key);
            rows.add("RPUSH " + key + " '' \\x00 \\xff");
            rows.add("LRANGE " + key + " 0 -1");
            rows.add("LPOS " + key + " \\x00");
            rows.add("KEYS *");
            rows.add("MSET " + key + " 1 " + key + " 2 a b");
            rows.add("MGET " + key + " a");
            rows.add("FLUSHALL");
        }
        return List.of(sequence("keys of odd bytes", rows));
    }

    private static List<Sequence> globs() {
        List<String> rows = new ArrayList<>();
        rows.add("MSET " + "a".repeat(1_000) + " 1 [ 2 \\\\ 3 a*b 4 ] 5 '' 6 \\xff 7 [a-z] 8");
        for (String glob : List.of(
                "*a*a*a*a*b",
                "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
                "a*a*a*a*a",
                "[",
                "[[",
                "[]",
                "[^",
                "[^]",
                "[a",
                "[a-",
                "[a-z",
                "[z-a]*",
                "[\\\\",
                "\\\\",
                "a\\\\",
                "*\\\\",
                "\\\\\\\\",
                "\\\\[",
                "?",
                "??",
                "''",
                "\\xff",
                "[\\x00-\\xff]",
                "[^\\x00]",
                "\\x00*",
                "[".repeat(1_000_000),
                "*".repeat(10_000),
                "?".repeat(10_000),
                "*[a".repeat(10_000),
                "a\\\\".repeat(10_000))) {
            rows.add("KEYS " + glob);
            rows.add("SCAN 0 MATCH " + glob + " COUNT 1000");
            rows.add("CONFIG GET " + "x" + glob);
            rows.add("PUBSUB CHANNELS " + glob);
        }
        return List.of(sequence("patterns", rows));
    }

    /** Strings at the limit, which is lowered for it, and offsets far beyond. */
    private static Sequence sizes() {
        List<String> rows = new ArrayList<>(List.of(
                "CONFIG SET proto-max-bulk-len 1mb",
                "SET k " + "x".repeat(600_000),
                "APPEND k " + "y".repeat(600_000),
                "STRLEN k",
                "APPEND k " + "y".repeat(448_576),
                "STRLEN k",
                "APPEND k z",
                "APPEND k ''",
                "SETRANGE k 1048575 z",
                "SETRANGE k 1048576 z",
                "SETRANGE k 1048570 zzzzzzz",
                "STRLEN k"));
        for (String offset : List.of(
                "-1",
                "536870911",
                "536870912",
                "4294967295",
                "4294967296",
                "9223372036854775807",
                "-9223372036854775808")) {
            rows.add("SETRANGE k " + offset + " z");
            rows.add("SETRANGE missing " + offset + " z");
            rows.add("SETRANGE missing " + offset + " ''");
            rows.add("GETRANGE k " + offset + " " + offset);
        }
        rows.add("EXISTS missing");
        rows.add("CONFIG SET proto-max-bulk-len 512mb");
        rows.add("APPEND k z");
        return sequence("sizes", rows);
    }

    private static List<Sequence> scans() {
        List<String> rows = new ArrayList<>();
        rows.add("MSET a 1 b 2 c 3");
        for (String cursor : List.of(
                "''",
                "-1",
                "+1",
                "01",
                "abc",
                "1a",
                "' 1'",
                "1.0",
                "0x1",
                "\\x00",
                "18446744073709551616",
                "99999999999999999999999",
                "-18446744073709551615")) {
            rows.add("SCAN " + cursor + " COUNT 1000");
        }
        rows.add("SCAN 0 COUNT 0");
        rows.add("SCAN 0 COUNT -9223372036854775808");
        rows.add("SCAN 0 TYPE " + "t".repeat(100_000) + " COUNT 1000");
        return List.of(sequence("cursors", rows));
    }
}
