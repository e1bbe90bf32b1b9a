package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.cases;
import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;

/** The blocking commands of one client alone: what they answer at once, and when nobody comes in time. */
final class BlockingTables {
    /* Calls of key k, or of the list at it, with a timeout to be filled in. */
    private static final List<String> CALLS = List.of(
            "BLPOP k %s",
            "BRPOP none k %s", "BLMOVE k other LEFT RIGHT %s", "BRPOPLPUSH k k %s", "BLMPOP %s 2 none k RIGHT COUNT 2");

    private static final List<String> SHORT_TIMES = List.of("0.01", "1e-2", "0.001", ".02");

    private BlockingTables() {}

    static List<Sequence> all() {
        return List.of(
                cases("blocking calls of keys in every state", states()),
                cases("blocking calls with every spelling of a timeout", timeouts()),
                cases("blocking calls for which nobody comes", inVain()),
                sequence(
                        "blocking calls of several lists",
                        "RPUSH b 1 2 3 4 5",
                        "RPUSH c 6",
                        "BLPOP a b c 0",
                        "BRPOP c b 0",
                        "BRPOP c b 0",
                        "BLPOP b b 0",
                        "BLMPOP 0 3 a b c LEFT COUNT 10",
                        "EXISTS b c",
                        "SET s text",
                        "RPUSH b 1",
                        "BLPOP s b 0",
                        "BLPOP b s 0",
                        "RPUSH b 1",
                        "BLMOVE b s LEFT LEFT 0",
                        "BRPOPLPUSH s b 0",
                        "LRANGE b 0 -1"),
                sequence(
                        "blocking calls, written wrong",
                        "RPUSH k a",
                        "BLPOP k",
                        "BLPOP 0",
                        "BRPOP",
                        "BLMOVE k l LEFT 0",
                        "BLMOVE k l LEFT UP 0",
                        "BLMOVE k l LEFT RIGHT 0 1",
                        "BRPOPLPUSH k 0",
                        "BLMPOP 0 0 k LEFT",
                        "BLMPOP 0 -1 k LEFT",
                        "BLMPOP 0 x k LEFT",
                        "BLMPOP 0 2 k LEFT",
                        "BLMPOP 0 1 k UP",
                        "BLMPOP 0 1 k LEFT COUNT",
                        "BLMPOP 0 1 k LEFT COUNT 0",
                        "BLMPOP 0 1 k LEFT COUNT x",
                        "BLMPOP 0 1 k LEFT COUNT 1 COUNT 1",
                        "BLMPOP 0 1 k LEFT nonsense",
                        "LRANGE k 0 -1"));
    }

    private static List<List<String>> states() {
        List<List<String>> cases = new ArrayList<>();
        for (List<String> state : Tables.STATES.values()) {
            for (String call : CALLS) {
                cases.add(
                        rows("DEL other", state, String.format(call, "0.01"), "LRANGE other 0 -1", Tables.look(false)));
            }
        }
        return cases;
    }

    private static List<List<String>> timeouts() {
        List<List<String>> cases = new ArrayList<>();
        for (String call : CALLS) {
            for (String timeout : Tables.NUMBERS) {
                cases.add(rows("RPUSH k a b", String.format(call, timeout), "LLEN k"));
            }
            for (String timeout :
                    List.of("inf", "-inf", "nan", "1e400", "0x1p3", "1e3", "1_0", "-0.0", "1e16", "-1e-9")) {
                cases.add(rows("RPUSH k a b", String.format(call, timeout), "LLEN k"));
            }
        }
        return cases;
    }

    private static List<List<String>> inVain() {
        List<List<String>> cases = new ArrayList<>();
        for (String call : CALLS) {
            SHORT_TIMES.forEach(time -> cases.add(rows(String.format(call, time), "EXISTS k")));
        }
        return cases;
    }
}
