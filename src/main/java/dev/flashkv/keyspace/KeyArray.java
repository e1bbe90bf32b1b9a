package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.data.HeapLayout;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import java.util.Arrays;

/**
 * The byte array of an {@link Entry}: the key, and behind it the value where that is a number or a text of moderate
 * length. Whoever overwrites a text answers for nobody having a view of it that is still to be read; of a number's
 * bytes nobody ever gets a view.
 */
final class KeyArray {

    /*
     * Byte 0 has the kind of value in its lower three bits and the key's length in the upper five; a length that five
     * bits don't hold stands in the four bytes that follow. Then come the key and the value: a text to the end of the
     * array, a number in 1, 2, 4 or 8 bytes, the low one first. So a key of 12 bytes with a value of 3 fills 16 bytes
     * exactly: with the header of the array 32 bytes on the heap.
     *
     * A number takes as many bytes as the array has in any case, since objects are aligned: one that grows is
     * overwritten then, where a larger array would be made. That would lie far from its entry, and each lookup of the
     * key would wait for memory once more.
     */

    private static final int KIND_MASK = 7;
    private static final int ELSEWHERE = 0;
    private static final int TEXT = 1;
    /* A number in 1 << (kind - NUMBER) bytes. */
    private static final int NUMBER = 2;

    private static final int LENGTH_SHIFT = 3;
    private static final int LENGTH_FOLLOWS = 31;

    private KeyArray() {}

    /** An array with that key, and with the value if it is one that belongs there: see {@link #takes}. */
    static byte[] of(Bytes key, Value value) {
        int keyLength = key.length();
        boolean isShort = keyLength < LENGTH_FOLLOWS;
        int keyOffset = isShort ? 1 : 1 + Integer.BYTES;
        int valueOffset = Math.addExact(keyOffset, keyLength);
        byte[] array = new byte[Math.addExact(valueOffset, lengthOf(value, valueOffset))];
        array[0] = (byte) ((isShort ? keyLength : LENGTH_FOLLOWS) << LENGTH_SHIFT);
        if (!isShort) {
            writeNumber(array, 1, Integer.BYTES, keyLength);
        }
        key.copyTo(array, keyOffset);
        putValue(array, valueOffset, value);
        return array;
    }

    /** An array with the key of {@code array}, and with the value if it is one that belongs there. */
    static byte[] withValue(byte[] array, Value value) {
        int valueOffset = valueOffset(array);
        byte[] copy = Arrays.copyOf(array, valueOffset + lengthOf(value, valueOffset));
        putValue(copy, valueOffset, value);
        return copy;
    }

    /** How many bytes the value takes in an array, behind {@code offset} others. */
    private static int lengthOf(Value value, int offset) {
        if (!(value instanceof StringValue string)) {
            return 0;
        }
        StringValue.Form form = string.form();
        if (form == StringValue.Form.TEXT) {
            return string.length();
        }
        return form == StringValue.Form.NUMBER ? numberLength(string.toLong(), offset) : 0;
    }

    private static int numberLength(long number, int offset) {
        int length = numberLength(kindOf(number));
        long heapBytes = HeapLayout.byteArray((long) offset + length);
        while (length < Long.BYTES && HeapLayout.byteArray(offset + 2L * length) == heapBytes) {
            length *= 2;
        }
        return length;
    }

    private static void putValue(byte[] array, int at, Value value) {
        int kind = ELSEWHERE;
        if (value instanceof StringValue string) {
            StringValue.Form form = string.form();
            if (form == StringValue.Form.TEXT) {
                kind = TEXT;
                string.bytes().copyTo(array, at);
            } else if (form == StringValue.Form.NUMBER) {
                int length = array.length - at;
                kind = NUMBER + Integer.numberOfTrailingZeros(length);
                writeNumber(array, at, length, string.toLong());
            }
        }
        array[0] = (byte) ((array[0] & ~KIND_MASK) | kind);
    }

    /** Whether the value is one that belongs in an array: any but a list or a {@link StringValue.Form#OBJECT}. */
    static boolean takes(Value value) {
        return value instanceof StringValue string && string.form() != StringValue.Form.OBJECT;
    }

