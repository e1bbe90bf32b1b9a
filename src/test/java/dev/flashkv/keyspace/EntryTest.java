package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import dev.flashkv.data.ValueType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryTest {
    private static final long[] NUMBERS = {
        0,
        1,
        -1,
        127,
        128,
        -128,
        -129,
        255,
        32767,
        32768,
        -32768,
        -32769,
        65536,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE + 1L,
        Integer.MIN_VALUE,
        Integer.MIN_VALUE - 1L,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    private static long heapBytesOfArray(int payloadLength) {
        return (16L + payloadLength + 7) / 8 * 8;
    }

    @Test
    void aShortKeyWithAShortValueTakesTwoObjects() {
        Entry entry = new Entry(Bytes.of("key:00000001"), StringValue.of(Bytes.of("xxx")), 0);
        assertThat(entry.heapBytes()).isEqualTo(Entry.OVERHEAD_BYTES + 32);
        entry.setValue(StringValue.of(Bytes.of("xxxx")), false);
        assertThat(entry.heapBytes()).isEqualTo(Entry.OVERHEAD_BYTES + 40);
        entry.setValue(StringValue.of(-32768), false);
        assertThat(entry.heapBytes()).isEqualTo(Entry.OVERHEAD_BYTES + 32);
        entry.setValue(StringValue.of(Long.MAX_VALUE), false);
        assertThat(entry.heapBytes()).isEqualTo(Entry.OVERHEAD_BYTES + 40);
    }

    @Test
    void keepsKeysOfAnyLength() {
        for (int length : new int[] {0, 1, 7, 30, 31, 32, 127, 128, 255, 256, 70_000}) {
            byte[] chunk = new byte[length + 5];
            random.nextBytes(chunk);
            Bytes key = Bytes.wrap(chunk, 3, length);
            for (Value value : new Value[] {string("v"), StringValue.of(5), StringValue.zeros(3), new ListValue()}) {
                Entry entry = new Entry(key, value, 0);
                assertThat(entry.key()).isEqualTo(key);
                assertThat(entry.keyLength()).isEqualTo(length);
                assertThat(entry.hasKey(key)).isTrue();
                assertThat(entry.hasKey(Bytes.wrap(chunk, 2, length + 1))).isFalse();
                assertThat(entry.hashCode()).isEqualTo(key.hashCode());
                assertThat(entry).isEqualTo(new Entry(key, string("other"), 1)).isEqualTo(new Probe().at(key));
                assertThat(entry.payloadBytes()).isEqualTo(length + value.payloadBytes());
            }
        }
    }

    @Test
    void comparesWholeKeysAndNothingElse() {
        Map<String, Entry> entries = new HashMap<>();
        for (String key : new String[] {"", "a", "b", "ab", "abv", "A", "a".repeat(30), "a".repeat(31)}) {
            entries.put(key, new Entry(Bytes.of(key), string("v"), 0));
        }
        entries.forEach((key, entry) -> entries.forEach((otherKey, other) -> {
            assertThat(entry.equals(other)).isEqualTo(key.equals(otherKey));
            KeyRef probe = new Probe().at(Bytes.of(otherKey));
            assertThat(probe.equals(entry)).isEqualTo(key.equals(otherKey));
        }));
    }

    @Test
    void aTextIsOverwrittenInPlaceUnlessItMayBeViewed() {
        Entry entry = new Entry(Bytes.of("k"), string("first"), 0);
        Bytes first = Objects.requireNonNull(entry.string());
        entry.setValue(string("other"), true);
        assertThat(first).isEqualTo(Bytes.of("first"));
        Bytes other = Objects.requireNonNull(entry.string());
        entry.setValue(string("third"), false);
        assertThat(other).isEqualTo(Bytes.of("third"));
        assertThat(entry.string()).isEqualTo(Bytes.of("third"));
    }

    /** In 12 bytes, with one before them, there are two left of sixteen, and three in all. */
    @Test
    void aNumberGrowsInWhatItsArrayTakesInAnyCase() {
        byte[] array = KeyArray.of(Bytes.of("key:00000001"), StringValue.of(1));
        for (long number : new long[] {127, 128, 32767, -1, -32768}) {
            assertThat(KeyArray.overwrite(array, StringValue.of(number), false)).isTrue();
            assertThat(KeyArray.value(array).toLong()).isEqualTo(number);
            assertThat(KeyArray.key(array)).isEqualTo(Bytes.of("key:00000001"));
        }
        assertThat(KeyArray.overwrite(array, StringValue.of(32768), false)).isFalse();
        assertThat(KeyArray.value(array).toLong()).isEqualTo(-32768);
    }

    @Test
    void isWhatWasStoredLast() {
        Bytes key = Bytes.of("k".repeat(random.nextInt(50)));
        Value value = string("first");
        Entry entry = new Entry(key, value, 0);
        for (int step = 0; step < 20_000; step++) {
            value = anyValue();
            entry.setValue(value, random.nextBoolean());
            String expected = "step " + step + " of seed " + seed;
            assertThat(entry.key()).as(expected).isEqualTo(key);
            assertThat(entry.type()).as(expected).isEqualTo(value.type());
            assertThat(entry.payloadBytes()).as(expected).isEqualTo(key.length() + value.payloadBytes());
            assertThat(entry.isVacant()).as(expected).isEqualTo(value.isVacant());
            if (value instanceof StringValue string) {
                StringValue stored = (StringValue) entry.value();
                assertThat(stored.bytes()).as(expected).isEqualTo(string.bytes());
                assertThat(entry.string()).as(expected).isEqualTo(string.bytes());
                assertThat(stored.encoding()).as(expected).isEqualTo(string.encoding());
                assertThat(stored.length()).as(expected).isEqualTo(string.length());
                if (string.form() == StringValue.Form.OBJECT) {
                    assertThat(stored).as(expected).isSameAs(string);
                }
            } else {
                assertThat(entry.value()).as(expected).isSameAs(value);
                assertThat(entry.string()).as(expected).isNull();
                assertThat(entry.type()).isEqualTo(ValueType.LIST);
            }
            if (value.heapBytes() > 0) {
                int header = key.length() < 31 ? 1 : 5;
                assertThat(entry.heapBytes())
                        .as(expected)
                        .isEqualTo(Entry.OVERHEAD_BYTES
                                + heapBytesOfArray(header + key.length())
                                + 24
                                + value.heapBytes());
            }
        }
    }

    private static StringValue string(String text) {
        return StringValue.of(Bytes.of(text));
    }

    private Value anyValue() {
        return switch (random.nextInt(8)) {
            case 0 -> new ListValue();
            case 1 -> {
                ListValue list = new ListValue();
                list.pushTail(Bytes.of("element"));
                yield list;
            }
            case 2 -> string("x".repeat(1000 + random.nextInt(50)));
            case 3 -> StringValue.ofText(Bytes.of(random.nextInt()));
            case 4 -> string("a").append(Bytes.of("b"));
            case 5 -> string("t".repeat(random.nextInt(60)));
            default -> StringValue.of(NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1);
        };
    }
}
