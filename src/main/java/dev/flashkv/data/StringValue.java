package dev.flashkv.data;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;

/**
 * A string value. Changing it yields the value to store from then on: the same object where it could change in place,
 * another where the encoding changes.
 */
public abstract sealed class StringValue implements Value permits IntegerString, PlainString, RawString {

    /** The longest string there can be, in bytes: an array of that length still has room to grow. */
    public static final int LENGTH_MAX = Integer.MAX_VALUE - 2 * RawString.SPARE_BYTES_MAX;

    /** Redis stores a string of up to this length in one piece with its header and calls that embstr. */
    static final int EMBSTR_LENGTH_MAX = 44;

    /** A longer text becomes an object at once, so that nobody who moves it about has to copy it. */
    static final int TEXT_LENGTH_MAX = 1024;

    /** What whoever stores a string must keep of it. */
    public enum Form {
        /** Only the number: {@link StringValue#of(long)} makes such a string anew. */
        NUMBER,
        /** Only the bytes, of which this is but a view: {@link StringValue#ofText} makes such a string anew. */
        TEXT,
        /** The object, which has its bytes and may change in place. */
        OBJECT
    }

    /**
     * A string of that content in its most compact encoding: int, embstr or raw. As long as it is a {@link Form#TEXT},
     * it is a view of {@code content}. O(n).
     */
    public static StringValue of(Bytes content) {
        if (Numbers.isLong(content)) {
            return new IntegerString(Numbers.parseLong(content));
        }
        return ofText(content);
    }

    /** A string of that content as embstr or raw, even if it is an integer; otherwise like {@link #of(Bytes)}. */
    public static StringValue ofText(Bytes content) {
        return content.length() <= TEXT_LENGTH_MAX
                ? new PlainString(content)
                : new RawString(content.toByteArray(), content.length());
    }

    /** The decimal digits of {@code number}. O(1). */
    public static StringValue of(long number) {
        return new IntegerString(number);
    }

    /** A raw string of {@code length} zero bytes. */
    public static StringValue zeros(int length) {
        return new RawString(new byte[length], length);
    }

    /** What must be kept of this string to store it. */
    public abstract Form form();

    /** The content: for an {@link Form#OBJECT} a view that is valid until the value changes, unless it is detached. */
    public abstract Bytes bytes();

    /** The length in bytes. O(1). */
    public abstract int length();

    /** Whether the content is an integer as Redis' strict rules have it. */
    public boolean isInteger() {
        return Numbers.isLong(bytes());
    }

    /**
     * The content as an integer.
     *
     * @throws NumberFormatException unless {@link #isInteger()}
     */
    public long toLong() {
        return Numbers.parseLong(bytes());
    }

    /** This string with {@code suffix} after it. O(length of the suffix), amortised, once the string is raw. */
    public final StringValue append(Bytes suffix) {
        return toRaw(length() + suffix.length()).appended(suffix);
    }

    /**
     * This string with {@code patch} from {@code offset} on, zero bytes filling a gap before it. O(length of the
     * patch and the gap) once the string is raw.
     */
    public final StringValue withRange(int offset, Bytes patch) {
        return toRaw(Math.max(length(), offset + patch.length())).patched(offset, patch);
    }

    /** A raw string of the same content that can hold {@code capacityBytes}; itself when it is raw. */
    abstract RawString toRaw(int capacityBytes);

    @Override
    public final ValueType type() {
        return ValueType.STRING;
    }

    @Override
    public final long payloadBytes() {
        return length();
    }

    @Override
    public final boolean isVacant() {
        return false;
    }
}
