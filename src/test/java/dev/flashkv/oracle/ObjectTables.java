package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;

/** OBJECT, and what counts as a use of a key. */
final class ObjectTables {
    /*
     * With a factor of 0 every use counts. As there is a limit, no key shares an integer, and its counter, with others.
     */
    private static final String COUNT_EVERY_USE =
            "CONFIG SET maxmemory 100gb maxmemory-policy allkeys-lfu lfu-log-factor 0 lfu-decay-time 0";
    private static final String BACK_TO_NORMAL =
            "CONFIG SET maxmemory 0 maxmemory-policy noeviction lfu-log-factor 10 lfu-decay-time 1";

    /* The string 12345678 and the list of a, b, c and d, as DUMP has them. */
    private static final String STRING = "'\\x00\\xc2Na\\xbc\\x00\\n\\x00\\xe8\\x84\\x8a\\x08G/\\xf6\\xfb'";
    private static final String LIST =
            "'\\x12\\x01\\x02\\x13\\x13\\x00\\x00\\x00\\x04\\x00\\x81a\\x02\\x81b\\x02\\x81c\\x02\\x81d"
                    + "\\x02\\xff\\n\\x00\\xda\\xf0,\\x17\\rR\\xf7\\xdf'";

    private static final List<String> ON_A_STRING = List.of(
            "GET k",
            "GET other",
            "STRLEN k",
            "GETRANGE k 0 1",
            "SUBSTR k 0 1",
            "MGET k",
            "MGET k k",
            "EXISTS k",
            "EXISTS k k",
            "TYPE k",
            "TTL k",
            "PTTL k",
            "EXPIRETIME k",
            "PEXPIRETIME k",
            "TOUCH k",
            "TOUCH k k",
            "OBJECT FREQ k",
            "OBJECT ENCODING k",
            "OBJECT REFCOUNT k",
            "OBJECT IDLETIME k",
            "SET k x",
            "SET k x GET",
            "SET k x NX",
            "SET k x XX",
            "SET k x KEEPTTL",
            "SET k x EX 1000",
            "SET k x NX GET",
            "SETNX k x",
            "SETEX k 1000 x",
            "PSETEX k 1000000 x",
            "MSET k x",
            "MSET k x k y",
            "MSETNX k x",
            "MSETNX other x k y",
            "GETSET k x",
            "GETEX k",
            "GETEX k EX 1000",
            "GETEX k PERSIST",
            "APPEND k x",
            "SETRANGE k 0 x",
            "SETRANGE k 0 ''",
            "INCR k",
            "INCRBY k 3",
            "DECR k",
            "DECRBY k 9223372036854775807",
            "INCRBYFLOAT k 1.5",
            "EXPIRE k 1000",
            "EXPIRE k 1000 XX",
            "PEXPIREAT k " + Tables.FAR_MILLIS,
            "PERSIST k",
            "RENAME k k",
            "RENAMENX k k",
            "LPUSH k a",
            "LRANGE k 0 1",
            "SCAN 0 COUNT 1000",
            "SCAN 0 COUNT 1000 TYPE string",
            "KEYS *",
            "RANDOMKEY",
            "DBSIZE",
            "COPY k other",
            "COPY other k REPLACE",
            "COPY k other DB 3 REPLACE",
            "LCS k k",
            "LCS k k LEN",
            "GETDEL other",
            "DUMP k",
            "RESTORE other 0 " + STRING + " REPLACE",
            "RESTORE k 0 " + STRING + " REPLACE",
            "RESTORE k 0 " + STRING + " REPLACE FREQ 100",
            "RESTORE k 0 " + STRING + " REPLACE IDLETIME 500",
            "RESTORE k 0 " + STRING,
            "MEMORY USAGE k",
            "DEBUG DIGEST",
            "DEBUG DIGEST-VALUE k",
            "DEBUG STRINGMATCH-LEN 10 k",
            "MOVE k 0",
            "MOVE other 3",
            "SORT k",
            "SORT l BY *",
            "SORT l BY *->f GET # GET *",
            "SORT l BY nosort GET * GET *",
            "SORT_RO l GET *",
            "SORT nope BY k STORE k",
            "UNLINK other",
            "DEL other",
            "RENAME other k",
            "RENAMENX other k",
            "GET",
            "GETRANGE k x y",
            "SETRANGE k -1 x",
            "SET k x EX 0",
            "EXPIRE k x",
            "INFO keyspace",
            "SELECT 0");

