package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.cases;
import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.FAR_MILLIS;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;

/** The commands on keys of any type: deleting, renaming, globs, cursors. */
final class KeyTables {
    /** Glob patterns; a backslash is written {@code \\\\} here, which is one byte on the wire. */
    private static final List<String> PATTERNS = List.of(
            "*",
            "**",
            "***a***",
            "?",
            "??",
            "?*",
            "*?",
            "''",
            "hello",
            "HELLO",
            "h?llo",
            "h*llo",
            "h*o",
            "*llo",
            "h*",
            "*h*l*o*",
            "h[ae]llo",
            "h[^e]llo",
            "h[!e]llo",
            "h[a-e]llo",
            "h[e-a]llo",
            "h[^a-e]llo",
            "h[]llo",
            "h[^]llo",
            "h[]e]llo",
            "h[\\\\]e]llo",
            "h[e\\\\]llo",
            "h[e",
            "h[ello",
            "h[a-",
            "h[a-e",
            "h[-e]llo",
            "h[e-]llo",
            "h[a-a]llo",
            "h[e-e]llo",
            "h[ae-]llo",
            "[",
            "[]",
            "[^",
            "[^]",
            "[[]",
            "[a",
            "[a]",
            "a]",
            "[]]",
            "[*]",
            "[?]",
            "[\\\\*]",
            "\\\\*",
            "\\\\?",
            "\\\\[",
            "\\\\[a]",
            "[a\\\\]",
            "\\\\\\\\",
            "\\\\",
            "a\\\\",
            "*\\\\",
            "\\\\a",
            "\\\\h\\\\e\\\\l\\\\l\\\\o",
            "h\\\\?llo",
            "h?llo*",
            "*\\x00*",
            "\\x00*",
            "?\\x00",
            "\\xff*",
            "[\\x00]*",
            "[\\x00-\\x1f]*",
            "[\\x80-\\xff]*",
            "[^\\x00-\\x7f]*",
            "[\\xff-\\x80]*",
            "*\\r\\n*",
            "{t}*",
            "{*}?",
            "*{t}*",
            "*a*a*a*a*a*a*a*a*b",
            "a*a*a*a*a*a*a*a*a*a");

