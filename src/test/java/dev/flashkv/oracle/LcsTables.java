package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.cases;
import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.inCase;
import static dev.flashkv.oracle.Tables.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** LCS: every set of options, and strings at random. */
final class LcsTables {
    private static final long SEED = 7015;

    private LcsTables() {}

    static List<Sequence> all() {
        return List.of(
                sequence("LCS with every set of options", options()),
                cases("LCS of strings at random", random()),
                sequence(
                        "LCS of keys in every state",
                        "LCS a b",
                        "LCS a b LEN",
                        "LCS a b IDX",
                        "SET a ohmytext",
                        "LCS a b",
                        "LCS b a LEN",
                        "LCS a a",
                        "LCS a a IDX WITHMATCHLEN",
                        "SET b ''",
                        "LCS a b IDX",
                        "SET n 123456",
                        "INCR n",
                        "SET m 3457",
                        "LCS n m IDX WITHMATCHLEN",
                        "SET \\x00 \\x00\\xff\\x80\\r\\n",
                        "SET c \\xff\\x00\\x80\\n",
                        "LCS \\x00 c",
                        "LCS \\x00 c IDX",
                        "RPUSH l a",
                        "LCS a l",
                        "LCS l a",
                        "LCS l l",
                        "LCS missing l junk",
                        "LCS a l MINMATCHLEN abc",
                        "COMMAND GETKEYS LCS a b IDX",
                        "COMMAND GETKEYSANDFLAGS LCS a b"),
                sequence(
                        "LCS needs memory",
                        "CONFIG SET proto-max-bulk-len 1mb",
                        "SETRANGE a 510 x",
                        "SETRANGE b 511 x",
                        "SETRANGE c 510 y",
                        "LCS a b",
                        "LCS a b LEN",
                        "LCS a b IDX",
                        "LCS b a junk",
                        "LCS b a LEN IDX",
                        "LCS a c LEN",
                        "LCS a c IDX",
                        "CONFIG SET proto-max-bulk-len 512mb",
                        "LCS a b LEN"));
    }

    private static List<String> options() {
        List<String> rows = rows("SET a ohmytextishere", "SET b mynewtextisthere");
        List<String> options = List.of("", "LEN", "IDX", "WITHMATCHLEN", "MINMATCHLEN 4", "MINMATCHLEN", "junk");
        for (String tuple : Tables.tuples(options, 3)) {
            rows.add("LCS a b " + inCase(tuple.strip(), rows.size()));
        }
        for (String number : Tables.NUMBERS) {
            rows.add("LCS a b IDX MINMATCHLEN " + number);
        }
        return rows;
    }

    /** Few letters make many sequences of the same length, of which the one that Redis finds is wanted. */
    private static List<List<String>> random() {
        Random random = new Random(SEED);
        List<List<String>> cases = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            int letters = 1 + random.nextInt(4);
            cases.add(rows(
                    "SET k '" + text(random, random.nextInt(40), letters) + "'",
                    "SET d '" + text(random, random.nextInt(40), letters) + "'",
                    "LCS k d",
                    "LCS d k",
                    "LCS k d LEN",
                    "LCS k d IDX",
                    "LCS d k IDX WITHMATCHLEN MINMATCHLEN 2"));
        }
        return cases;
    }

    private static String text(Random random, int length, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(letters)));
        }
        return text.toString();
    }
}
