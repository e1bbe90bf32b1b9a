package dev.flashkv.oracle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A seeded source of commands on a small set of keys: mostly valid ones, with edge and invalid arguments mixed in.
 * No reply depends on when a command runs: a relative time that may set a deadline is followed at once by an absolute
 * one on the same key, and all others lie in the past or in the year 2100.
 */
final class RandomCommands {
    /* Keys that mostly hold strings, and keys that mostly hold lists; over many slots, some of them sharing a tag. */
    private static final List<String> STRING_KEYS = List.of(
            "s0",
            "s1",
            "s2",
            "s3",
            "s4",
            "s5",
            "s6",
            "s7",
            "{t}s0",
            "{t}s1",
            "{u}s0",
            "{u}s1",
            "",
            "\0\u00ff",
            "s{}",
            "{s",
            "number0",
            "number1",
            "number2",
            "{t}number");
    private static final List<String> LIST_KEYS = List.of(
            "l0", "l1", "l2", "l3", "l4", "l5", "l6", "{t}l0", "{t}l1", "{u}l0", "{u}l1", "\r\n", "l}{", "{t}{u}l");

    /** Every key there can ever be. */
    static final List<String> KEYS = keys();

    private static final long FAR_SECONDS = 4_102_444_800L;
    private static final List<String> ODD_INTEGERS = List.of(
            "0",
            "-0",
            "9223372036854775807",
            "-9223372036854775808",
            "9223372036854775806",
            "-9223372036854775807",
            "4294967296",
            "2147483648",
            "-2147483649");
    private static final List<String> NO_INTEGERS = List.of(
            "",
            "abc",
            "1.0",
            " 1",
            "1 ",
            "+1",
            "01",
            "9223372036854775808",
            "-9223372036854775809",
            "1\0",
            "0x1",
            "--1");
    private static final List<String> ODD_FLOATS = List.of(
            "inf", "-inf", "nan", "", "abc", "1e", " 1", "1 ", "0x10", "1e400", "-1e100", "1e-400", "1e5000", "1..2");
    private static final List<String> GLOBS = List.of(
            "*",
            "s*",
            "l?",
            "[sl][0-3]",
            "{t}*",
            "[^a-s]*",
            "*[05]",
            "\\{*",
            "",
            "nothing",
            "*\r*",
            "\0*",
            "number[",
            "**1");

    private final Random random;
    private final TreeMap<Integer, String> weights = new TreeMap<>();
    private final Map<String, Supplier<List<String>>> arguments = new TreeMap<>();
    private int weightSum;

    RandomCommands(long seed) {
        random = new Random(seed);
        strings();
        lists();
        keyspace();
    }

    /** The names of all commands that will come. */
    List<String> names() {
        return List.copyOf(arguments.keySet());
    }

    /** The next command, with those that must follow at once. */
    List<Command> next() {
        String name = weights.higherEntry(random.nextInt(weightSum)).getValue();
        List<String> args = new ArrayList<>(List.of(chance(3) ? name.toLowerCase(Locale.ROOT) : name));
        args.addAll(arguments.get(name).get());
        // Rarely one argument too few or too many.
        if (chance(1)) {
            if (random.nextBoolean() && args.size() > 1) {
                args.remove(args.size() - 1);
            } else {
                args.add(value());
            }
        }
        Command command = Command.of(args);
        return setsRelativeDeadline(args)
                ? List.of(command, Command.of("PEXPIREAT", args.get(1), farMillis()))
                : List.of(command);
    }

    /** Whether a word is one that gives a relative time; being too careful costs nothing. */
    private static boolean setsRelativeDeadline(List<String> args) {
        if (args.size() < 3) {
            return false;
        }
        return switch (args.get(0).toUpperCase(Locale.ROOT)) {
            case "EXPIRE", "PEXPIRE", "SETEX", "PSETEX" -> true;
            case "SET", "GETEX" ->
                args.stream().anyMatch(arg -> arg.equalsIgnoreCase("EX") || arg.equalsIgnoreCase("PX"));
            default -> false;
        };
    }

    private void command(String name, int weight, Supplier<List<String>> argumentsOfName) {
        weightSum += weight;
        weights.put(weightSum, name);
        arguments.put(name, argumentsOfName);
    }

