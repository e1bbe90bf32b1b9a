package dev.flashkv.rdb;

import dev.flashkv.bytes.Bytes;

/** Reads RDB's building blocks: lengths and strings. */
final class RdbReader {
    private final ByteSource in;
    private final long stringLengthMax;

    /** Reads from {@code in}; a string longer than {@code stringLengthMax} bytes is refused. */
    RdbReader(ByteSource in, long stringLengthMax) {
        this.in = in;
        this.stringLengthMax = stringLengthMax;
    }

    int nextByte() throws RdbFormatException {
        return in.next();
    }

    /** A length that is not negative. */
    long nextLength() throws RdbFormatException {
        int first = in.next();
        if (first >= RdbCode.ENCODED) {
            throw new RdbFormatException("not a length");
        }
        return length(first);
    }

    private long length(int first) throws RdbFormatException {
        if (first < RdbCode.LENGTH_14_BITS) {
            return first;
        }
        if (first < RdbCode.LENGTH_32_BITS) {
            return (first & 0x3fL) << 8 | in.next();
        }
        if (first != RdbCode.LENGTH_32_BITS && first != RdbCode.LENGTH_64_BITS) {
            throw new RdbFormatException("unknown kind of length");
        }
        long length = in.nextBigEndian(first == RdbCode.LENGTH_32_BITS ? Integer.BYTES : Long.BYTES);
        if (length < 0) {
            throw new RdbFormatException("too long");
        }
        return length;
    }

    /** A string; it may be a view of what is read. */
    Bytes nextString() throws RdbFormatException {
        int first = in.next();
        return switch (first) {
            case RdbCode.ENCODED | RdbCode.INT_8 -> Bytes.of(in.nextLittleEndian(Byte.BYTES));
            case RdbCode.ENCODED | RdbCode.INT_16 -> Bytes.of(in.nextLittleEndian(Short.BYTES));
            case RdbCode.ENCODED | RdbCode.INT_32 -> Bytes.of(in.nextLittleEndian(Integer.BYTES));
            case RdbCode.ENCODED | RdbCode.LZF -> nextCompressed();
            default -> {
                if (first > RdbCode.ENCODED) {
                    throw new RdbFormatException("unknown encoding");
                }
                yield in.next(checked(length(first)));
            }
        };
    }

    private Bytes nextCompressed() throws RdbFormatException {
        long compressedLength = nextLength();
        int length = (int) checked(nextLength());
        return Lzf.decompress(in.next(compressedLength), length);
    }

    private long checked(long length) throws RdbFormatException {
        if (length > stringLengthMax) {
            throw new RdbFormatException("string too long");
        }
        return length;
    }
}
