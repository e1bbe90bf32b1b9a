package dev.flashkv.rdb;

import static dev.flashkv.rdb.Payloads.bytes;
import static dev.flashkv.rdb.Payloads.content;
import static dev.flashkv.rdb.Payloads.hex;
import static dev.flashkv.rdb.Payloads.list;
import static dev.flashkv.rdb.Payloads.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DumpPayloadTest {
    private static final long PACKED_BYTES_MAX = 1L << 30;
    private static final long LENGTH_MAX = 512L * 1024 * 1024;

    private static Bytes dump(Value value) {
        return DumpPayload.of(value, PACKED_BYTES_MAX);
    }

    private static Value read(String hexObject) throws RdbFormatException {
        return DumpPayload.read(Payloads.of(hex(hexObject)), LENGTH_MAX);
    }

    // ---- as Redis has it ----

    /** What DUMP of redis-server 7.0.15 answers. */
    static Stream<Arguments> dumps() {
        return Stream.of(
                Arguments.of(string("v"), "0001760a009108ceb219388ace"),
                Arguments.of(string(""), "00000a005d9b5c400f7fa2da"),
                Arguments.of(string("5"), "00c0050a00632f5f66832fb351"),
                Arguments.of(string("-129"), "00c17fff0a001760822854808480"),
                Arguments.of(string("-2147483648"), "00c2000000800a00c74f873e33558187"),
                Arguments.of(string("2147483648"), "000a323134373438333634380a00e7b129a34c1d76ee"),
                Arguments.of(string("a".repeat(30)), "00c3091e016161e011000161610a0045737cbb2b647bbb"),
                Arguments.of(
                        string("abcdefghijklmnopqrstuvwxyz"),
                        "001a6162636465666768696a6b6c6d6e6f707172737475767778797a0a009e1b3f34abfc5f79"),
                Arguments.of(string("x".repeat(300)), "00c30c412c017878e0ff00e017000178780a00f033195a8b660d84"),
                Arguments.of(list("a"), "1201020a0a0000000100816102ff0a0009b9edf594ded995"),
                Arguments.of(
                        list(
                                "1",
                                "127",
                                "128",
                                "-1",
                                "4095",
                                "-4096",
                                "4096",
                                "32767",
                                "32768",
                                "8388607",
                                "8388608",
                                "2147483648",
                                "-9223372036854775808"),
                        "1201024043430000000d0001017f01c08002dfff02cfff02d00002f1001003f1ff7f03f200800004f2ffff7f04"
                                + "f30000800005f4000000800000000009f4000000000000008009ff0a002bdb31f1d216972a"),
                Arguments.of(
                        list("", "x".repeat(63), "y".repeat(64)),
                        "120102c319408d098d00000003008001bf78e035000340e04079e036000142ff0a00f85d8047a9ef5b8a"));
    }

    @ParameterizedTest
    @MethodSource("dumps")
    void writesAndReadsWhatRedisWrites(Value value, String payload) throws RdbFormatException {
        Bytes expected = Bytes.wrap(hex(payload));
        assertThat(dump(value)).isEqualTo(expected);
        assertThat(DumpPayload.isIntact(expected)).isTrue();
        Value read = DumpPayload.read(expected, LENGTH_MAX);
        assertThat(content(read)).isEqualTo(content(value));
        assertThat(read.encoding()).isEqualTo(value.encoding());
    }

    @Test
    void readsBackWhateverItWrites() throws RdbFormatException {
        Random random = new Random(10);
        for (int i = 0; i < 1000; i++) {
            Value value = Payloads.random(random);
            long packedBytesMax = random.nextBoolean() ? PACKED_BYTES_MAX : 1 + random.nextInt(200);
            Bytes payload = DumpPayload.of(value, packedBytesMax);
            assertThat(DumpPayload.isIntact(payload)).isTrue();
            Value read = DumpPayload.read(payload, LENGTH_MAX);
            assertThat(content(read)).isEqualTo(content(value));
            assertThat(read.payloadBytes()).isEqualTo(value.payloadBytes());
        }
    }

    @Test
    void keepsNothingOfThePayload() throws RdbFormatException {
        Value value = string("x".repeat(100) + "0123456789abcdef");
        byte[] payload = dump(value).toByteArray();
        Value read = DumpPayload.read(Bytes.wrap(payload), LENGTH_MAX);
        Arrays.fill(payload, (byte) 0);
        assertThat(content(read)).isEqualTo(content(value));
    }

    // ---- nodes of lists ----

    @Test
    void cutsListsIntoNodes() {
        ListValue numbers = new ListValue();
        for (int i = 0; i < 10_000; i++) {
            numbers.pushTail(Bytes.of(1_000_000 + i));
        }
        // Five bytes each, and eight kilobytes a node by an estimate that is a little too high.
        assertThat(nodesOf(dump(numbers))).isEqualTo(7);
        assertThat(nodesOf(dump(list("a", "b".repeat(8179), "c".repeat(9000), "d", "e"))))
                .isEqualTo(4);
    }

    private static int nodesOf(Bytes payload) {
        return payload.byteAt(1);
    }

    @Test
    void longElementsNeedNotBePacked() throws RdbFormatException {
        ListValue list = list("a", "b", "c".repeat(10), "d");
        Bytes payload = DumpPayload.of(list, 10);
        assertThat(payload.slice(0, payload.length() - 10))
                .isEqualTo(Bytes.wrap(hex("1203" + "020d0d0000000200816102816202ff" + "010a" + "63".repeat(10)
                        + "020a0a0000000100816402ff")));
        assertThat(content(DumpPayload.read(payload, LENGTH_MAX))).isEqualTo(content(list));
    }

    // ---- other forms ----

    @ParameterizedTest
    @CsvSource({
        "00 03 616263, abc",
        "00 4003 616263, abc",
        "00 8000000003 616263, abc",
        "00 810000000000000003 616263, abc",
        "00 c0 ff, -1",
        "00 c1 ff7f, 32767",
        "00 c3 05 0a 0061e00000, aaaaaaaaaa",
        "00 c3 00 00, ''",
        "00 03 616263 58595a, abc"
    })
    void readsStringsInEveryForm(String object, String text) throws RdbFormatException {
        assertThat(content(read(object))).containsExactly(bytes(text));
    }

    @ParameterizedTest
    @CsvSource({
        // Strings, one after the other.
        "01 02 0161 c005, a 5",
        "01 01 c3 05 0a 0061e00000, aaaaaaaaaa",
        // A ziplist; its numbers; strings with longer lengths than needed; a long length before an element.
        "0a 13 13000000 0f000000 0300 00f2 020161 03fe85 ff, 1 a -123",
        "0a 13 13000000 0f000000 ffff 00f2 020161 03fe85 ff, 1 a -123",
        "0a 0f 0f000000 0c000000 0200 00f1 02fd ff, 0 12",
        "0a 24 24000000 1e000000 0400 00c00180 04d001000080 06e00100000000000080 0af0010080 ff,"
                + " -32767 -2147483647 -9223372036854775807 -8388607",
        "0a 0f 0f000000 0a000000 0100 00400161 ff, a",
        "0a 12 12000000 0a000000 0100 00800000000161 ff, a",
        "0a 14 14000000 0c000000 0200 00f2 fe020000000161 ff, 1 a",
        // Ziplists, one after the other; empty ones don't count.
        "0e 02 0d 0d000000 0a000000 0100 00f2 ff 0b 0b000000 0a000000 0000 ff, 1",
        // Nodes.
        "12 01 02 0c 0c000000 0200 0501 816102 ff, 5 a",
        "12 01 02 0c 0c000000 ffff 0501 816102 ff, 5 a",
        "12 01 01 03 616263, abc",
        "12 01 01 c007, 7",
        "12 02 02 07 07000000 0000 ff 01 0161, a",
        // Numbers in more bytes than needed, and a string that looks like one.
        "12 01 02 19 19000000 0300 f1050003 f4050000000000000009 82303503 ff, 5 5 05",
        "12 01 02 12 12000000 0200 e0016103 f0010000006106 ff, a a"
    })
    void readsListsInEveryForm(String object, String elements) throws RdbFormatException {
        assertThat(content(read(object)))
                .isEqualTo(Stream.of(elements.split(" ")).map(Payloads::bytes).toList());
    }

    // ---- what is refused ----

    @ParameterizedTest
    @CsvSource({
        "'', nothing at all",
        "00, no string",
        "00 05 616263, a string that ends too early",
        "00 c4 00, an unknown encoding",
        "00 ff, an unknown encoding",
        "00 82 00000003 616263, an unknown kind of length",
        "00 81 7fffffffffffffff 616263, a length beyond everything",
        "00 81 ffffffffffffffff 616263, a negative length",
        "00 80 ffffffff 616263, a length beyond the end",
        "00 c3 05 0b 0061e00000, compressed bytes of another length",
        "00 c3 c0 00, a length that is none",
        "00 c3 7f, a compressed length alone",
        "02 01 0161, a type that there is not",
        "63 616263, a type that there is not",
        "01 00, no elements",
        "01 02 0161, an element is missing",
        "01 81 7fffffffffffffff 0161, too many elements",
        "0a 0b 0b000000 0a000000 0000 ff, an empty ziplist",
        "0a 10 10000000 0b000000 0200 00f2 020161 ff, another last place",
        "0a 10 10000000 0c000000 0100 00f2 020161 ff, another number of elements",
        "0a 10 11000000 0c000000 0200 00f2 020161 ff, another length",
        "0a 10 10000000 0c000000 0200 00f2 030161 ff, another length before an element",
        "0a 10 10000000 0c000000 0200 00f2 020161 fe, no end",
        "0a 10 10000000 0c000000 0200 00f2 023f61 ff, a string beyond the end",
        "0a 0d 0d000000 0a000000 0100 00ff ff, an unknown element",
        "0a 0e 0e000000 0a000000 0100 00c101 ff, an unknown element",
        "0a 03 0b0000, no ziplist",
        "0e 00, no ziplists",
        "0e 01 0b 0b000000 0a000000 0000 ff, empty ziplists",
        "12 00, no nodes",
        "12 01 00 03 616263, an unknown container",
        "12 01 03 03 616263, an unknown container",
        "12 01 01 00, an empty element without a listpack",
        "12 01 02 07 07000000 0000 ff, an empty listpack",
        "12 01 02 c007, a number for a listpack",
        "12 01 02 0c 0c000000 0100 0501 816102 ff, another number of elements",
        "12 01 02 0c 0d000000 0200 0501 816102 ff, another length",
        "12 01 02 0c 0c000000 0200 0502 816102 ff, another length behind an element",
        "12 01 02 0c 0c000000 0200 0581 816102 ff, a length behind an element that goes on",
        "12 01 02 0c 0c000000 0200 0501 816102 fe, no end",
        "12 01 02 0c 0c000000 0200 0501 ff6102 ff, an end within",
        "12 01 02 09 09000000 0100 f501 ff, an unknown element",
        "12 01 02 09 09000000 0100 bf02 ff, a string beyond the end",
        "12 01 02 0d 0d000000 0100 f0ffffffff06 ff, a string far beyond the end",
        "12 81 7fffffffffffffff 01 0161, too many nodes"
    })
    void refusesWhatIsNotExactlyRight(String object, String reason) {
        assertThatThrownBy(() -> read(object)).as(reason).isInstanceOf(RdbFormatException.class);
    }

    @Test
    void refusesStringsThatAreTooLong() {
        Bytes payload = dump(string("x".repeat(1000)));
        assertThatThrownBy(() -> DumpPayload.read(payload, 999)).isInstanceOf(RdbFormatException.class);
    }

    @Test
    void knowsWhenItIsIntact() {
        Bytes payload = dump(string("value"));
        for (int i = 0; i < payload.length() * 8; i++) {
            byte[] damaged = payload.toByteArray();
            damaged[i / 8] ^= (byte) (1 << i % 8);
            assertThat(DumpPayload.isIntact(Bytes.wrap(damaged))).isFalse();
        }
        assertThat(DumpPayload.isIntact(payload.slice(0, payload.length() - 1))).isFalse();
        assertThat(DumpPayload.isIntact(Bytes.EMPTY)).isFalse();
        byte[] object = hex("00 0161");
        for (int version : List.of(0, 1, 9, 10)) {
            assertThat(DumpPayload.isIntact(Payloads.of(object, version))).isTrue();
        }
        for (int version : List.of(11, 0x0100, 0xffff)) {
            assertThat(DumpPayload.isIntact(Payloads.of(object, version))).isFalse();
        }
        assertThat(DumpPayload.isIntact(Payloads.of(new byte[0]))).isTrue();
    }

    // ---- hostile payloads ----

    /**
     * Any bytes yield a value that can be written again or the one exception, at a cost in proportion to their number.
     */
    @Test
    void survivesDamagedPayloads() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(18);
        int values = 0;
        for (int i = 0; i < 30_000; i++) {
            byte[] damaged = damaged(seedObject(random), random);
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            try {
                Value value = DumpPayload.read(Payloads.of(damaged), LENGTH_MAX);
                assertThat(content(value)).isNotEmpty();
                values++;
            } catch (RdbFormatException expected) {
                // As it should be.
            }
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            assertThat(allocated).isLessThan(1 << 20 | 10_000L * damaged.length);
        }
        // Not all damage goes deep enough to be noticed, and not all was thrown away at the first byte.
        assertThat(values).isBetween(1000, 29_000);
    }

    private static byte[] seedObject(Random random) {
        List<String> others = List.of(
                "01020161c005",
                "0a13130000000f000000030000f202016103fe85ff",
                "0e020d0d0000000a000000010000f2ff0b0b0000000a0000000000ff",
                "120219190000000300f1050003f405000000000000000982303503ff01c3050a0061e00000",
                "00c3050a0061e00000");
        if (random.nextInt(3) == 0) {
            return hex(others.get(random.nextInt(others.size())));
        }
        Value value;
        do {
            value = Payloads.random(random);
        } while (value.payloadBytes() > 3000);
        Bytes payload = dump(value);
        return payload.slice(0, payload.length() - 10).toByteArray();
    }

    private static byte[] damaged(byte[] object, Random random) {
        byte[] damaged = object;
        for (int n = random.nextInt(4); n >= 0; n--) {
            int at = random.nextInt(Math.max(1, damaged.length));
            switch (random.nextInt(5)) {
                case 0 -> damaged = Arrays.copyOf(damaged, at);
                case 1 -> damaged = Arrays.copyOf(damaged, damaged.length + random.nextInt(10));
                case 2 -> {
                    byte[] grown = new byte[damaged.length + 1];
                    System.arraycopy(damaged, 0, grown, 0, at);
                    grown[at] = (byte) random.nextInt();
                    System.arraycopy(damaged, at, grown, at + 1, damaged.length - at);
                    damaged = grown;
                }
                case 3 ->
                    damaged = set(
                            damaged,
                            at,
                            List.of(0, 0x7f, 0x80, 0x81, 0xc3, 0xff).get(random.nextInt(6)));
                default -> damaged = set(damaged, at, random.nextInt());
            }
        }
        return damaged;
    }

    private static byte[] set(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        if (copy.length > 0) {
            copy[at] = (byte) value;
        }
        return copy;
    }

    @Test
    void tellsHowLongTheValueIs() {
        assertThat(DumpPayload.contentLength(dump(StringValue.of(5)))).isEqualTo(2);
        assertThat(DumpPayload.contentLength(dump(string("hello")))).isEqualTo(6);
    }
}
