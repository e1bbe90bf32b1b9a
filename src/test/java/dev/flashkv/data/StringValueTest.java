package dev.flashkv.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StringValueTest {

    @Test
    void takesTheMostCompactEncoding() {
        assertThat(StringValue.of(Bytes.of("123")).encoding()).isEqualTo("int");
        assertThat(StringValue.of(123).encoding()).isEqualTo("int");
        assertThat(StringValue.of(Bytes.of("x".repeat(44))).encoding()).isEqualTo("embstr");
        assertThat(StringValue.of(Bytes.of("x".repeat(45))).encoding()).isEqualTo("raw");
        assertThat(StringValue.ofText(Bytes.of("123")).encoding()).isEqualTo("embstr");
        assertThat(StringValue.zeros(3).encoding()).isEqualTo("raw");
        assertThat(StringValue.zeros(3).bytes()).isEqualTo(Bytes.wrap(new byte[3]));
    }

    @Test
    void readsIntegersInEveryEncoding() {
        assertThat(StringValue.of(Bytes.of("-42")).toLong()).isEqualTo(-42);
        assertThat(StringValue.ofText(Bytes.of("-42")).isInteger()).isTrue();
        assertThat(StringValue.ofText(Bytes.of("-42")).toLong()).isEqualTo(-42);
        assertThat(StringValue.of(4).append(Bytes.of("2")).toLong()).isEqualTo(42);
        assertThat(StringValue.of(Bytes.of("4x")).isInteger()).isFalse();
        assertThat(StringValue.of(Bytes.EMPTY).isInteger()).isFalse();
    }

    @Test
    void saysWhatMustBeKeptOfIt() {
        assertThat(StringValue.of(Bytes.of("123")).form()).isEqualTo(StringValue.Form.NUMBER);
        assertThat(StringValue.ofText(Bytes.of("123")).form()).isEqualTo(StringValue.Form.TEXT);
        assertThat(StringValue.of(Bytes.of("x".repeat(1024))).form()).isEqualTo(StringValue.Form.TEXT);
        assertThat(StringValue.of(Bytes.of("x".repeat(1025))).form()).isEqualTo(StringValue.Form.OBJECT);
        assertThat(StringValue.zeros(3).form()).isEqualTo(StringValue.Form.OBJECT);
        assertThat(StringValue.of(1).append(Bytes.of("2")).form()).isEqualTo(StringValue.Form.OBJECT);
    }

    @Test
    void heapBytesAreThoseOfItsObjectsIfItIsKept() {
        // Object header 12, array header 16, all rounded up to 8.
        assertThat(StringValue.of(7).heapBytes()).isZero();
        assertThat(StringValue.of(Bytes.of("abc")).heapBytes()).isZero();
        assertThat(StringValue.of(Bytes.of("x".repeat(1025))).heapBytes()).isEqualTo(24 + 1048);
        assertThat(StringValue.zeros(1000).heapBytes()).isEqualTo(24 + 1016);
    }

    @Test
    void copiesWhatItKeepsItself() {
        byte[] chunk = "abcdef".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        StringValue value = StringValue.of(Bytes.wrap(chunk, 1, 2000));
        StringValue appended = StringValue.of(1).append(Bytes.wrap(chunk, 0, 2));
        StringValue patched = StringValue.of(Bytes.wrap(chunk, 1, 3)).withRange(1, Bytes.wrap(chunk, 0, 1));
        Arrays.fill(chunk, (byte) 'x');
        assertThat(value.bytes().toString()).startsWith("bcdefabcdef").doesNotContain("x");
        assertThat(value.bytes().array()).hasSize(2000);
        assertThat(appended.bytes()).isEqualTo(Bytes.of("1ab"));
        assertThat(patched.bytes()).isEqualTo(Bytes.of("bad"));
    }

    @Test
    void detachedBytesOfItNeverChange() {
        Bytes content = Bytes.of("abc".repeat(1000));
        Bytes patch = Bytes.of("xyz");
        for (int offset : new int[] {0, 1500, 2997, 2999, 3000, 3001}) {
            StringValue value = StringValue.of(content);
            for (int round = 0; round < 3; round++) {
                Bytes kept = value.bytes();
                byte[] before = kept.toByteArray();
                value = value.withRange(offset + round, patch);
                assertThat(value.bytes().slice(offset + round, offset + round + 3))
                        .isEqualTo(patch);
                if (kept.isDetached()) {
                    assertThat(kept.toByteArray())
                            .as("offset %d, round %d", offset, round)
                            .isEqualTo(before);
                }
            }
            assertThat(value.append(patch).bytes().slice(0, 3))
                    .isEqualTo(offset == 0 ? Bytes.of("xxx") : Bytes.of("abc"));
        }
        StringValue value = StringValue.of(content);
        assertThat(value.bytes().isDetached()).as("there was something to keep").isTrue();
        byte[] moved = value.withRange(5, patch).bytes().array();
        assertThat(value.withRange(7, patch).bytes().array())
                .as("it moves once")
                .isSameAs(moved);
    }

    @Test
    void changesInPlaceWhatNobodyMayHaveKept() {
        StringValue value = StringValue.of(Bytes.of("abc".repeat(1000))).append(Bytes.of("d"));
        byte[] array = value.bytes().array();
        assertThat(value.bytes().isDetached()).as("it has room to spare").isFalse();
        assertThat(value.withRange(5, Bytes.of("xyz")).bytes().array()).isSameAs(array);
    }

    @Test
    void sparesRoomButNotTooMuch() {
        StringValue value = StringValue.zeros(10_000_000).append(Bytes.of("x"));
        assertThat(value.heapBytes()).isBetween(10_000_000L, 12_000_000L);
        StringValue small = StringValue.of(Bytes.EMPTY);
        for (int i = 0; i < 1000; i++) {
            small = small.append(Bytes.of("x"));
        }
        assertThat(small.heapBytes()).isBetween(1000L, 2100L);
    }

    @Test
    void changesLikeAnArray() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] model = randomBytes(random, random.nextInt(60));
            StringValue value = StringValue.of(Bytes.wrap(model));
            for (int step = 0; step < 20; step++) {
                byte[] patch = randomBytes(random, 1 + random.nextInt(30));
                int offset = random.nextBoolean() ? model.length : random.nextInt(100);
                value = offset == model.length
                        ? value.append(Bytes.wrap(patch))
                        : value.withRange(offset, Bytes.wrap(patch));
                model = Arrays.copyOf(model, Math.max(model.length, offset + patch.length));
                System.arraycopy(patch, 0, model, offset, patch.length);
                assertThat(value.bytes()).as("seed %d", seed).isEqualTo(Bytes.wrap(model));
                assertThat(value.length()).isEqualTo(model.length);
                assertThat(value.payloadBytes()).isEqualTo(model.length);
                assertThat(value.heapBytes()).isGreaterThanOrEqualTo(24 + 16 + model.length);
                assertThat(value.encoding()).isEqualTo("raw");
                assertThat(value.isVacant()).isFalse();
            }
        }
    }

    private static byte[] randomBytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
