package dev.flashkv.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plays a scenario on one server and writes down what every client was answered. */
final class ScenarioRunner implements AutoCloseable {
    private static final Pattern BLOCKED_CLIENTS = Pattern.compile("blocked_clients:(\\d+)");

    private final Target target;
    private final int protocol;
    private final Duration timeout;
    private final Map<String, RawConnection> clients = new HashMap<>();
    private final RawConnection observer;

    private ScenarioRunner(Target target, int protocol, Duration timeout) throws IOException {
        this.target = target;
        this.protocol = protocol;
        this.timeout = timeout;
        this.observer = new RawConnection(target, timeout);
    }

    /** Each step with the reply, if it has one, as it is on the wire. */
    static List<String> play(Scenario scenario, Target target, int protocol, Duration timeout) {
        try (ScenarioRunner runner = new ScenarioRunner(target, protocol, timeout)) {
            ask(runner.observer, "FLUSHALL");
            List<String> transcript = new ArrayList<>();
            for (Scenario.Step step : scenario.steps()) {
                transcript.add(step.line() + " -> " + runner.play(step));
            }
            return transcript;
        } catch (IOException e) {
            throw new UncheckedIOException(target.name() + " fails in \"" + scenario.name() + "\"", e);
        }
    }

    private String play(Scenario.Step step) throws IOException {
        RawConnection client = client(step.client());
        int waiting = waiting();
        switch (step.kind()) {
            case WAIT -> {
                client.send(commands(step.command()));
                awaitWaiting(waiting + 1, step);
                return "";
            }
            case LEAVE -> {
                client.close();
                clients.remove(step.client());
                awaitWaiting(waiting - 1, step);
                return "";
            }
            case ASK -> {
                return ask(client, step.command());
            }
            default -> {
                return visible(client.readReply());
            }
        }
    }

    private RawConnection client(String name) throws IOException {
        RawConnection known = clients.get(name);
        if (known != null) {
            return known;
        }
        RawConnection made = new RawConnection(target, timeout);
        clients.put(name, made);
        if (protocol == 3) {
            ask(made, "HELLO 3");
        }
        return made;
    }

    /** Several commands on one line, as a pipeline, are separated by semicolons. */
    private static List<Command> commands(String line) {
        List<Command> commands = new ArrayList<>();
        for (String each : line.split(";", -1)) {
            commands.add(Command.parse(each.strip()));
        }
        return commands;
    }

    private static String ask(RawConnection client, String line) throws IOException {
        List<Command> commands = commands(line);
        client.send(commands);
        StringBuilder replies = new StringBuilder();
        for (int i = 0; i < commands.size(); i++) {
            replies.append(visible(client.readReply()));
        }
        return replies.toString();
    }

    private static String visible(String raw) {
        return raw.replace("\r\n", "|");
    }

    private int waiting() throws IOException {
        Matcher found = BLOCKED_CLIENTS.matcher(ask(observer, "INFO clients"));
        if (!found.find()) {
            throw new IOException("INFO has no blocked_clients");
        }
        return Integer.parseInt(found.group(1));
    }

    private void awaitWaiting(int expected, Scenario.Step step) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        while (waiting() != expected) {
            if (System.nanoTime() > end) {
                throw new IOException("after \"" + step.line() + "\" " + waiting() + " clients wait, not " + expected);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (RawConnection client : clients.values()) {
            client.close();
        }
        // The next scenario counts who waits: nobody of this one may.
        long end = System.nanoTime() + timeout.toNanos();
        while (waiting() > 0 && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        observer.close();
    }
}