    /** Whether the array has a value and not only a key. */
    static boolean hasValue(byte[] array) {
        return (array[0] & KIND_MASK) != ELSEWHERE;
    }

    /**
     * Overwrites the value in {@code array} if {@code value} is a number, too, that it has room for, or a text of the same
     * length, but no text unless {@code textToo}; says whether it has.
     */
    static boolean overwrite(byte[] array, Value value, boolean textToo) {
        int kind = array[0] & KIND_MASK;
        if (kind == ELSEWHERE || !(value instanceof StringValue string)) {
            return false;
        }
        StringValue.Form form = string.form();
        if (kind == TEXT) {
            int at = valueOffset(array);
            boolean fits = textToo && form == StringValue.Form.TEXT && string.length() == array.length - at;
            if (fits) {
                string.bytes().copyTo(array, at);
            }
            return fits;
        }
        if (form != StringValue.Form.NUMBER) {
            return false;
        }
        long number = string.toLong();
        if (kindOf(number) > kind) {
            return false;
        }
        writeNumber(array, valueOffset(array), numberLength(kind), number);
        return true;
    }

    static int keyLength(byte[] array) {
        int length = (array[0] & 0xff) >>> LENGTH_SHIFT;
        return length < LENGTH_FOLLOWS ? length : (int) readNumber(array, 1, Integer.BYTES);
    }

    private static int keyOffset(byte[] array) {
        return (array[0] & 0xff) >>> LENGTH_SHIFT < LENGTH_FOLLOWS ? 1 : 1 + Integer.BYTES;
    }

    private static int valueOffset(byte[] array) {
        return keyOffset(array) + keyLength(array);
    }

    /** A view of the key. */
    static Bytes key(byte[] array) {
        return Bytes.wrap(array, keyOffset(array), keyLength(array));
    }

    static boolean hasKey(byte[] array, Bytes key) {
        int length = key.length();
        int from = key.arrayOffset();
        int offset = keyOffset(array);
        return keyLength(array) == length
                && Arrays.equals(array, offset, offset + length, key.array(), from, from + length);
    }

    /** The value, which the array must hold. */
    static StringValue value(byte[] array) {
        return isNumber(array) ? StringValue.of(number(array)) : StringValue.ofText(text(array));
    }

    /** The value, which the array must hold, as a string: a view of the array, if it is a text. */
    static Bytes string(byte[] array) {
        return isNumber(array) ? Bytes.of(number(array)) : text(array);
    }

    /** The length of the value, which the array must hold, as a string. */
    static int stringLength(byte[] array) {
        return isNumber(array) ? Numbers.lengthOf(number(array)) : array.length - valueOffset(array);
    }

    private static boolean isNumber(byte[] array) {
        return (array[0] & KIND_MASK) >= NUMBER;
    }

    private static long number(byte[] array) {
        return readNumber(array, valueOffset(array), numberLength(array[0] & KIND_MASK));
    }

    private static Bytes text(byte[] array) {
        int from = valueOffset(array);
        return Bytes.wrap(array, from, array.length - from);
    }

    /** The kind that takes the fewest bytes for a number. */
    private static int kindOf(long number) {
        if (number == (byte) number) {
            return NUMBER;
        }
        if (number == (short) number) {
            return NUMBER + 1;
        }
        return number == (int) number ? NUMBER + 2 : NUMBER + 3;
    }

    private static int numberLength(int kind) {
        return 1 << (kind - NUMBER);
    }

    private static void writeNumber(byte[] array, int at, int length, long number) {
        for (int i = 0; i < length; i++) {
            array[at + i] = (byte) (number >> (i * Byte.SIZE));
        }
    }

    private static long readNumber(byte[] array, int at, int length) {
        // The highest byte has the sign.
        long number = array[at + length - 1];
        for (int i = length - 2; i >= 0; i--) {
            number = number << Byte.SIZE | (array[at + i] & 0xff);
        }
        return number;
    }
}