    private static final List<String> ON_A_LIST = List.of(
            "LPUSH k a",
            "RPUSH k a b",
            "LPUSHX k a",
            "RPUSHX k a",
            "LPOP k",
            "LPOP k 1",
            "RPOP k 0",
            "LLEN k",
            "LINDEX k 0",
            "LRANGE k 0 -1",
            "LSET k 0 x",
            "LSET k 100 x",
            "LREM k 1 a",
            "LREM k 1 zz",
            "LINSERT k BEFORE a x",
            "LINSERT k BEFORE zz x",
            "LTRIM k 0 -1",
            "LPOS k a",
            "GET k",
            "INCR k",
            "TYPE k",
            "COPY k other",
            "LMOVE k k LEFT RIGHT",
            "LMOVE k other LEFT RIGHT",
            "LMPOP 1 k LEFT",
            "LMPOP 2 k k LEFT",
            "RPOPLPUSH k k",
            "SORT k ALPHA",
            "SORT k ALPHA STORE other",
            "SORT k ALPHA STORE k",
            "SORT_RO k ALPHA",
            "SORT k",
            "LMOVE other k LEFT RIGHT",
            "LMOVE l k LEFT RIGHT",
            "LMOVE k l LEFT RIGHT",
            "RPOPLPUSH l k",
            "LMOVE string k LEFT RIGHT",
            "LMOVE k string LEFT RIGHT",
            "RPOPLPUSH k other",
            "LMPOP 2 other k RIGHT COUNT 2",
            "LMPOP 2 string k LEFT",
            "LMPOP 2 k string LEFT",
            "LPOP k -1",
            "LPOP k x",
            "LINDEX k x",
            "LRANGE k 0 x",
            "LSET k x y",
            "LREM k x y",
            "LTRIM k 1 x",
            "LPOS k a RANK 0",
            "LPOS k zz",
            "LINSERT k x a b",
            "LRANGE k 5 1",
            "LINDEX k 100",
            "LTRIM k 1 2",
            "SET k x NX",
            "SET k x GET",
            "GETSET k x",
            "GETEX k",
            "GETDEL k",
            "APPEND k x",
            "SETRANGE k 0 x",
            "STRLEN k",
            "MGET k",
            "LCS k k",
            "DUMP k",
            "RESTORE k 0 " + LIST + " REPLACE",
            "MEMORY USAGE k",
            "MEMORY USAGE k SAMPLES 0",
            "DEBUG DIGEST-VALUE k",
            "TTL k",
            "EXISTS k",
            "TOUCH k",
            "OBJECT ENCODING k",
            "OBJECT FREQ k",
            "OBJECT IDLETIME k",
            "SCAN 0 COUNT 1000 TYPE list",
            "EXPIRE k 1000",
            "PERSIST k",
            "RENAME k k",
            "RENAMENX k k",
            "MOVE k 0");

    private static final List<String> ON_NOTHING = List.of(
            "SET k x",
            "SET k x GET",
            "SET k x EX 1000",
            "SETNX k x",
            "SETEX k 1000 x",
            "GETSET k x",
            "MSET k x",
            "MSET k x k y",
            "MSETNX k x",
            "APPEND k x",
            "SETRANGE k 2 x",
            "INCR k",
            "INCRBYFLOAT k 1",
            "LPUSH k x",
            "RPUSH k x y",
            "SORT l STORE k",
            "LMOVE l k LEFT LEFT",
            "RPOPLPUSH l k",
            "COPY string k",
            "RENAME string k",
            "RESTORE k 0 " + STRING,
            "RESTORE k 0 " + LIST + " FREQ 7",
            "RESTORE k 0 " + LIST + " IDLETIME 7",
            "LMOVE nope k LEFT LEFT");

