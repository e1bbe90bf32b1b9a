package dev.flashkv.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Commands drawn to get in each other's way: over many shards, transactions, waits, and what stops everybody. */
final class HuntCommands {
    /** How many lists and how many texts there are. */
    static final int KEYS = 24;

    private HuntCommands() {}

    /** The same commands for a client whose waits nobody can end: those for ever are short ones. */
    static List<List<String>> withoutWaitsForEver(List<List<String>> pipeline) {
        return pipeline.stream().map(HuntCommands::ending).toList();
    }

    private static List<String> ending(List<String> command) {
        if (!command.get(0).startsWith("B")) {
            return command;
        }
        List<String> ending = new ArrayList<>(command);
        int timeout = command.get(0).equals("BLMPOP") ? 1 : command.size() - 1;
        if (ending.get(timeout).equals("0")) {
            ending.set(timeout, "0.05");
        }
        return ending;
    }

    /** Adds a command, or those that belong together. */
    static void add(SplittableRandom random, List<List<String>> pipeline) {
        int draw = random.nextInt(100);
        if (draw < 30) {
            pipeline.add(onOneOrMany(random));
        } else if (draw < 50) {
            pipeline.add(blocking(random));
        } else if (draw < 65) {
            transaction(random, pipeline);
        } else if (draw < 85) {
            pipeline.add(push(random));
        } else if (draw < 97) {
            pipeline.add(onAll(random));
        } else {
            pipeline.add(
                    random.nextInt(3) == 0
                            ? List.of("CLIENT", "UNPAUSE")
                            : List.of(
                                    "CLIENT",
                                    "PAUSE",
                                    Integer.toString(1 + random.nextInt(20)),
                                    random.nextBoolean() ? "WRITE" : "ALL"));
        }
    }

    private static String list(SplittableRandom random) {
        return "list" + random.nextInt(KEYS);
    }

    private static String text(SplittableRandom random) {
        return "text" + random.nextInt(KEYS);
    }

    private static List<String> push(SplittableRandom random) {
        return List.of(random.nextBoolean() ? "RPUSH" : "LPUSH", list(random), "a", "b");
    }

    private static List<String> many(SplittableRandom random, boolean withValues, String... start) {
        List<String> command = new ArrayList<>(List.of(start));
        int keys = 2 + random.nextInt(9);
        for (int i = 0; i < keys; i++) {
            command.add(text(random));
            if (withValues) {
                command.add("v");
            }
        }
        return command;
    }

    private static List<String> onOneOrMany(SplittableRandom random) {
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> many(random, true, "MSET");
            case 3, 4 -> many(random, false, "MGET");
            case 5 -> many(random, false, random.nextBoolean() ? "DEL" : "UNLINK");
            case 6 -> many(random, true, "MSETNX");
            case 7 -> List.of("RENAME", text(random), text(random));
            case 8 -> List.of("RENAME", list(random), list(random));
            case 9 -> List.of("COPY", list(random), list(random), "REPLACE");
            case 10 -> List.of("LMOVE", list(random), list(random), "LEFT", "RIGHT");
            case 11 -> List.of("LMPOP", "3", list(random), list(random), list(random), "RIGHT", "COUNT", "2");
            case 12 -> List.of("SET", text(random), "v", "PX", Integer.toString(1 + random.nextInt(50)));
            default -> List.of("DEL", list(random), list(random));
        };
    }

    private static List<String> blocking(SplittableRandom random) {
        String timeout = random.nextInt(4) == 0 ? "0" : String.format(Locale.ROOT, "0.%03d", 1 + random.nextInt(200));
        return switch (random.nextInt(6)) {
            case 0, 1 -> List.of("BLPOP", list(random), list(random), list(random), timeout);
            case 2 -> List.of("BRPOP", list(random), timeout);
            case 3 -> List.of("BLMOVE", list(random), list(random), "LEFT", "RIGHT", timeout);
            case 4 -> List.of("BRPOPLPUSH", list(random), list(random), timeout);
            default -> List.of("BLMPOP", timeout, "2", list(random), list(random), "LEFT", "COUNT", "3");
        };
    }

    private static void transaction(SplittableRandom random, List<List<String>> pipeline) {
        if (random.nextBoolean()) {
            pipeline.add(List.of("WATCH", text(random), list(random), text(random)));
        }
        pipeline.add(List.of("MULTI"));
        int commands = 1 + random.nextInt(4);
        for (int i = 0; i < commands; i++) {
            pipeline.add(
                    switch (random.nextInt(8)) {
                        case 0, 1, 2 -> onOneOrMany(random);
                        case 3, 4 -> push(random);
                        case 5 -> blocking(random);
                        case 6 -> List.of("NONSENSE");
                        default -> onAll(random);
                    });
        }
        pipeline.add(List.of(random.nextInt(8) == 0 ? "DISCARD" : "EXEC"));
    }

    private static List<String> onAll(SplittableRandom random) {
        return switch (random.nextInt(9)) {
            case 0 -> List.of("FLUSHALL");
            case 1 -> List.of("FLUSHDB");
            case 2 -> List.of("SWAPDB", "0", "1");
            case 3 -> List.of("KEYS", "list1*");
            case 4 -> List.of("RANDOMKEY");
            case 5 -> List.of("SCAN", "0", "COUNT", "100");
            case 6 -> List.of("SELECT", random.nextInt(4) == 0 ? "1" : "0");
            case 7 -> List.of("MOVE", list(random), "1");
            default -> List.of("DBSIZE");
        };
    }
}
