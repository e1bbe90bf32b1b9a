package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.sequence;

import java.util.ArrayList;
import java.util.List;

/** Every command with every small number of arguments, and on a key of the other type. */
final class ArityTables {
    private static final int ARGUMENTS_MAX = 6;

    private static final List<String> ON_STRINGS = List.of(
            "GET k",
            "GETSET k v",
            "GETDEL k",
            "GETEX k",
            "GETEX k EX 1000",
            "GETEX k PERSIST",
            "SETNX k v",
            "SET k v GET",
            "SET k v NX GET",
            "SET k v XX GET",
            "MGET k k",
            "MSETNX k v",
            "APPEND k v",
            "STRLEN k",
            "INCR k",
            "INCRBY k 1",
            "DECR k",
            "DECRBY k 1",
            "INCRBYFLOAT k 1",
            "GETRANGE k 0 -1",
            "SUBSTR k 0 -1",
            "SETRANGE k 0 v",
            "SETRANGE k 0 ''",
            "INCRBY k abc",
            "DECRBY k -9223372036854775808",
            "INCRBYFLOAT k abc",
            "GETRANGE k a b",
            "SETRANGE k abc v",
            "SETRANGE k -1 v",
            "SETRANGE k 536870912 v",
            "GETEX k EX 0",
            "GETEX k junk");

    private static final List<String> ON_LISTS = List.of(
            "LPUSH k v",
            "RPUSH k v",
            "LPUSHX k v",
            "RPUSHX k v",
            "LPOP k",
            "RPOP k",
            "LPOP k 0",
            "RPOP k 0",
            "LPOP k 1",
            "RPOP k 1",
            "LPOP k -1",
            "LPOP k abc",
            "LLEN k",
            "LINDEX k 0",
            "LINDEX k abc",
            "LRANGE k 0 -1",
            "LRANGE k a b",
            "LSET k 0 v",
            "LSET k abc v",
            "LREM k 0 v",
            "LREM k abc v",
            "LINSERT k BEFORE a b",
            "LINSERT k BESIDE a b",
            "LTRIM k 0 -1",
            "LTRIM k a b",
            "LPOS k v",
            "LPOS k v COUNT 0",
            "LPOS k v RANK 0",
            "LPOS k v junk 1");

    private ArityTables() {}

    static List<Sequence> all() {
        List<Sequence> all = new ArrayList<>();
        for (String command : ServerTables.COMMANDS) {
            List<String> rows = new ArrayList<>();
            for (int arguments = 0; arguments <= ARGUMENTS_MAX; arguments++) {
                rows.add(command + " a".repeat(arguments));
                rows.add(command + " 1".repeat(arguments));
            }
            Sequence sequence = sequence(command + " with any number of arguments", rows);
            all.add(List.of("SELECT", "SWAPDB").contains(command) ? sequence.onItsOwnConnection() : sequence);
        }
        all.add(wrongType("string commands on a list", "RPUSH k a", ON_STRINGS));
        all.add(wrongType("list commands on a string", "SET k string", ON_LISTS));
        all.add(wrongType(
                "string commands on a key that has expired as a list", "RPUSH k a", ON_STRINGS, "PEXPIREAT k 1"));
        return all;
    }

    private static Sequence wrongType(String name, String setUp, List<String> commands, String... afterSetUp) {
        List<String> rows = new ArrayList<>();
        for (String command : commands) {
            rows.add("DEL k");
            rows.add(setUp);
            rows.addAll(List.of(afterSetUp));
            rows.add(command);
            rows.addAll(List.of("TYPE k", "GET k", "LRANGE k 0 -1", "~PEXPIRETIME k"));
        }
        return sequence(name, rows);
    }
}
