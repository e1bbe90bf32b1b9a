package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;

/**
 * Reads LZF, the fast compression of RDB's long strings: a byte below 32 says that one more literal byte than that
 * follows; any other begins a reference to what has been written before. Its upper three bits are the length less two,
 * 7 meaning that a byte follows to be added; its lower five and the byte that comes last are the distance less one, the
 * higher bits first.
 */
final class Lzf {
    private static final int LITERALS_MAX = 32;
    private static final int CODE_LONG = 7;

    private Lzf() {}

    /**
     * The bytes that were compressed.
     *
     * @param length how many they are
     * @throws RdbFormatException if {@code compressed} is not exactly that many bytes
     */
    static Bytes decompress(Bytes compressed, int length) throws RdbFormatException {
        // Checked to the end first: what is not right gets no memory.
        if (decompressedLength(compressed) != length) {
            throw new RdbFormatException("compressed bytes of another length");
        }
        byte[] out = new byte[length];
        int written = 0;
        ByteSource in = new ByteSource(compressed);
        while (in.remaining() > 0) {
            int control = in.next();
            if (control < LITERALS_MAX) {
                in.next(control + 1).copyTo(out, written);
                written += control + 1;
            } else {
                int count = matchLength(control, in);
                int from = written - distance(control, in);
                // A reference may reach into itself, so the bytes go one by one.
                for (int i = 0; i < count; i++) {
                    out[written++] = out[from++];
                }
            }
        }
        return Bytes.wrap(out);
    }

    private static long decompressedLength(Bytes compressed) throws RdbFormatException {
        long length = 0;
        ByteSource in = new ByteSource(compressed);
        while (in.remaining() > 0) {
            int control = in.next();
            if (control < LITERALS_MAX) {
                length += in.next(control + 1).length();
            } else {
                int count = matchLength(control, in);
                if (distance(control, in) > length) {
                    throw new RdbFormatException("a reference to before the beginning");
                }
                length += count;
            }
        }
        return length;
    }

    private static int matchLength(int control, ByteSource in) throws RdbFormatException {
        int code = control >> 5;
        return code + 2 + (code == CODE_LONG ? in.next() : 0);
    }

    private static int distance(int control, ByteSource in) throws RdbFormatException {
        return ((control & 0x1f) << 8 | in.next()) + 1;
    }
}
