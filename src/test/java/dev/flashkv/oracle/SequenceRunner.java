package dev.flashkv.oracle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs sequences on two servers and tells where their replies differ. */
final class SequenceRunner implements AutoCloseable {
    private static final int DIFFERENCES_MAX = 12;
    private static final int CONTEXT_COMMANDS = 6;

    private final Target oracle;
    private final Target subject;
    private final Duration timeout;
    private final Map<Integer, ConnectionPair> shared = new HashMap<>();

    SequenceRunner(Target oracle, Target subject, Duration timeout) {
        this.oracle = oracle;
        this.subject = subject;
        this.timeout = timeout;
    }

    /** Fails with every difference (up to a dozen) between the servers' replies. */
    void check(Sequence sequence, int protocol) {
        List<String> differences = differences(run(sequence, protocol));
        if (!differences.isEmpty()) {
            throw new AssertionError("\"" + sequence.name() + "\" in RESP" + protocol + ": " + subject.name()
                    + " differs from " + oracle.name() + " in " + differences.size() + " replies"
                    + differences.stream().limit(DIFFERENCES_MAX).reduce("", String::concat));
        }
    }

    /**
     * All exchanges of the sequence, led in by FLUSHALL and followed by an ECHO: a superfluous reply anywhere makes
     * its reply differ.
     */
    List<Exchange> run(Sequence sequence, int protocol) {
        List<Command> commands = new ArrayList<>();
        commands.add(Command.of("FLUSHALL"));
        commands.addAll(sequence.commands());
        commands.add(Command.of("ECHO", "end of " + sequence.name()));
        if (sequence.ownConnection()) {
            try (ConnectionPair pair = new ConnectionPair(oracle, subject, protocol, timeout)) {
                return pair.exchange(commands);
            }
        }
        ConnectionPair pair =
                shared.computeIfAbsent(protocol, p -> new ConnectionPair(oracle, subject, protocol, timeout));
        List<Exchange> exchanges = pair.exchange(commands);
        Exchange last = exchanges.get(exchanges.size() - 1);
        if (pair.isBroken() || !last.isEqual()) {
            pair.close();
            shared.remove(protocol);
        }
        return exchanges;
    }

    private static List<String> differences(List<Exchange> exchanges) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < exchanges.size(); i++) {
            if (!exchanges.get(i).isEqual()) {
                StringBuilder difference = new StringBuilder("\n  #").append(i);
                for (int before = Math.max(0, i - CONTEXT_COMMANDS); before < i; before++) {
                    difference
                            .append("\n    after ")
                            .append(exchanges.get(before).command())
                            .append(" -> ")
                            .append(ReplyNode.renderAll(exchanges.get(before).oracle()));
                }
                differences.add(
                        difference.append("\n    ").append(exchanges.get(i)).toString());
            }
        }
        return differences;
    }

    @Override
    public void close() {
        shared.values().forEach(ConnectionPair::close);
        shared.clear();
    }
}
