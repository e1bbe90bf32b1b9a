package dev.flashkv.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotsTest {

    /* The check value of CRC-16/XMODEM, which the Redis Cluster specification also gives. */
    @Test
    void crcOfTheCheckString() {
        byte[] digits = Bytes.of("123456789").array();
        assertThat(Slots.crc16(digits, 0, digits.length)).isEqualTo(0x31C3);
    }

    /* Answers of CLUSTER KEYSLOT, redis-server 7.0.15; the tags are the specification's examples and their corners. */
    @ParameterizedTest
    @CsvSource({
        "foo, 12182",
        "bar, 5061",
        "hello, 866",
        "123456789, 12739",
        "'', 0",
        "{}, 15257",
        "{user1000}.following, 3443",
        "{user1000}.followers, 3443",
        "foo{}{bar}, 8363",
        "foo{{bar}}zap, 4015",
        "foo{bar}{zap}, 5061",
        "{, 4092",
        "}, 12090",
        "a{b, 13340",
        "}{a}, 15495",
        "{a, 10276",
        "{}a{b}, 16175",
        "a}b{c}, 7365"
    })
    void slotsAreRedis(String key, int slot) {
        assertThat(Slots.slotOf(Binary.of(key))).isEqualTo(slot);
        assertThat(Slots.slotOf(Binary.inside(key, "{x}", "}"))).isEqualTo(slot);
    }

    @Test
    void keysAreBinary() {
        assertThat(Slots.slotOf(Binary.of("\u00ff\u0080\0"))).isEqualTo(5371);
    }

    @Test
    void tagsColocateKeys() {
        assertThat(Slots.slotOf(Bytes.of("{user1000}.name"))).isEqualTo(Slots.slotOf(Bytes.of("user1000")));
        assertThat(Slots.slotOf(Bytes.of("foo{{bar}}zap"))).isEqualTo(Slots.slotOf(Bytes.of("{bar")));
        assertThat(Slots.slotOf(Bytes.of("}{a}"))).isEqualTo(Slots.slotOf(Bytes.of("a")));
    }

    @Test
    void crcAgreesWithItsDefinitionAtEveryLength() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] bytes = new byte[40];
        for (int round = 0; round < 200; round++) {
            random.nextBytes(bytes);
            int from = random.nextInt(4);
            int end = from + random.nextInt(36);
            assertThat(Slots.crc16(bytes, from, end)).as("seed %d", seed).isEqualTo(crcBitByBit(bytes, from, end));
        }
    }

    private static int crcBitByBit(byte[] bytes, int from, int end) {
        int crc = 0;
        for (int i = from; i < end; i++) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean divide = (crc >> 15 & 1) != (bytes[i] >> bit & 1);
                crc = (crc << 1 & 0xffff) ^ (divide ? 0x1021 : 0);
            }
        }
        return crc;
    }

    @Test
    void rangesOutsideTheArrayAreRefused() {
        assertThatThrownBy(() -> Slots.slotOf(new byte[3], 1, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Slots.slotOf(new byte[3], -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