    private void strings() {
        command("SET", 10, () -> concat(List.of(stringKey(), value()), setOptions()));
        command("GET", 6, () -> List.of(stringKey()));
        command("GETSET", 2, () -> List.of(stringKey(), value()));
        command("GETDEL", 2, () -> List.of(stringKey()));
        command("GETEX", 3, () -> concat(List.of(stringKey()), chance(30) ? List.of() : getexOptions()));
        command("SETNX", 2, () -> List.of(stringKey(), value()));
        command("SETEX", 2, () -> List.of(stringKey(), relativeTime(), value()));
        command("PSETEX", 2, () -> List.of(stringKey(), relativeTime(), value()));
        command("MSET", 2, this::keysAndValues);
        command("MGET", 3, () -> several(this::stringKey));
        command("MSETNX", 2, this::keysAndValues);
        command("APPEND", 3, () -> List.of(stringKey(), value()));
        command("STRLEN", 2, () -> List.of(stringKey()));
        command("INCR", 3, () -> List.of(numberKey()));
        command("DECR", 3, () -> List.of(numberKey()));
        command("INCRBY", 3, () -> List.of(numberKey(), integer()));
        command("DECRBY", 3, () -> List.of(numberKey(), integer()));
        command("INCRBYFLOAT", 3, () -> List.of(numberKey(), real()));
        command("GETRANGE", 3, () -> List.of(stringKey(), index(), index()));
        command("SUBSTR", 2, () -> List.of(stringKey(), index(), index()));
        command("LCS", 2, () -> concat(List.of(stringKey(), stringKey()), subsequenceOptions()));
        command("SETRANGE", 3, () -> List.of(stringKey(), offset(), chance(20) ? "" : value()));
    }

    private void lists() {
        command("LPUSH", 7, () -> concat(List.of(listKey()), several(this::element)));
        command("RPUSH", 7, () -> concat(List.of(listKey()), several(this::element)));
        command("LPUSHX", 3, () -> concat(List.of(listKey()), several(this::element)));
        command("RPUSHX", 3, () -> concat(List.of(listKey()), several(this::element)));
        command("LPOP", 4, () -> concat(List.of(listKey()), chance(50) ? List.of() : List.of(count())));
        command("RPOP", 4, () -> concat(List.of(listKey()), chance(50) ? List.of() : List.of(count())));
        command("LLEN", 2, () -> List.of(listKey()));
        command("LINDEX", 3, () -> List.of(listKey(), index()));
        command("LRANGE", 4, () -> List.of(listKey(), index(), index()));
        command("LSET", 4, () -> List.of(listKey(), chance(60) ? oneOf(List.of("0", "-1")) : index(), element()));
        command("LREM", 4, () -> List.of(listKey(), index(), element()));
        command(
                "LINSERT",
                4,
                () -> List.of(
                        listKey(), chance(5) ? value() : oneOf(List.of("BEFORE", "after")), element(), element()));
        command("LTRIM", 2, () -> List.of(listKey(), index(), index()));
        command("LMOVE", 4, () -> List.of(listKey(), listKey(), listEnd(), listEnd()));
        command("RPOPLPUSH", 3, () -> List.of(listKey(), listKey()));
        command("LMPOP", 4, this::multiPop);
        command("LPOS", 5, () -> concat(List.of(listKey(), element()), positionOptions()));
    }

    private void keyspace() {
        command("DEL", 2, () -> several(this::anyKey));
        command("UNLINK", 2, () -> several(this::anyKey));
        command("EXISTS", 2, () -> several(this::anyKey));
        command("TOUCH", 2, () -> several(this::anyKey));
        command("TYPE", 2, () -> List.of(anyKey()));
        command("TTL", 2, () -> List.of(anyKey()));
        command("PTTL", 2, () -> List.of(anyKey()));
        command("EXPIRETIME", 2, () -> List.of(anyKey()));
        command("PEXPIRETIME", 2, () -> List.of(anyKey()));
        command("PERSIST", 2, () -> List.of(anyKey()));
        command("EXPIRE", 2, () -> concat(List.of(anyKey(), relativeTime()), conditions()));
        command("PEXPIRE", 2, () -> concat(List.of(anyKey(), relativeTime()), conditions()));
        command("EXPIREAT", 3, () -> concat(List.of(anyKey(), absoluteSeconds()), conditions()));
        command("PEXPIREAT", 3, () -> concat(List.of(anyKey(), absoluteMillis()), conditions()));
        command("RENAME", 2, () -> List.of(anyKey(), anyKey()));
        command("RENAMENX", 2, () -> List.of(anyKey(), anyKey()));
        command("COPY", 3, () -> concat(List.of(anyKey(), anyKey()), chance(50) ? List.of("REPLACE") : List.of()));
        command("SORT", 3, this::sort);
        command("KEYS", 1, () -> List.of(oneOf(GLOBS)));
        command("SCAN", 1, this::scan);
        command("RANDOMKEY", 1, List::of);
    }

