package dev.flashkv.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SipHashTest {

    private static final long KEY_0 = 0x0706050403020100L;
    private static final long KEY_1 = 0x0f0e0d0c0b0a0908L;

    /*
     * Key 00 01 .. 0f, message 00 01 .. of the given length, as in the paper's appendix. The hashes are those of a
     * plain transcription of the paper, which with two and four rounds gives the appendix' own a129ca6149be45e5.
     */
    @ParameterizedTest
    @CsvSource({
        "0, abac0158050fc4dc",
        "1, c9f49bf37d57ca93",
        "2, 82cb9b024dc7d44d",
        "7, d3927d989bb11140",
        "8, 369095118d299a8e",
        "9, 25a48eb36c063de4",
        "15, d320d86d2a519956",
        "16, cc4fdd1a7d908b66",
        "17, 9cf2689063dbd80c",
        "31, 2370dd1f8c21d1bc",
        "63, 9d199062b7bbb3a8"
    })
    void countingBytes(int length, String expected) {
        byte[] message = new byte[length + 8];
        Arrays.fill(message, (byte) 0xee);
        for (int i = 0; i < length; i++) {
            message[3 + i] = (byte) i;
        }
        assertThat(Long.toHexString(SipHash.hash64(KEY_0, KEY_1, message, 3, length)))
                .isEqualTo(expected);
    }

    /* What CPython 3.11, whose string hash is SipHash-1-3, gives under PYTHONHASHSEED=0, an all-zero key. */
    @ParameterizedTest
    @CsvSource({
        "a, 407448d2b89b1813",
        "abcdefg, 6db12aae9070f506",
        "abcdefgh, 3f7b849c0b8e35ea",
        "the quick brown fox, 5a17575ad3449cba"
    })
    void textUnderTheZeroKey(String text, String expected) {
        byte[] message = Bytes.of(text).array();
        assertThat(Long.toHexString(SipHash.hash64(0, 0, message, 0, message.length)))
                .isEqualTo(expected);
    }

    @Test
    void onlyTheRangeCounts() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            byte[] message = new byte[random.nextInt(40)];
            random.nextBytes(message);
            byte[] surroundings = new byte[message.length + 16];
            random.nextBytes(surroundings);
            int offset = random.nextInt(16);
            System.arraycopy(message, 0, surroundings, offset, message.length);
            assertThat(SipHash.hash32(surroundings, offset, message.length))
                    .as("seed %d", seed)
                    .isEqualTo(SipHash.hash32(message, 0, message.length));
        }
    }

    @Test
    void zeroBytesCount() {
        byte[] zeros = new byte[20];
        assertThat(SipHash.hash64(1, 2, zeros, 0, 3)).isNotEqualTo(SipHash.hash64(1, 2, zeros, 0, 4));
        assertThat(SipHash.hash64(1, 2, zeros, 0, 8)).isNotEqualTo(SipHash.hash64(1, 2, zeros, 0, 16));
    }
}
