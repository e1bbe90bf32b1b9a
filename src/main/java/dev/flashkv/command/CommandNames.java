package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds a row by the name a client sent, in any case, without making a string of it. O(length of the name). */
final class CommandNames {

    /*
     * Open addressing over a table at most a quarter full. The names are ours and few, so the hash may be simple:
     * what a client can choose is only what it looks for.
     */

    private final byte[][] names;
    private final CommandSpec[] specs;
    private final int mask;

    /** The rows by their own names; subcommands by the part behind the bar. */
    CommandNames(List<CommandSpec> rows) {
        this(
                rows,
                rows.stream()
                        .map(row -> row.name().substring(row.name().indexOf('|') + 1))
                        .toList());
    }

    /** The rows by other names, each at the place of its row. */
    CommandNames(List<CommandSpec> rows, List<String> given) {
        int capacity = Integer.highestOneBit(Math.max(1, rows.size())) * 8;
        names = new byte[capacity][];
        specs = new CommandSpec[capacity];
        mask = capacity - 1;
        for (int i = 0; i < rows.size(); i++) {
            CommandSpec row = rows.get(i);
            byte[] upper = given.get(i).toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
            int at = hash(Bytes.wrap(upper)) & mask;
            while (specs[at] != null) {
                if (Arrays.equals(names[at], upper)) {
                    throw new IllegalArgumentException("two rows for " + row.name());
                }
                at = (at + 1) & mask;
            }
            names[at] = upper;
            specs[at] = row;
        }
    }

    @Nullable
    CommandSpec find(Bytes name) {
        int at = hash(name) & mask;
        while (specs[at] != null) {
            if (equalsUpper(names[at], name)) {
                return specs[at];
            }
            at = (at + 1) & mask;
        }
        return null;
    }

    private static boolean equalsUpper(byte[] upper, Bytes name) {
        if (upper.length != name.length()) {
            return false;
        }
        for (int i = 0; i < upper.length; i++) {
            if (upper[i] != toUpper(name.byteAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int hash(Bytes name) {
        // Longer names than any command's end up somewhere; their first bytes are enough.
        int length = Math.min(name.length(), 32);
        int hash = name.length();
        for (int i = 0; i < length; i++) {
            hash = hash * 31 + toUpper(name.byteAt(i));
        }
        return hash ^ (hash >>> 15);
    }

    private static int toUpper(byte b) {
        return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
    }
}
