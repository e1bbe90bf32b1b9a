package dev.flashkv.oracle;

import java.util.Arrays;
import java.util.List;

/**
 * What several clients do, one after the other, on an empty keyspace. Each step begins with the client's name:
 *
 * <pre>
 * a: BLPOP k 0     sends, and goes on when the server says that one more client waits
 * b&gt; RPUSH k x     sends and reads a reply
 * a&lt;               reads a reply
 * a!               closes the connection, and goes on when the server says that one client less waits
 * </pre>
 */
record Scenario(String name, List<Step> steps) {

    /** What one client does. */
    enum Kind {
        /** Sends a command that waits. */
        WAIT(':'),
        /** Sends a command and reads its reply. */
        ASK('>'),
        /** Reads a reply. */
        READ('<'),
        /** Leaves while it waits. */
        LEAVE('!');

        private final char mark;

        Kind(char mark) {
            this.mark = mark;
        }

        private static Kind of(char mark) {
            return Arrays.stream(values())
                    .filter(kind -> kind.mark == mark)
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException("no step is marked " + mark));
        }
    }

    /**
     * One step.
     *
     * @param line the step as it is written
     * @param client the client's name
     * @param kind what it does
     * @param command what it sends, or empty
     */
    record Step(String line, String client, Kind kind, String command) {
        private static Step parse(String line) {
            return new Step(
                    line,
                    line.substring(0, 1),
                    Kind.of(line.charAt(1)),
                    line.substring(2).strip());
        }
    }

    /** A scenario of the steps. */
    static Scenario scenario(String name, String... steps) {
        return new Scenario(name, Arrays.stream(steps).map(Step::parse).toList());
    }
}
