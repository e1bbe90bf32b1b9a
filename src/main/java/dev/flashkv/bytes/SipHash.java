package dev.flashkv.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-1-3, the keyed hash of Aumasson and Bernstein ("SipHash: a fast short-input PRF", 2012) with one round per
 * word and three at the end, under a key drawn at class initialisation. Who does not know the key cannot construct
 * inputs that collide, so clients cannot degrade the hash maps that hold their keys.
 *
 * <p>Cost: O(n), a few nanoseconds for keys of usual length, no allocation.
 */
final class SipHash {

    private static final VarHandle LITTLE_ENDIAN_LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long KEY_0;
    private static final long KEY_1;

    static {
        SecureRandom random = new SecureRandom();
        KEY_0 = random.nextLong();
        KEY_1 = random.nextLong();
    }

    private SipHash() {}

    /** The hash under this process' key, both halves of the 64 bits folded into one. The range is not checked. */
    static int hash32(byte[] array, int offset, int length) {
        long hash = hash64(KEY_0, KEY_1, array, offset, length);
        return (int) (hash ^ (hash >>> 32));
    }

    /** SipHash-1-3 of a range under the key whose little-endian halves are {@code key0} and {@code key1}. */
    static long hash64(long key0, long key1, byte[] array, int offset, int length) {
        long v0 = key0 ^ 0x736f6d6570736575L;
        long v1 = key1 ^ 0x646f72616e646f6dL;
        long v2 = key0 ^ 0x6c7967656e657261L;
        long v3 = key1 ^ 0x7465646279746573L;

        int wordsEnd = offset + (length & ~7);
        int at = offset;
        // One more turn than there are whole words: the last takes the rest of the bytes and the length. The round
        // stands here in full because Java cannot return four values without allocating.
        while (true) {
            boolean last = at == wordsEnd;
            long word = last ? lastWord(array, at, length) : (long) LITTLE_ENDIAN_LONG.get(array, at);
            v3 ^= word;
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
            v0 ^= word;
            if (last) {
                break;
            }
            at += Long.BYTES;
        }

        v2 ^= 0xff;
        for (int round = 0; round < 3; round++) {
            v0 += v1;
            v2 += v3;
            v1 = Long.rotateLeft(v1, 13) ^ v0;
            v3 = Long.rotateLeft(v3, 16) ^ v2;
            v0 = Long.rotateLeft(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = Long.rotateLeft(v1, 17) ^ v2;
            v3 = Long.rotateLeft(v3, 21) ^ v0;
            v2 = Long.rotateLeft(v2, 32);
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /* The up to seven bytes after the last whole word, little-endian, under the length's low byte. */
    private static long lastWord(byte[] array, int at, int length) {
        long word = (long) length << 56;
        for (int i = (length & 7) - 1; i >= 0; i--) {
            word |= (array[at + i] & 0xffL) << (8 * i);
        }
        return word;
    }
}
