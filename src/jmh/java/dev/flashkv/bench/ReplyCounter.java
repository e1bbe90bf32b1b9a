package dev.flashkv.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Counts the whole replies in a stream of RESP2, whatever pieces it comes in. An error among them is an exception. */
final class ReplyCounter {
    private static final int NO_NUMBER = -1;

    /** Elements that are still to come of the reply at hand: 1 between replies. */
    private long open = 1;

    /** Bytes of a bulk still to be passed over, its line end included. */
    private long skip;

    /** The first byte of the line at hand; 0 between lines. */
    private byte kind;

    private long number = NO_NUMBER;
    private boolean negative;
    private long whole;

    /** Takes all bytes of {@code in}; says how many replies have become whole by them. */
    int feed(ByteBuffer in) throws IOException {
        long before = whole;
        while (in.hasRemaining()) {
            if (skip > 0) {
                int passed = (int) Math.min(skip, in.remaining());
                in.position(in.position() + passed);
                skip -= passed;
                if (skip == 0) {
                    element();
                }
                continue;
            }
            byte next = in.get();
            if (kind == 0) {
                begin(next);
            } else if (next == '\n') {
                endLine();
            } else if (next == '-') {
                negative = true;
            } else if (next >= '0' && next <= '9') {
                number = Math.max(0, number) * 10 + (next - '0');
            }
        }
        return (int) (whole - before);
    }

    private void begin(byte first) throws IOException {
        if (first == '-') {
            throw new IOException("the server answers with an error");
        }
        kind = first;
        number = NO_NUMBER;
        negative = false;
    }

    private void endLine() {
        byte ended = kind;
        kind = 0;
        if (ended == '$' && !negative) {
            skip = number + 2;
            return;
        }
        if (ended == '*' && !negative) {
            open += number;
        }
        element();
    }

    private void element() {
        if (--open == 0) {
            whole++;
            open = 1;
        }
    }
}