    private KeyTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        all.add(globs("KEYS with every glob", "KEYS %s"));
        all.add(globs("SCAN MATCH with every glob", "SCAN 0 MATCH %s COUNT 10000"));
        all.add(cases("RENAME between every pair of states", renames("RENAME")));
        all.add(cases("RENAMENX between every pair of states", renames("RENAMENX")));
        all.addAll(byHand());
        all.addAll(scans());
        return all;
    }

    private static Sequence globs(String name, String row) {
        List<String> rows = rows(
                "MSET hello 1 hallo 1 hxllo 1 hllo 1 h-llo 1 h]llo 1 h^llo 1 h\\\\llo 1 HELLO 1 heello 1",
                "MSET a 1 aa 1 b 1 '' 1 * 1 ? 1 [ 1 ] 1 [a] 1 [] 1 ^ 1 - 1 \\\\ 1 a\\\\ 1 \\\\a 1 a] 1",
                "MSET \\x00 1 \\x00a 1 a\\x00 1 a\\x00b 1 \\xff 1 \\xff\\x80 1 \\x80 1 \\x7f 1 \\r\\n 1 a\\r\\nb 1",
                "MSET {t}a 1 {t}b 1 x{t}y 1 {} 1 {}x 1",
                "MSET " + "a".repeat(40) + " 1 " + "ab".repeat(20) + " 1",
                "RPUSH list 1",
                "SET expired 1 PXAT 1");
        for (String pattern : PATTERNS) {
            rows.add(String.format(row, pattern));
        }
        return sequence(name, rows);
    }

    private static List<List<String>> renames(String command) {
        List<List<String>> cases = new ArrayList<>();
        List<String> look = List.of(
                "TYPE k", "PEXPIRETIME k", "TYPE to", "GET to", "LRANGE to 0 -1", "PEXPIRETIME to", "DBSIZE", "DEL to");
        for (List<String> from : Tables.STATES.values()) {
            for (List<String> to : Tables.STATES.values()) {
                List<String> setUpTarget =
                        to.stream().map(row -> row.replace(" k ", " to ")).toList();
                cases.add(rows(setUpTarget, from, command + " k to", look));
                cases.add(rows(setUpTarget, from, command + " k k", look));
                cases.add(rows(from, command + " k {k}2", "TYPE {k}2", "PEXPIRETIME {k}2", "DEL {k}2"));
            }
        }
        return cases;
    }

    private static List<Sequence> byHand() {
        return List.of(
                sequence(
                        "DEL, UNLINK, EXISTS and TOUCH count over many slots",
                        "MSET a 1 b 2 c 3 d 4 e 5 f 6 g 7 h 8",
                        "EXISTS a b c",
                        "EXISTS a a a",
                        "EXISTS a missing b missing",
                        "TOUCH a b missing a",
                        "DEL a a",
                        "DEL a",
                        "DEL b c missing b",
                        "UNLINK d d e",
                        "UNLINK d",
                        "EXISTS a b c d e f g h",
                        "EXISTS f f g h h",
                        "DBSIZE",
                        "RPUSH l a b",
                        "DEL f g h l",
                        "DBSIZE"),
                sequence(
                        "keys that share a hash tag",
                        "MSET {t}a 1 {t}b 2 x{t} 3 {t 4 t} 5 {}t 6 {{t}} 7",
                        "MGET {t}a {t}b x{t} {t t} {}t {{t}}",
                        "EXISTS {t}a {t}b x{t} {t t} {}t {{t}} t",
                        "DEL {t}a {t}b x{t} {t t} {}t {{t}} t",
                        "DBSIZE"),
                sequence(
                        "TYPE",
                        "TYPE k",
                        "SET k v",
                        "TYPE k",
                        "RPUSH l a",
                        "TYPE l",
                        "SET l v",
                        "TYPE l",
                        "LPOP l",
                        "TYPE ''"),
                sequence(
                        "RENAME",
                        "RENAME missing k",
                        "RENAME missing missing",
                        "RENAMENX missing k",
                        "RENAMENX missing missing",
                        "SET k v",
                        "RENAME k k",
                        "RENAMENX k k",
                        "GET k",
                        "RENAME k \\x00\\xff",
                        "GET \\x00\\xff",
                        "RENAME \\x00\\xff ''",
                        "GET ''",
                        "DBSIZE"),
                sequence(
                        "RENAME carries and replaces deadlines",
                        "SET a 1 PXAT " + FAR_MILLIS,
                        "SET b 2",
                        "RENAME a b",
                        "PEXPIRETIME b",
                        "SET c 3",
                        "RENAME c b",
                        "PEXPIRETIME b",
                        "RPUSH l x y",
                        "PEXPIREAT l 4102444800999",
                        "RENAME l b",
                        "PEXPIRETIME b",
                        "LRANGE b 0 -1",
                        "RENAMENX b d",
                        "PEXPIRETIME d"),
                sequence(
                        "RANDOMKEY",
                        "RANDOMKEY",
                        "SET k v",
                        "RANDOMKEY",
                        "DEL k",
                        "RANDOMKEY",
                        "SET \\x00\\r\\n v",
                        "RANDOMKEY",
                        "MSET a 1 b 2 c 3",
                        "RANDOMKEY"),
                sequence("KEYS of nothing", "KEYS *", "KEYS ''", "SET k v", "KEYS missing*", "KEYS k", "KEYS ?"),
                sequence(
                        "one name is one key of one type",
                        "SET k v",
                        "RPUSH k a",
                        "DEL k",
                        "RPUSH k a",
                        "GET k",
                        "SET k w",
                        "LRANGE k 0 -1",
                        "DBSIZE",
                        "KEYS *"));
    }

    private static List<Sequence> scans() {
        return List.of(
                sequence(
                        "SCAN of everything at once",
                        "SCAN 0 COUNT 1000",
                        "MSET a 1 b 2 c 3 d 4 e 5 f 6 g 7 h 8 i 9 j 10 k 11 l 12",
                        "RPUSH list1 a",
                        "RPUSH list2 a",
                        "SCAN 0 COUNT 1000",
                        "SCAN 0 COUNT 1000 TYPE list",
                        "SCAN 0 COUNT 1000 TYPE LIST",
                        "SCAN 0 TYPE string COUNT 1000",
                        "SCAN 0 TYPE zset COUNT 1000",
                        "SCAN 0 TYPE nonsense COUNT 1000",
                        "SCAN 0 TYPE '' COUNT 1000",
                        "SCAN 0 MATCH l* COUNT 1000",
                        "SCAN 0 MATCH l* COUNT 1000 TYPE string",
                        "SCAN 0 COUNT 1000 MATCH l* MATCH ?",
                        "SCAN 0 COUNT 1000 TYPE list TYPE string",
                        "scan 0 count 1000 match [a-c]",
                        "SCAN 0 COUNT 999999"),
                sequence(
                        "SCAN's cursors",
                        "SET k v",
                        "SCAN 0",
                        "SCAN 00 COUNT 100",
                        "SCAN abc",
                        "SCAN ''",
                        "SCAN ' 0'",
                        "SCAN '0 '",
                        "SCAN 0x0",
                        "SCAN 0a",
                        "SCAN 1.0",
                        "SCAN 1",
                        "SCAN 12345",
                        "SCAN -1",
                        "SCAN +0",
                        "SCAN - COUNT 10",
                        "SCAN 18446744073709551615",
                        "SCAN 18446744073709551616",
                        "SCAN 99999999999999999999999999",
                        "SCAN 0\\x00",
                        "SCAN \\x00",
                        "SCAN abc COUNT",
                        "SCAN abc COUNT 0",
                        "SCAN abc junk"),
                sequence(
                        "SCAN's options",
                        "SCAN 0 COUNT",
                        "SCAN 0 MATCH",
                        "SCAN 0 TYPE",
                        "SCAN 0 junk",
                        "SCAN 0 junk 1",
                        "SCAN 0 COUNT 0",
                        "SCAN 0 COUNT -1",
                        "SCAN 0 COUNT abc",
                        "SCAN 0 COUNT 1.5",
                        "SCAN 0 COUNT ''",
                        "SCAN 0 COUNT 9223372036854775808",
                        "SCAN 0 COUNT 9223372036854775807",
                        "SCAN 0 COUNT 1 COUNT 0",
                        "SCAN 0 MATCH a COUNT",
                        "SCAN 0 COUNT 10 junk",
                        "SCAN 0 COUNT abc junk",
                        "SCAN 0 COUNT abc MATCH"));
    }
}
