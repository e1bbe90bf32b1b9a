package dev.flashkv.oracle;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Plays scenes on two servers. After each step every connection must have got the same from both, replies and messages,
 * in the same order, byte for byte.
 */
final class SceneRunner {
    /*
     * Something that the subject sends and the oracle does not is noticed at the latest at the end, if it comes so
     * soon.
     */
    private static final long AFTERMATH_MILLIS = 40;

    private final Target oracle;
    private final Target subject;
    private final Duration timeout;

    /** {@code timeout} is how long whatever must come may take. */
    SceneRunner(Target oracle, Target subject, Duration timeout) {
        this.timeout = timeout;
        this.oracle = oracle;
        this.subject = subject;
    }

    /** Fails at the first step after which any connection has got something else. */
    void check(Scene scene, int protocol) throws IOException, InterruptedException {
        try (Stage expected = new Stage(oracle, timeout);
                Stage actual = new Stage(subject, timeout)) {
            for (Stage stage : List.of(expected, actual)) {
                // Those of the scene before may not have been noticed to have gone.
                stage.awaitWaiting(0);
                stage.prepare("FLUSHALL");
                stage.prepare("CONFIG", "SET", "notify-keyspace-events", "");
                for (String connection : scene.connections()) {
                    stage.connect(connection, protocol);
                }
            }
            List<String> history = new ArrayList<>();
            for (Scene.Step step : scene.steps()) {
                history.add("\n  " + step);
                play(step, expected, actual, history);
            }
            TimeUnit.MILLISECONDS.sleep(AFTERMATH_MILLIS);
            actual.available().forEach((connection, more) -> {
                if (!more.isEmpty()) {
                    throw difference(history, connection, List.of(), more);
                }
            });
        }
    }

    private void play(Scene.Step step, Stage expected, Stage actual, List<String> history) throws IOException {
        int waiting = step.kind() == Scene.Kind.LEAVE ? expected.waiting() - 1 : 0;
        expected.send(step);
        List<String> awaited = step.kind() == Scene.Kind.AWAIT
                ? expected.read(step.connection(), step.commands().size())
                : List.of();
        if (step.kind() == Scene.Kind.LEAVE) {
            expected.awaitWaiting(waiting);
        }
        Map<String, List<String>> all = expected.settled();
        if (!awaited.isEmpty()) {
            all.get(step.connection()).addAll(0, awaited);
        }
        actual.send(step);
        if (step.kind() == Scene.Kind.LEAVE) {
            actual.awaitWaiting(waiting);
        } else if (step.mayWait()) {
            actual.awaitWaiting(expected.waiting());
        }
        for (Map.Entry<String, List<String>> each : all.entrySet()) {
            List<String> wanted = comparable(each.getValue(), step, expected);
            List<String> got = comparable(actual.read(each.getKey(), wanted.size()), step, actual);
            if (!wanted.equals(got)) {
                throw difference(history, each.getKey(), wanted, got);
            }
        }
    }

    private static List<String> comparable(List<String> replies, Scene.Step step, Stage stage) {
        return replies.stream()
                .map(reply -> mayShowAnId(step, reply) ? stage.withoutIds(reply) : reply)
                .map(SceneRunner::comparable)
                .toList();
    }

    private static boolean mayShowAnId(Scene.Step step, String reply) {
        return step.row().startsWith("CLIENT")
                || step.row().startsWith("HELLO")
                || reply.contains("tracking-redir-broken");
    }

    /** The same, without what differs in any case: when a command was monitored, and where it came from. */
    private static String comparable(String reply) {
        return reply.replaceFirst("^\\+\\d+\\.\\d{6} \\[(\\d+) 127\\.0\\.0\\.1:\\d+\\]", "+TIME [$1 ADDRESS]");
    }

    private AssertionError difference(List<String> history, String connection, List<String> wanted, List<String> got) {
        return new AssertionError("After" + String.join("", history) + "\nconnection " + connection + " has got from "
                + oracle.name() + " " + rendered(wanted) + "\nbut from " + subject.name() + " " + rendered(got));
    }

    private static String rendered(List<String> replies) {
        return replies.stream()
                .map(reply -> reply.startsWith("missing") ? reply : ReplyNode.renderAll(reply))
                .toList()
                .toString();
    }
}
