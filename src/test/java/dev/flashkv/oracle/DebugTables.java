package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.FAR_MILLIS;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;

/** DEBUG's subcommands about keys and values, and WAIT where it need not wait. */
final class DebugTables {
    private DebugTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        all.add(digests().onItsOwnConnection());
        all.add(reload().onItsOwnConnection());
        all.addAll(byHand());
        return all;
    }

    private static Sequence digests() {
        List<String> changes = List.of(
                "SET a 1",
                "SET b 1",
                "APPEND a 2",
                "SET a 12",
                "PEXPIREAT a " + FAR_MILLIS,
                "PERSIST a",
                "RPUSH l a",
                "RPUSH l b c 1 2 '' " + "x".repeat(1000),
                "LPOP l",
                "PEXPIREAT l " + FAR_MILLIS,
                "RENAME a c",
                "DEL b",
                "SET '' ''",
                "SET \\x00\\xff \\xff\\x00",
                "SELECT 3",
                "SET a 1",
                "RPUSH {x}l 1",
                "SWAPDB 3 4",
                "SELECT 4",
                "COPY a a DB 15",
                "SELECT 0",
                "FLUSHDB",
                "FLUSHALL");
        List<String> rows = rows("DEBUG DIGEST", "DEBUG DIGEST-VALUE", "DEBUG DIGEST x");
        for (String change : changes) {
            rows.addAll(rows(change, "DEBUG DIGEST", "DEBUG DIGEST-VALUE a b c l '' \\x00\\xff {x}l gone missing"));
        }
        return sequence("DEBUG DIGEST and DIGEST-VALUE after every change", rows);
    }

    private static Sequence reload() {
        List<String> rows = rows(
                "MSET a 1 b hello c " + "x".repeat(100),
                "APPEND b x",
                "RPUSH l a 1 '' " + "y".repeat(9000),
                "PEXPIREAT a " + FAR_MILLIS,
                "PEXPIREAT l " + FAR_MILLIS,
                "SELECT 9",
                "SET a 9");
        for (String command : List.of("DEBUG RELOAD", "debug reload merge noflush", "DEBUG RELOAD junk")) {
            rows.addAll(rows(
                    command,
                    "GET a",
                    "DBSIZE",
                    "SELECT 0",
                    "MGET a b c",
                    "LRANGE l 0 -1",
                    "PEXPIRETIME a",
                    "PEXPIRETIME l",
                    "PEXPIRETIME b",
                    "OBJECT ENCODING b",
                    "DBSIZE",
                    "DEBUG DIGEST",
                    "SELECT 9"));
        }
        return sequence("DEBUG RELOAD", rows);
    }

    private static List<Sequence> byHand() {
        return List.of(
                sequence(
                        "DEBUG with a wrong number of arguments",
                        "DEBUG OBJECT",
                        "DEBUG OBJECT missing",
                        "DEBUG OBJECT a b",
                        "DEBUG LOG",
                        "DEBUG LOG message",
                        "DEBUG LOG a b",
                        "DEBUG SET-ACTIVE-EXPIRE",
                        "DEBUG SET-ACTIVE-EXPIRE 1 1",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD 1 1"),
                sequence(
                        "DEBUG SET-ACTIVE-EXPIRE",
                        "DEBUG SET-ACTIVE-EXPIRE 0",
                        "SET k v PXAT 1",
                        "GET k",
                        "DEBUG SET-ACTIVE-EXPIRE junk",
                        "DEBUG SET-ACTIVE-EXPIRE 1"),
                sequence(
                        "DEBUG QUICKLIST-PACKED-THRESHOLD",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD 100",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD 100b",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD 1kb",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD abc",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD ''",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD -1",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD 4gb",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD 4293918720",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD 4293918721",
                        "DEBUG QUICKLIST-PACKED-THRESHOLD 0"),
                sequence(
                        "WAIT for no replicas",
                        "WAIT 0 0",
                        "WAIT 0 1000",
                        "WAIT -1 0",
                        "WAIT 1 1",
                        "WAIT -9223372036854775808 9223372036854775807",
                        "WAIT abc 0",
                        "WAIT 9223372036854775808 0",
                        "WAIT 0 abc",
                        "WAIT 0 1.5",
                        "WAIT 0 -1",
                        "WAIT abc -1",
                        "WAIT 0",
                        "WAIT 0 0 0"),
                sequence(
                        "COMMAND INFO of the commands about files",
                        "COMMAND INFO SAVE BGSAVE BGREWRITEAOF LASTSAVE WAIT",
                        "BGSAVE junk",
                        "BGSAVE SCHEDULE junk",
                        "SAVE x",
                        "LASTSAVE x",
                        "BGREWRITEAOF x"));
    }
}
