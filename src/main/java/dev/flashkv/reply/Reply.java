package dev.flashkv.reply;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What a command answers, independent of the protocol that carries it: RESP2, RESP3 or the embedded API.
 *
 * <p>A reply may hold views of live data ({@link Bytes#wrap}): it is valid until the next command runs on the shard
 * that made it. A receiver that keeps it longer keeps {@link #detached()}.
 */
public sealed interface Reply {

    /*
     * No default methods here: with one, initialising any of the records would initialise this interface, which makes
     * instances of them, and two threads doing so from both ends would wait for each other for ever.
     */

    /** The status {@code OK}. */
    Reply OK = new Status("OK");

    /** The status {@code QUEUED}: the command waits for EXEC. */
    Reply QUEUED = new Status("QUEUED");

    /** No value: a null bulk in RESP2, null in RESP3. */
    Reply NULL = new Null(false);

    /** No array: a null array in RESP2, null in RESP3. */
    Reply NULL_ARRAY = new Null(true);

    /** An array of nothing. */
    Reply EMPTY_ARRAY = new Array(List.of());

    /** A bulk string of no bytes. */
    Reply EMPTY_BULK = new Bulk(Bytes.EMPTY);

    /** The integer 0. */
    Reply ZERO = IntegerCache.of(0);

    /** The integer 1. */
    Reply ONE = IntegerCache.of(1);

    /** A short word that is not data, such as OK. Never contains CR or LF. */
    record Status(String text) implements Reply {
        @Override
        public Reply detached() {
            return this;
        }
    }

    /** A failure. {@code text} begins with its code in capitals, such as {@code ERR} or {@code WRONGTYPE}. */
    record ErrorReply(String text) implements Reply {
        /** The code: the text's first word. */
        public String code() {
            int space = text.indexOf(' ');
            return space < 0 ? text : text.substring(0, space);
        }

        @Override
        public Reply detached() {
            return this;
        }
    }

    /** A signed 64-bit integer. */
    record IntegerReply(long value) implements Reply {
        @Override
        public Reply detached() {
            return this;
        }
    }

    /** A binary string. */
    record Bulk(Bytes bytes) implements Reply {
        @Override
        public Reply detached() {
            return new Bulk(Bytes.wrap(bytes.toByteArray()));
        }
    }

    /** Nothing; {@code array} tells which of RESP2's two nulls it is. */
    record Null(boolean array) implements Reply {
        @Override
        public Reply detached() {
            return this;
        }
    }

    /** A sequence of replies. */
    record Array(List<Reply> elements) implements Reply {
        @Override
        public Reply detached() {
            return new Array(Reply.detached(elements));
        }
    }

    /** Pairs; {@code keysAndValues} alternates, its size is even. An array in RESP2. */
    record MapReply(List<Reply> keysAndValues) implements Reply {
        @Override
        public Reply detached() {
            return new MapReply(Reply.detached(keysAndValues));
        }
    }

    /** Distinct elements in no order. An array in RESP2. */
    record SetReply(List<Reply> elements) implements Reply {
        @Override
        public Reply detached() {
            return new SetReply(Reply.detached(elements));
        }
    }

    /** An out-of-band message: a push in RESP3, an array in RESP2. */
    record Push(List<Reply> elements) implements Reply {
        @Override
        public Reply detached() {
            return new Push(Reply.detached(elements));
        }
    }

    /**
     * Not one reply but any number of them, written one after the other: what SUBSCRIBE answers, a confirmation for
     * each channel.
     */
    record Several(List<Reply> replies) implements Reply {
        @Override
        public Reply detached() {
            return new Several(Reply.detached(replies));
        }
    }

    /** A floating-point number; a bulk string in RESP2. */
    record DoubleReply(double value) implements Reply {
        @Override
        public Reply detached() {
            return this;
        }
    }

    /** A truth value; the integer 1 or 0 in RESP2. */
    record BooleanReply(boolean value) implements Reply {
        @Override
        public Reply detached() {
            return this;
        }
    }

    /** An integer of any size in decimal digits; a bulk string in RESP2. */
    record BigNumber(String digits) implements Reply {
        @Override
        public Reply detached() {
            return this;
        }
    }

    /** Text meant to be shown as it is; {@code format} has three letters, such as txt. A bulk string in RESP2. */
    record Verbatim(String format, Bytes text) implements Reply {
        @Override
        public Reply detached() {
            return new Verbatim(format, Bytes.wrap(text.toByteArray()));
        }
    }

    /** The integer {@code value}; small ones are shared. */
    static Reply integer(long value) {
        return IntegerCache.of(value);
    }

    /** 1 for true, 0 for false: how Redis' older commands say yes and no. */
    static Reply integer(boolean value) {
        return value ? ONE : ZERO;
    }

    /** The bulk string {@code bytes}. */
    static Reply bulk(Bytes bytes) {
        return new Bulk(bytes);
    }

    /** The bulk string of {@code text} in UTF-8. */
    static Reply bulk(String text) {
        return new Bulk(Bytes.of(text));
    }

    /** The status {@code text}. */
    static Reply status(String text) {
        return new Status(text);
    }

    /** The failure {@code text}, code first. */
    static ErrorReply error(String text) {
        return new ErrorReply(text);
    }

    /** An array of the elements, which the caller must not change any more. */
    static Reply array(Reply... elements) {
        return new Array(Collections.unmodifiableList(Arrays.asList(elements)));
    }

    /** An array of the elements, which the caller must not change any more. */
    static Reply array(List<Reply> elements) {
        return new Array(elements);
    }

    /** A map of alternating keys and values. */
    static Reply map(Reply... keysAndValues) {
        return new MapReply(Collections.unmodifiableList(Arrays.asList(keysAndValues)));
    }

    /** A map of alternating keys and values, which the caller must not change any more. */
    static Reply map(List<Reply> keysAndValues) {
        return new MapReply(keysAndValues);
    }

    /** A set of the elements, which the caller must not change any more. */
    static Reply set(List<Reply> elements) {
        return new SetReply(elements);
    }

    /** An out-of-band message of the elements, which the caller must not change any more. */
    static Reply push(Reply... elements) {
        return new Push(Collections.unmodifiableList(Arrays.asList(elements)));
    }

    /** An array of the texts as bulk strings. */
    static Reply bulks(String... texts) {
        return new Array(Arrays.stream(texts).map(Reply::bulk).toList());
    }

    /**
     * An array of bulk strings, of any number at little more than a reference each. A null among them is a null reply.
     * Nobody may change the array or those in it any more.
     */
    static Reply bulks(byte[][] strings) {
        return new Array(new BulkList(strings));
    }

    /** An array of integers, of any number at little more than four bytes each; nobody may change it any more. */
    static Reply integers(int[] integers) {
        return new Array(new IntegerList(integers));
    }

    /**
     * The same reply with no view of live data in it: safe to keep, and to hand to another thread. O(bytes within).
     */
    Reply detached();

    private static List<Reply> detached(List<Reply> elements) {
        return elements instanceof CompactList
                ? elements
                : elements.stream().map(Reply::detached).toList();
    }
}