    private List<String> setOptions() {
        if (chance(35)) {
            return List.of();
        }
        List<String> options = new ArrayList<>();
        if (chance(40)) {
            options.add(oneOf(List.of("NX", "XX")));
        }
        if (chance(40)) {
            options.add("GET");
        }
        if (chance(60)) {
            options.addAll(oneOf(List.<Supplier<List<String>>>of(
                            () -> List.of("KEEPTTL"),
                            () -> List.of("EX", relativeTime()),
                            () -> List.of("PX", relativeTime()),
                            () -> List.of("EXAT", absoluteSeconds()),
                            () -> List.of("PXAT", absoluteMillis())))
                    .get());
        }
        if (chance(4)) {
            options.add(oneOf(List.of("NX", "XX", "KEEPTTL", "PERSIST", "junk", "EX", "")));
        }
        if (options.stream().allMatch(option -> option.matches("[A-Z]*"))) {
            Collections.shuffle(options, random);
        }
        return inAnyCase(options);
    }

    private List<String> getexOptions() {
        List<String> options = new ArrayList<>(oneOf(List.<Supplier<List<String>>>of(
                        () -> List.of("PERSIST"),
                        () -> List.of("EX", relativeTime()),
                        () -> List.of("PX", relativeTime()),
                        () -> List.of("EXAT", absoluteSeconds()),
                        () -> List.of("PXAT", absoluteMillis())))
                .get());
        if (chance(4)) {
            options.add(oneOf(List.of("PERSIST", "NX", "EX", "KEEPTTL")));
        }
        return inAnyCase(options);
    }

    private List<String> positionOptions() {
        List<String> options = new ArrayList<>();
        if (chance(40)) {
            options.addAll(List.of("RANK", chance(90) ? oneOf(List.of("1", "2", "-1", "-2", "3")) : integer()));
        }
        if (chance(40)) {
            options.addAll(List.of("COUNT", count()));
        }
        if (chance(40)) {
            options.addAll(List.of("MAXLEN", count()));
        }
        return inAnyCase(options);
    }

    private String listEnd() {
        return chance(97) ? oneOf(List.of("LEFT", "RIGHT", "left")) : value();
    }

    private List<String> multiPop() {
        List<String> keys = several(this::listKey);
        List<String> args = new ArrayList<>(List.of(chance(97) ? Integer.toString(keys.size()) : integer()));
        args.addAll(keys);
        args.add(listEnd());
        if (chance(40)) {
            args.addAll(List.of("COUNT", chance(90) ? Integer.toString(1 + random.nextInt(3)) : integer()));
        }
        return args;
    }

    private List<String> subsequenceOptions() {
        return inAnyCase(oneOf(List.of(
                List.of(),
                List.of("LEN"),
                List.of("IDX"),
                List.of("IDX", "WITHMATCHLEN"),
                List.of("IDX", "MINMATCHLEN", count()))));
    }

    /** Never by numbers: one that is out of range would spoil the oracle's SORT for good. See SortTables. */
    private List<String> sort() {
        List<String> args = new ArrayList<>(List.of(listKey()));
        if (chance(50)) {
            args.addAll(List.of("ALPHA", "STORE", chance(90) ? listKey() : anyKey()));
        } else {
            args.addAll(List.of("BY", "nosort", "GET", "#", "GET", oneOf(List.of("s*", "{t}s*", "*", "number*"))));
        }
        if (chance(40)) {
            args.addAll(List.of("LIMIT", count(), count()));
        }
        if (chance(30)) {
            args.add("DESC");
        }
        return args;
    }

    private List<String> conditions() {
        if (chance(60)) {
            return List.of();
        }
        List<String> conditions = List.of("NX", "XX", "GT", "LT");
        return inAnyCase(chance(85) ? List.of(oneOf(conditions)) : List.of(oneOf(conditions), oneOf(conditions)));
    }

    private List<String> scan() {
        List<String> args = new ArrayList<>(List.of("0"));
        if (chance(50)) {
            args.addAll(List.of("MATCH", oneOf(GLOBS)));
        }
        if (chance(50)) {
            args.addAll(List.of("TYPE", oneOf(List.of("string", "list", "hash", "LIST"))));
        }
        args.addAll(List.of("COUNT", chance(95) ? "10000" : integer()));
        return args;
    }

