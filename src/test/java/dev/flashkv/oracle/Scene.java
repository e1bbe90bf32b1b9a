package dev.flashkv.oracle;

import java.util.Arrays;
import java.util.List;

/**
 * A named row of a table about several connections: what each of them sends, one after the other, on an empty keyspace.
 */
record Scene(String name, List<Step> steps) {

    /**
     * What one connection sends.
     *
     * @param connection its name; it connects with its first step. One that ends with 2 or 3 speaks that protocol, any other
     *     the protocol that the scene is played in.
     * @param row the command, as {@link Command#parse} reads it; {@code {id:NAME}} stands for the client id of a connection
     */
    record Step(String connection, String row) {}

    /** A scene of steps, each written {@code connection: command}. */
    static Scene scene(String name, String... steps) {
        return new Scene(
                name,
                Arrays.stream(steps)
                        .map(step -> {
                            int colon = step.indexOf(": ");
                            return new Step(step.substring(0, colon), step.substring(colon + 2));
                        })
                        .toList());
    }

    /** The names of all connections, in the order in which they first appear. */
    List<String> connections() {
        return steps.stream().map(Step::connection).distinct().toList();
    }
}