    private ObjectTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>(looks());
        all.addAll(uses("uses of a string", "RESTORE k 0 " + STRING, ON_A_STRING));
        all.addAll(uses(
                "uses of a string with a TTL",
                "RESTORE k " + Tables.FAR_MILLIS + ' ' + STRING + " ABSTTL",
                ON_A_STRING));
        all.addAll(uses("uses of a list", "RESTORE k 0 " + LIST, ON_A_LIST));
        all.addAll(uses("uses of a new key", "ECHO", ON_NOTHING));
        return all;
    }

    private static List<Sequence> looks() {
        return List.of(
                sequence(
                        "OBJECT without frequencies",
                        rows(
                                "SET k text",
                                "SET i 12345678",
                                "SET long " + "x".repeat(45),
                                "SET embstr " + "x".repeat(44),
                                looks("k", "i", "long", "embstr", "nope"),
                                "APPEND k x",
                                "APPEND i 3",
                                looks("k", "i"),
                                "SET e x PXAT 1",
                                looks("e"))),
                sequence(
                        "OBJECT with frequencies",
                        rows(
                                COUNT_EVERY_USE,
                                "SET k text",
                                "SET i 12",
                                looks("k", "i", "nope"),
                                "CONFIG SET maxmemory-policy volatile-lfu",
                                looks("k", "i", "nope"),
                                BACK_TO_NORMAL)),
                sequence("OBJECT REFCOUNT of shared integers", sharedIntegers()),
                sequence(
                        "what becomes of uses when keys move",
                        rows(
                                COUNT_EVERY_USE,
                                "MSET k v l v",
                                "MGET k k k k",
                                "RENAME k l",
                                "OBJECT FREQ l",
                                "RENAMENX l k",
                                "OBJECT FREQ k",
                                "COPY k m",
                                "OBJECT FREQ k",
                                "OBJECT FREQ m",
                                "MGET m m m",
                                "COPY k m REPLACE",
                                "OBJECT FREQ m",
                                "COPY k m",
                                "OBJECT FREQ m",
                                "MOVE m 3",
                                "SELECT 3",
                                "OBJECT FREQ m",
                                "COPY m m DB 4",
                                "SELECT 4",
                                "OBJECT FREQ m",
                                "SWAPDB 4 5",
                                "SELECT 5",
                                "OBJECT FREQ m",
                                "DEBUG RELOAD",
                                "OBJECT FREQ m",
                                "CONFIG SET maxmemory-policy allkeys-lru",
                                "RESTORE i 0 " + STRING + " IDLETIME 700",
                                "DEBUG RELOAD",
                                "~OBJECT IDLETIME i",
                                "CONFIG SET maxmemory-policy noeviction",
                                "DEBUG RELOAD",
                                "~OBJECT IDLETIME i",
                                "SELECT 0",
                                BACK_TO_NORMAL)),
                sequence(
                        "OBJECT, written wrong",
                        "OBJECT",
                        "OBJECT FREQ",
                        "OBJECT FREQ k l",
                        "OBJECT IDLETIME",
                        "OBJECT ENCODING",
                        "OBJECT REFCOUNT k l",
                        "OBJECT HELP k",
                        "OBJECT nonsense",
                        "OBJECT nonsense k",
                        "OBJECT '' k",
                        "COMMAND GETKEYS OBJECT ENCODING k",
                        "COMMAND GETKEYS OBJECT nonsense k",
                        "COMMAND INFO OBJECT|ENCODING OBJECT|FREQ OBJECT|HELP OBJECT|IDLETIME OBJECT|REFCOUNT",
                        "COMMAND DOCS OBJECT"),
                sequence(
                        "settings of eviction",
                        rows(
                                settings("maxmemory-samples", "0", "1", "64", "1000", "2147483648", "x", "-1", "5"),
                                settings("lfu-log-factor", "-1", "0", "255", "2147483648", "x", "1.5", "10"),
                                settings("lfu-decay-time", "-1", "0", "100000", "2147483648", "x", "1"),
                                settings("maxmemory-eviction-tenacity", "-1", "0", "100", "101", "x", "10"),
                                settings(
                                        "maxmemory-policy",
                                        "volatile-lru",
                                        "VOLATILE-LFU",
                                        "volatile-random",
                                        "volatile-ttl",
                                        "allkeys-lru",
                                        "allkeys-lfu",
                                        "Allkeys-Random",
                                        "volatile",
                                        "allkeys-ttl",
                                        "''",
                                        "noeviction"))));
    }

    private static List<String> looks(String... keys) {
        List<String> rows = new ArrayList<>();
        for (String key : keys) {
            rows.add("OBJECT ENCODING " + key);
            rows.add("OBJECT REFCOUNT " + key);
            rows.add("~OBJECT IDLETIME " + key);
            rows.add("OBJECT FREQ " + key);
        }
        return rows;
    }

    private static List<String> sharedIntegers() {
        List<String> rows = new ArrayList<>();
        for (String limit : List.of("0", "100gb")) {
            for (String policy :
                    List.of("noeviction", "allkeys-lru", "volatile-lfu", "volatile-ttl", "allkeys-random")) {
                rows.add("CONFIG SET maxmemory " + limit + " maxmemory-policy " + policy);
                rows.add("MSET a 0 b 9999 c 10000 d -1 e 5000");
                rows.add("INCR e");
                for (String key : List.of("a", "b", "c", "d", "e")) {
                    rows.add("OBJECT REFCOUNT " + key);
                }
            }
        }
        rows.add(BACK_TO_NORMAL);
        return rows;
    }

    /** For each of the commands, whether and how often it has used the key. */
    private static List<Sequence> uses(String name, String preparation, List<String> commands) {
        List<String> counts = new ArrayList<>(List.of(COUNT_EVERY_USE));
        List<String> times = new ArrayList<>();
        for (String command : commands) {
            List<String> others = List.of("DEL k other string l", "SET string x", "RPUSH l k");
            counts.addAll(rows(others, preparation + " FREQ 100", command, "OBJECT FREQ k"));
            times.addAll(rows(others, preparation + " IDLETIME 1000", command, "~OBJECT IDLETIME k"));
        }
        counts.add(BACK_TO_NORMAL);
        return List.of(sequence(name + " by number", counts), sequence(name + " by time", times));
    }

    private static List<String> settings(String name, String... values) {
        List<String> rows = new ArrayList<>();
        for (String value : values) {
            rows.add("CONFIG SET " + name + " " + value);
            rows.add("CONFIG GET " + name);
        }
        return rows;
    }
}
