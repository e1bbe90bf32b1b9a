package dev.flashkv.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A named row of a table about several connections: what each of them sends, one after the other, on an empty keyspace.
 *
 * <pre>
 * a: GET k ; PING      sends a pipeline; after it everybody must have got the same, whoever waits included
 * a&gt; BLPOP k 0.01    sends, and goes on when all of it is answered: for what time ends
 * a! leaves            closes the connection, which waits at a blocking command
 * </pre>
 */
record Scene(String name, List<Step> steps) {

    /** What a connection does in one step. */
    enum Kind {
        /** Sends; what is there when both servers have come to rest is compared. */
        SEND(':'),
        /** Sends and reads a reply to each command. */
        AWAIT('>'),
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
                    .orElseThrow();
        }
    }

    /**
     * One step.
     *
     * @param connection its name; it connects with its first step. One that ends with 2 or 3 speaks that protocol, any
     *     other the protocol that the scene is played in.
     * @param kind what it does
     * @param row the commands, each as {@link Command#parse} reads it; {@code {id:NAME}} stands for the client id of a
     *     connection
     */
    record Step(String connection, Kind kind, String row) {
        private static final Pattern SYNTAX = Pattern.compile("(\\w+)([:>!]) (.*)", Pattern.DOTALL);
        private static final Pattern WAITING =
                Pattern.compile("(.* ; )?B[LR](POP|MOVE|MPOP|POPLPUSH) .*", Pattern.DOTALL);

        private static Step parse(String text) {
            Matcher parts = SYNTAX.matcher(text);
            if (!parts.matches()) {
                throw new IllegalArgumentException("no step: " + text);
            }
            return new Step(parts.group(1), Kind.of(parts.group(2).charAt(0)), parts.group(3));
        }

        /** The commands it sends. */
        List<String> commands() {
            return kind == Kind.LEAVE ? List.of() : List.of(row.split(" ; ", -1));
        }

        /** Whether somebody may wait after it who has not waited before. */
        boolean mayWait() {
            return WAITING.matcher(row).matches();
        }

        @Override
        public String toString() {
            return connection + kind.mark + " " + row;
        }
    }

    /** A scene of steps. */
    static Scene scene(String name, String... steps) {
        return new Scene(name, Arrays.stream(steps).map(Step::parse).toList());
    }

    /** The names of all connections, in the order in which they first appear. */
    List<String> connections() {
        return steps.stream().map(Step::connection).distinct().toList();
    }
}
