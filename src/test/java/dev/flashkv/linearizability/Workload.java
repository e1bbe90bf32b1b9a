package dev.flashkv.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What the clients of a recorded history do, to keys of a round of its own. */
enum Workload {
    /** Keys that are written and read, one at a time. */
    REGISTERS {
        @Override
        Operations next(SplittableRandom random, String round, String stamp) {
            String key = round + ":register" + random.nextInt(3);
            return one(
                    switch (random.nextInt(6)) {
                        case 0, 1 -> List.of("SET", key, stamp);
                        case 2 -> List.of("GETSET", key, stamp);
                        case 3 -> List.of("DEL", key);
                        default -> List.of("GET", key);
                    });
        }

        @Override
        void check(History history) {
            history.byKey().values().forEach(new Checker<>(Models.register())::check);
        }
    },

    /** Keys that are counted up. */
    COUNTERS {
        @Override
        Operations next(SplittableRandom random, String round, String stamp) {
            String key = round + ":counter" + random.nextInt(3);
            return one(
                    random.nextInt(3) == 0
                            ? List.of("GET", key)
                            : List.of("INCRBY", key, Integer.toString(1 + random.nextInt(3))));
        }

        @Override
        void check(History history) {
            history.byKey().values().forEach(new Checker<>(Models.counter())::check);
        }
    },

    /** Lists that grow at one end and shrink at the other. */
    LISTS {
        @Override
        Operations next(SplittableRandom random, String round, String stamp) {
            String key = round + ":list" + random.nextInt(3);
            return one(
                    switch (random.nextInt(5)) {
                        case 0, 1, 2 -> List.of("RPUSH", key, stamp);
                        case 3 -> List.of("LPOP", key);
                        default -> List.of("LRANGE", key, "0", "-1");
                    });
        }

        @Override
        void check(History history) {
            history.byKey().values().forEach(new Checker<>(Models.appendList())::check);
        }
    },

    /** Several keys on several shards at once, by single commands and by transactions. */
    KEYS {
        @Override
        Operations next(SplittableRandom random, String round, String stamp) {
            String x = key(random, round);
            String y = key(random, round);
            String counter = round + ":counter";
            return switch (random.nextInt(14)) {
                case 0, 1 -> one(List.of("MSET", x, stamp, key(random, round), stamp, y, stamp));
                case 2, 3, 4 ->
                    one(List.of("MGET", round + ":a", round + ":b", round + ":c", round + ":d", round + ":counter"));
                case 5 -> one(List.of("SET", x, stamp));
                case 6, 7 -> one(List.of("GET", x));
                case 8 -> one(List.of("INCRBY", counter, "1"));
                case 9 -> one(List.of("DEL", x, y));
                case 10 -> one(List.of("RENAME", x, y));
                case 11 -> one(List.of("MSETNX", x, stamp, y, stamp));
                case 12 ->
                    new Operations(
                            List.of(List.of("SET", x, stamp), List.of("INCRBY", counter, "2"), List.of("GET", y)),
                            true);
                default -> new Operations(List.of(List.of("GET", x), List.of("EXISTS", x, y), List.of("DEL", y)), true);
            };
        }

        @Override
        void check(History history) {
            new Checker<>(Models.keys()).check(history.operations());
        }
    };

    /**
     * What happens at one instant.
     *
     * @param isTransaction whether it takes MULTI and EXEC; else it is one command
     */
    record Operations(List<List<String>> commands, boolean isTransaction) {

        /** With MULTI and EXEC, if it takes them. */
        List<List<String>> asSent() {
            if (!isTransaction) {
                return commands;
            }
            List<List<String>> all = new ArrayList<>(List.of(List.of("MULTI")));
            all.addAll(commands);
            all.add(List.of("EXEC"));
            return all;
        }
    }

    private static Operations one(List<String> command) {
        return new Operations(List.of(command), false);
    }

    private static String key(SplittableRandom random, String round) {
        return round + ":" + (char) ('a' + random.nextInt(4));
    }

    /**
     * What a client does next.
     *
     * @param round begins the names of the keys
     * @param stamp a value that nobody else writes
     */
    abstract Operations next(SplittableRandom random, String round, String stamp);

    /** Fails if the history of a round is not linearizable. */
    abstract void check(History history);
}
