package dev.flashkv.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sends the same random commands to two servers, in pipelines over RESP2 and RESP3 in turn, and compares the replies
 * and, again and again, the whole keyspace.
 */
final class RandomComparison {
    private static final int CHUNK_COMMANDS = 100;
    private static final int CHUNKS_PER_STATE_CHECK = 20;
    private static final int DIFFERENCES_MAX = 8;
    private static final int HISTORY_MAX = 20;

    /* Of fewer commands a share says nothing. */
    private static final int SHARE_SAMPLE_MIN = 100;

    private static final Set<String> KEYS = Set.copyOf(RandomCommands.KEYS);

    private final Target oracle;
    private final Target subject;
    private final Duration timeout;
    private final long seed;
    private final RandomCommands source;
    private final Map<String, Integer> successes = new TreeMap<>();
    private final Map<String, Integer> errors = new TreeMap<>();
    private final Map<String, Deque<Event>> history = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private int index;

    RandomComparison(Target oracle, Target subject, Duration timeout, long seed) {
        this.oracle = oracle;
        this.subject = subject;
        this.timeout = timeout;
        this.seed = seed;
        this.source = new RandomCommands(seed);
    }

    /** Runs at least {@code commands} commands, or fewer once there are differences enough to report. */
    void run(int commands) {
        try (ConnectionPair resp2 = new ConnectionPair(oracle, subject, 2, timeout);
                ConnectionPair resp3 = new ConnectionPair(oracle, subject, 3, timeout)) {
            resp2.exchange(List.of(Command.of("FLUSHALL")));
            for (int chunk = 0; index < commands && differences.size() < DIFFERENCES_MAX; chunk++) {
                ConnectionPair pair = chunk % 2 == 0 ? resp2 : resp3;
                boolean equal = compare(pair, nextChunk(), true);
                if (equal && chunk % CHUNKS_PER_STATE_CHECK == 0) {
                    equal = compare(pair, wholeState(), false);
                }
                if (resp2.isBroken() || resp3.isBroken()) {
                    return;
                }
                if (!equal) {
                    // One difference makes many more: start again from a state that both share.
                    pair.exchange(List.of(Command.of("FLUSHALL")));
                    history.clear();
                }
            }
        }
        if (differences.isEmpty()) {
            checkState();
        }
    }

    /** Compares the whole keyspace as it is now. */
    void checkState() {
        try (ConnectionPair pair = new ConnectionPair(oracle, subject, 2, timeout)) {
            compare(pair, wholeState(), false);
        }
    }

    /** The differences found, each with all that is needed to understand and repeat it. */
    List<String> differences() {
        return List.copyOf(differences);
    }

    /**
     * Fails if errors prevail or a command hardly came: equal replies to nonsense would prove little. Each command
     * must come at least once in a thousand commands, and succeed in at least three of ten cases.
     */
    void checkThatItProvesSomething() {
        assertThat(sum(successes)).as("successes of " + index).isGreaterThan(index / 2);
        assertThat(sum(errors)).as("errors of " + index).isGreaterThan(index / 50);
        for (String name : source.names()) {
            int succeeded = successes.getOrDefault(name, 0);
            int failed = errors.getOrDefault(name, 0);
            assertThat(succeeded + failed).as(name).isGreaterThanOrEqualTo(index / 1000);
            if (succeeded + failed >= SHARE_SAMPLE_MIN) {
                assertThat(succeeded).as(name + " succeeds").isGreaterThanOrEqualTo((succeeded + failed) * 3 / 10);
            }
        }
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private List<Command> nextChunk() {
        List<Command> chunk = new ArrayList<>();
        while (chunk.size() < CHUNK_COMMANDS) {
            chunk.addAll(source.next());
        }
        return chunk;
    }

    /** Reads every key; having been looked at, expired ones are gone, so that DBSIZE counts the same. */
    private static List<Command> wholeState() {
        List<Command> commands = new ArrayList<>();
        for (String key : RandomCommands.KEYS) {
            commands.add(Command.of("TYPE", key));
            commands.add(Command.of("GET", key));
            commands.add(Command.of("LRANGE", key, "0", "-1"));
            commands.add(Command.of("PEXPIRETIME", key));
        }
        commands.add(Command.of("DBSIZE"));
        commands.add(Command.of("KEYS", "*"));
        return commands;
    }

    /** Whether all replies are equal; stops at the first difference. */
    private boolean compare(ConnectionPair pair, List<Command> commands, boolean random) {
        for (Exchange exchange : pair.exchange(commands)) {
            if (random) {
                count(exchange);
                remember(exchange);
            }
            if (!exchange.isEqual()) {
                differences.add(describe(exchange, random));
                return false;
            }
        }
        return true;
    }

    private void count(Exchange exchange) {
        boolean error = exchange.oracle().startsWith("-");
        (error ? errors : successes).merge(exchange.command().name(), 1, Integer::sum);
        index++;
    }

    private void remember(Exchange exchange) {
        Event event = new Event(index, exchange);
        for (String arg : exchange.command().args()) {
            if (KEYS.contains(arg)) {
                Deque<Event> events = history.computeIfAbsent(arg, key -> new ArrayDeque<>());
                if (!event.equals(events.peekLast())) {
                    events.add(event);
                }
                if (events.size() > HISTORY_MAX) {
                    events.remove();
                }
            }
        }
    }

    private String describe(Exchange exchange, boolean random) {
        StringBuilder description = new StringBuilder("\n  ")
                .append(random ? "command #" : "state after command #")
                .append(index)
                .append(" with -Dflashkv.oracle.seed=")
                .append(seed)
                .append(": ")
                .append(subject.name())
                .append(" differs from ")
                .append(oracle.name())
                .append("\n    ")
                .append(exchange);
        for (String arg : exchange.command().args()) {
            if (history.containsKey(arg)) {
                description.append("\n    what happened to ").append(ReplyNode.quote(arg));
                history.get(arg).forEach(event -> description.append("\n      ").append(event));
            }
        }
        return description.toString();
    }

    /** A command and what the oracle answered; rendered only when it is to be shown. */
    private record Event(int index, Exchange exchange) {
        @Override
        public String toString() {
            return "#" + index + " " + exchange.command() + " -> " + ReplyNode.renderAll(exchange.oracle());
        }
    }
}
