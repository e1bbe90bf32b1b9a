package dev.flashkv.rdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc64Test {

    @Test
    void hasThePublishedCheckValue() {
        byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);
        assertThat(Crc64.of(digits, 0, digits.length)).isEqualTo(0xe9c6d914c4b8d9caL);
        assertThat(Crc64.of(digits, 3, 0)).isZero();
    }

    @Test
    void agreesWithTheDefinitionBitByBit() {
        Random random = new Random(64);
        byte[] bytes = new byte[300];
        random.nextBytes(bytes);
        for (int i = 0; i < 1000; i++) {
            int from = random.nextInt(bytes.length);
            int length = random.nextInt(bytes.length - from);
            assertThat(Crc64.of(bytes, from, length)).isEqualTo(bitByBit(bytes, from, length));
        }
    }

    /** Division by the polynomial, whose bits are taken from the lowest up, as those of the bytes are. */
    private static long bitByBit(byte[] bytes, int from, int length) {
        long polynomial = Long.reverse(0xad93d23594c935a9L);
        long remainder = 0;
        for (int i = 0; i < length * 8; i++) {
            long bit = bytes[from + i / 8] >> i % 8 & 1;
            boolean subtract = ((remainder ^ bit) & 1) == 1;
            remainder = remainder >>> 1 ^ (subtract ? polynomial : 0);
        }
        return remainder;
    }
}