    private List<String> keysAndValues() {
        List<String> args = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            args.addAll(List.of(stringKey(), value()));
        }
        return args;
    }

    private String stringKey() {
        return chance(93) ? oneOf(STRING_KEYS) : anyKey();
    }

    private String numberKey() {
        return chance(80) ? oneOf(STRING_KEYS.subList(STRING_KEYS.size() - 4, STRING_KEYS.size())) : stringKey();
    }

    private String listKey() {
        return chance(93) ? oneOf(LIST_KEYS) : anyKey();
    }

    private String anyKey() {
        return oneOf(KEYS);
    }

    private String value() {
        int kind = random.nextInt(100);
        if (kind < 45) {
            return Integer.toString(random.nextInt(2001) - 1000);
        } else if (kind < 60) {
            return oneOf(List.of("a", "b", "hello", "hello world", "x".repeat(60), "NX", "GET"));
        } else if (kind < 70) {
            return real();
        } else if (kind < 80) {
            return integer();
        } else if (kind < 85) {
            return "";
        } else {
            return bytes(random.nextInt(kind < 98 ? 12 : 300));
        }
    }

    private String element() {
        return chance(80) ? oneOf(List.of("a", "b", "c", "1", "2", "")) : value();
    }

    private String bytes(int length) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < length; i++) {
            bytes.append((char) random.nextInt(256));
        }
        return bytes.toString();
    }

    private String integer() {
        int kind = random.nextInt(100);
        if (kind < 75) {
            return Integer.toString(random.nextInt(41) - 20);
        } else if (kind < 85) {
            return Long.toString(random.nextLong() >> random.nextInt(64));
        }
        return oneOf(kind < 92 ? ODD_INTEGERS : NO_INTEGERS);
    }

    private String index() {
        int kind = random.nextInt(100);
        if (kind < 90) {
            return Integer.toString(random.nextInt(15) - 7);
        }
        return oneOf(kind < 96 ? ODD_INTEGERS : NO_INTEGERS);
    }

    private String count() {
        int kind = random.nextInt(100);
        if (kind < 88) {
            return Integer.toString(random.nextInt(5));
        }
        return kind < 94 ? "-1" : integer();
    }

    /** Small, or so large that the string would become too long; between lies a gigabyte of zero bytes. */
    private String offset() {
        int kind = random.nextInt(100);
        if (kind < 90) {
            return Integer.toString(random.nextInt(30));
        }
        return oneOf(kind < 95 ? List.of("536870912", "4294967296", "9223372036854775807", "-1") : NO_INTEGERS);
    }

    private String real() {
        int kind = random.nextInt(100);
        if (kind < 40) {
            return random.nextInt(2001) - 1000 + "." + random.nextInt(1000);
        } else if (kind < 60) {
            return Double.toString(random.nextGaussian());
        } else if (kind < 75) {
            return Float.toString(Float.intBitsToFloat(random.nextInt())).replace("Infinity", "1");
        } else if (kind < 85) {
            return random.nextInt(100) + "e" + (random.nextInt(40) - 20);
        } else if (kind < 93) {
            return Long.toString(random.nextLong() >> random.nextInt(64));
        }
        return oneOf(ODD_FLOATS);
    }

    private String relativeTime() {
        int kind = random.nextInt(100);
        if (kind < 80) {
            return Long.toString(1_000_000L + random.nextInt(1_000_000));
        } else if (kind < 90) {
            return Integer.toString(-random.nextInt(3));
        }
        return oneOf(kind < 95 ? ODD_INTEGERS : NO_INTEGERS);
    }

    private String absoluteSeconds() {
        int kind = random.nextInt(100);
        if (kind < 80) {
            return Long.toString(FAR_SECONDS + random.nextInt(50));
        } else if (kind < 92) {
            return oneOf(List.of("1", "1000000000", "1500000000", "0", "-1"));
        }
        return oneOf(kind < 96 ? List.of("9223372036854775", "9223372036854776", "-9223372036854776") : NO_INTEGERS);
    }

    private String absoluteMillis() {
        int kind = random.nextInt(100);
        if (kind < 80) {
            return farMillis();
        } else if (kind < 92) {
            return oneOf(List.of("1", "1000000000000", "1500000000000", "0", "-1"));
        }
        return oneOf(kind < 96 ? ODD_INTEGERS.subList(2, 6) : NO_INTEGERS);
    }

    private String farMillis() {
        return Long.toString(FAR_SECONDS * 1000 + random.nextInt(50_000));
    }

    private List<String> several(Supplier<String> one) {
        List<String> several = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            several.add(one.get());
        }
        return several;
    }

    private List<String> inAnyCase(List<String> options) {
        return chance(80)
                ? options
                : options.stream()
                        .map(option -> option.toLowerCase(Locale.ROOT))
                        .toList();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T oneOf(List<T> alternatives) {
        return alternatives.get(random.nextInt(alternatives.size()));
    }

    private static List<String> concat(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static List<String> keys() {
        return concat(concat(STRING_KEYS, LIST_KEYS), List.of("other"));
    }
}
