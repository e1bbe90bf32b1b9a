package dev.flashkv.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A named row of a table: commands that start on an empty keyspace.
 *
 * @param ownConnection whether it changes the connection's state, so that no other sequence may share it
 */
record Sequence(String name, List<Command> commands, boolean ownConnection) {

    /** A sequence of rows as {@link Command#parse} reads them. */
    static Sequence sequence(String name, String... rows) {
        return new Sequence(name, Arrays.stream(rows).map(Command::parse).toList(), false);
    }

    /** A sequence of rows as {@link Command#parse} reads them. */
    static Sequence sequence(String name, List<String> rows) {
        return sequence(name, rows.toArray(String[]::new));
    }

    /** One sequence out of many small cases, each of them led in by {@code DEL k}. */
    static Sequence cases(String name, List<List<String>> cases) {
        List<String> rows = new ArrayList<>();
        for (List<String> rowsOfCase : cases) {
            rows.add("DEL k");
            rows.addAll(rowsOfCase);
        }
        return sequence(name, rows);
    }

    /** The same on a connection of its own. */
    Sequence onItsOwnConnection() {
        return new Sequence(name, commands, true);
    }
}
