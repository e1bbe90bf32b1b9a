package dev.flashkv.oracle;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Sends raw bytes to two servers and compares everything received, and what was left in the keyspace. */
final class WireComparison {
    private final Target oracle;
    private final Target subject;
    private final Duration timeout;

    WireComparison(Target oracle, Target subject, Duration timeout) {
        this.oracle = oracle;
        this.subject = subject;
        this.timeout = timeout;
    }

    /** Fails unless both servers send the same bytes and leave the same keys, whatever the pieces the row comes in. */
    void check(WireTables.Row row, int pieceBytesMax) throws IOException {
        Outcome expected = run(oracle, row, pieceBytesMax);
        Outcome actual = run(subject, row, pieceBytesMax);
        if (!expected.equals(actual)) {
            throw new AssertionError("\"" + row.name() + "\" " + ReplyNode.quote(row.bytes()) + " in pieces of "
                    + pieceBytesMax + " bytes: " + subject.name() + " differs from " + oracle.name()
                    + "\n  expected " + expected + "\n  but got  " + actual);
        }
    }

    private Outcome run(Target target, WireTables.Row row, int pieceBytesMax) throws IOException {
        try (RawConnection observer = new RawConnection(target, timeout)) {
            observer.send(List.of(Command.of("FLUSHALL")));
            observer.readReply();
            StringBuilder received = new StringBuilder();
            try (RawConnection connection = new RawConnection(target, timeout)) {
                sendInPieces(connection, row, pieceBytesMax);
                connection.readToEnd(received);
            } catch (IOException e) {
                if (target == oracle) {
                    throw new IOException("The oracle does not close after \"" + row.name() + "\"", e);
                }
                return new Outcome(received.toString(), "and the connection was not closed: " + e.getMessage());
            }
            observer.send(List.of(Command.of("GET", "k"), Command.of("GET", "n"), Command.of("DBSIZE")));
            List<String> state = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                state.add(ReplyNode.renderAll(observer.readReply()));
            }
            return new Outcome(received.toString(), "then GET k, GET n, DBSIZE: " + state);
        }
    }

    private static void sendInPieces(RawConnection connection, WireTables.Row row, int pieceBytesMax) {
        String bytes = row.bytes();
        try {
            for (int from = 0; from < bytes.length(); from += pieceBytesMax) {
                connection.sendRaw(bytes.substring(from, Math.min(bytes.length(), from + pieceBytesMax)));
            }
            if (!row.closes()) {
                connection.shutdownOutput();
            }
        } catch (IOException e) {
            // The server closed before it had read everything; what it had sent by then can still be read.
        }
    }

    private record Outcome(String received, String rest) {
        @Override
        public String toString() {
            return ReplyNode.renderAll(received) + ", " + rest;
        }
    }
}
