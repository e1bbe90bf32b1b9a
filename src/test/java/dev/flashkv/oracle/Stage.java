package dev.flashkv.oracle;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** One server with the named connections of a scene, and one more that looks when a step has come to its end. */
final class Stage implements AutoCloseable {
    private static final Pattern BLOCKED = Pattern.compile(" flags=\\w*b");

    private final Target target;
    private final Duration timeout;
    private final RawConnection probe;
    private final Map<String, RawConnection> connections = new LinkedHashMap<>();
    private final Map<String, String> ids = new LinkedHashMap<>();

    Stage(Target target, Duration timeout) throws IOException {
        this.target = target;
        this.timeout = timeout;
        this.probe = new RawConnection(target, timeout);
    }

    /** Makes a connection. */
    void connect(String name, int protocol) throws IOException {
        RawConnection connection = new RawConnection(target, timeout);
        connections.put(name, connection);
        char last = name.charAt(name.length() - 1);
        if (last == '3' || (last != '2' && protocol == 3)) {
            call(connection, "HELLO", "3");
        }
        ids.put(name, call(connection, "CLIENT", "ID"));
    }

    /** Calls a command beside the scene. */
    void prepare(String... command) throws IOException {
        call(probe, command);
    }

    private static String call(RawConnection connection, String... command) throws IOException {
        connection.send(List.of(Command.of(command)));
        String reply = connection.readReply();
        if (reply.startsWith("-")) {
            throw new IOException(List.of(command) + ": " + reply);
        }
        return reply;
    }

    /** Sends what the step says, in one write; or closes the connection. */
    void send(Scene.Step step) throws IOException {
        if (step.kind() == Scene.Kind.LEAVE) {
            connections.remove(step.connection()).close();
            return;
        }
        List<Command> pipeline = new ArrayList<>();
        for (String command : step.commands()) {
            pipeline.add(Command.parse(withIds(command)));
        }
        connection(step.connection()).send(pipeline);
    }

    /** How many clients wait at a blocking command; asked by one that MONITOR does not show. */
    int waiting() throws IOException {
        return (int) BLOCKED.matcher(call(probe, "CLIENT", "LIST")).results().count();
    }

    /** Returns when so many clients wait at a blocking command. */
    void awaitWaiting(int count) throws IOException {
        long end = System.nanoTime() + timeout.toNanos();
        int waiting;
        while ((waiting = waiting()) != count) {
            if (System.nanoTime() > end) {
                throw new IOException("at " + target.name() + " " + waiting + " clients wait, not " + count);
            }
        }
    }

    private String withIds(String row) {
        String result = row;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            String number = id.getValue().strip().substring(1);
            result = result.replace("{id:" + id.getKey() + "}", number);
        }
        return result;
    }

    /** The reply with names in place of the connections' ids, where it is such an id and nothing else. */
    String withoutIds(String reply) {
        for (Map.Entry<String, String> id : ids.entrySet()) {
            if (reply.contains(id.getValue())) {
                return reply.replace(id.getValue(), ":{id:" + id.getKey() + "}\r\n");
            }
        }
        return reply;
    }

    /**
     * All replies and messages that a step has caused, by connection. Only for a server of one thread: when it has
     * answered the probe twice, the first time may have been in the midst of the step, it has sent all.
     */
    Map<String, List<String>> settled() throws IOException {
        // A command that MONITOR does not show.
        call(probe, "SLOWLOG", "LEN");
        call(probe, "SLOWLOG", "LEN");
        return available();
    }

    /** What there is to be read by now. */
    Map<String, List<String>> available() throws IOException {
        Map<String, List<String>> received = new LinkedHashMap<>();
        for (Map.Entry<String, RawConnection> connection : connections.entrySet()) {
            received.put(connection.getKey(), connection.getValue().readAvailable());
        }
        return received;
    }

    /** So many replies or messages of that connection; fewer when no more come in time. */
    List<String> read(String connection, int count) {
        List<String> replies = new ArrayList<>();
        try {
            while (replies.size() < count) {
                replies.add(connection(connection).readReply());
            }
        } catch (IOException e) {
            replies.add("missing: " + e.getMessage());
        }
        return replies;
    }

    private RawConnection connection(String name) {
        return connections.get(name);
    }

    @Override
    public void close() throws IOException {
        probe.close();
        for (RawConnection connection : connections.values()) {
            connection.close();
        }
    }
}
