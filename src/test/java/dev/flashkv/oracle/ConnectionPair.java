package dev.flashkv.oracle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One connection to each of two servers that get the same commands. */
final class ConnectionPair implements AutoCloseable {
    /* Small enough for both directions to fit into socket buffers: nobody reads replies while a chunk is written. */
    private static final int CHUNK_COMMANDS_MAX = 200;
    private static final int CHUNK_SIZE_BYTES_MAX = 32_000;

    /** How long connecting may take, and whatever the oracle answers: both must come, however busy the machine is. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RawConnection oracle;
    private final RawConnection subject;
    private final Duration timeout;
    private boolean broken;

    /**
     * Connects and, for protocol 3, says HELLO.
     *
     * @param timeout how long the subject may take to answer a command: what comes later counts as not answered
     */
    ConnectionPair(Target oracle, Target subject, int protocol, Duration timeout) {
        this.timeout = timeout;
        RawConnection oracleConnection = null;
        try {
            oracleConnection = connect(oracle, protocol);
            this.oracle = oracleConnection;
            this.subject = connect(subject, protocol);
            this.subject.timeout(timeout);
        } catch (IOException e) {
            closeQuietly(oracleConnection);
            throw new UncheckedIOException("Cannot connect to " + oracle.name() + " and " + subject.name(), e);
        }
    }

    private static RawConnection connect(Target target, int protocol) throws IOException {
        RawConnection connection = new RawConnection(target, PATIENCE);
        if (protocol == 3) {
            try {
                connection.send(List.of(Command.of("HELLO", "3")));
                String reply = connection.readReply();
                if (reply.charAt(0) != '%') {
                    throw new IOException(target.name() + " refuses HELLO 3: " + ReplyNode.renderAll(reply));
                }
            } catch (IOException e) {
                closeQuietly(connection);
                throw e;
            }
        }
        return connection;
    }

    /** Whether a reply was missing, so that the connections are of no further use. */
    boolean isBroken() {
        return broken;
    }

    /**
     * Sends the commands to both servers in pipelines. If the subject leaves one unanswered, that is the last
     * exchange.
     */
    List<Exchange> exchange(List<Command> commands) {
        List<Exchange> exchanges = new ArrayList<>(commands.size());
        int from = 0;
        while (from < commands.size() && !broken) {
            int to = from;
            int sizeBytes = 0;
            while (to < commands.size() && to - from < CHUNK_COMMANDS_MAX && sizeBytes < CHUNK_SIZE_BYTES_MAX) {
                sizeBytes += commands.get(to).encoded().length;
                to++;
            }
            exchangeChunk(commands.subList(from, to), exchanges);
            from = to;
        }
        return exchanges;
    }

    private void exchangeChunk(List<Command> commands, List<Exchange> exchanges) {
        String sendFailure = null;
        try {
            oracle.send(commands);
        } catch (IOException e) {
            throw new UncheckedIOException("The oracle takes no commands", e);
        }
        try {
            subject.send(commands);
        } catch (IOException e) {
            // It closed the connection; the replies that it sent before can still be read.
            sendFailure = e.getMessage();
        }
        for (Command command : commands) {
            String expected;
            try {
                expected = oracle.readReply();
            } catch (IOException e) {
                throw new UncheckedIOException("The oracle does not answer " + command, e);
            }
            exchanges.add(new Exchange(command, expected, readSubject(sendFailure)));
            if (broken) {
                return;
            }
        }
    }

    private String readSubject(String sendFailure) {
        try {
            return subject.readReply();
        } catch (IOException e) {
            broken = true;
            return Exchange.NO_REPLY + "no reply within " + timeout.toMillis() + " ms: " + e.getMessage()
                    + (sendFailure == null ? "" : " (sending: " + sendFailure + ")");
        }
    }

    @Override
    public void close() {
        closeQuietly(oracle);
        closeQuietly(subject);
    }

    private static void closeQuietly(RawConnection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (IOException e) {
                // Nothing depends on a connection that is given up.
            }
        }
    }
}
