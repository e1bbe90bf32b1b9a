package dev.flashkv.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BytesTest {

    private static final byte[] LETTERS = {'a', 'b', 'c', 'd', 'e'};

    @Test
    void wrapSharesTheArray() {
        byte[] array = LETTERS.clone();
        Bytes bytes = Bytes.wrap(array, 1, 3);
        assertThat(bytes).hasToString("bcd");
        assertThat(bytes.array()).isSameAs(array);
        assertThat(bytes.arrayOffset()).isEqualTo(1);
        assertThat(bytes.length()).isEqualTo(3);
        array[2] = 'X';
        assertThat(bytes).hasToString("bXd");
    }

    @Test
    void wrapRefusesRangesOutsideTheArray() {
        for (int[] range : new int[][] {{-1, 2}, {0, 6}, {4, 2}, {0, -1}, {6, 0}, {Integer.MAX_VALUE, 1}, {1, -1}}) {
            assertThatThrownBy(() -> Bytes.wrap(LETTERS, range[0], range[1]))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
        assertThat(Bytes.wrap(LETTERS, 5, 0)).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void byteAtCountsFromTheViewAndStaysInIt() {
        Bytes bytes = Bytes.wrap(LETTERS, 1, 3);
        assertThat(bytes.byteAt(0)).isEqualTo((byte) 'b');
        assertThat(bytes.byteAt(2)).isEqualTo((byte) 'd');
        assertThatThrownBy(() -> bytes.byteAt(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> bytes.byteAt(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void slicesOfSlicesCountFromTheSlice() {
        Bytes slice = Bytes.wrap(LETTERS, 1, 4).slice(1, 4).slice(1, 2);
        assertThat(slice).hasToString("d");
        assertThat(slice.array()).isSameAs(LETTERS);
        assertThat(Bytes.wrap(LETTERS).slice(2, 2).isEmpty()).isTrue();
        Bytes view = Bytes.wrap(LETTERS, 1, 3);
        for (int[] range : new int[][] {{-1, 1}, {0, 4}, {2, 1}, {4, 4}}) {
            assertThatThrownBy(() -> view.slice(range[0], range[1])).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void detachedCopiesJustWhenThereIsMoreInTheArray() {
        Bytes whole = Bytes.wrap(LETTERS);
        assertThat(whole.detached()).isSameAs(whole);
        Bytes detached = whole.slice(1, 3).detached();
        assertThat(detached).hasToString("bc");
        assertThat(detached.array()).hasSize(2);
        assertThat(whole.slice(2, 2).detached().array()).isEmpty();
    }

    @Test
    void copiesAreIndependent() {
        byte[] array = LETTERS.clone();
        Bytes bytes = Bytes.wrap(array, 1, 2);
        byte[] copy = bytes.toByteArray();
        byte[] target = new byte[4];
        bytes.copyTo(target, 1);
        array[1] = 'X';
        assertThat(copy).containsExactly('b', 'c');
        assertThat(target).containsExactly(0, 'b', 'c', 0);
        assertThatThrownBy(() -> bytes.copyTo(new byte[2], 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void buffersShowTheViewAlone() {
        ByteBuffer buffer = Bytes.wrap(LETTERS, 1, 3).asByteBuffer();
        assertThat(buffer.remaining()).isEqualTo(3);
        assertThat(buffer.capacity()).isEqualTo(3);
        assertThat(buffer.get(0)).isEqualTo((byte) 'b');
        assertThatThrownBy(() -> buffer.put(0, (byte) 'X')).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void contentDecidesEqualityAndHash() {
        Bytes alone = Binary.of("key\0\u00ff");
        Bytes inside = Binary.inside("key\0\u00ff", "xx", "yyy");
        assertThat(inside).isEqualTo(alone).hasSameHashCodeAs(alone).isEqualByComparingTo(alone);
        assertThat(alone)
                .isNotEqualTo(Binary.of("key\0"))
                .isNotEqualTo(Binary.of("key\0\u00fe"))
                .isNotEqualTo(null);
        assertThat(alone.equals((Object) "key")).isFalse();
        assertThat(Bytes.EMPTY).isEqualTo(inside.slice(2, 2)).hasSameHashCodeAs(inside.slice(2, 2));
    }

    @Test
    void equalBytesHashAlikeAtEveryOffsetAndLength() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] array = new byte[80];
        for (int length = 0; length <= 40; length++) {
            for (int offset = 0; offset < 17; offset++) {
                random.nextBytes(array);
                Bytes view = Bytes.wrap(array, offset, length);
                assertThat(view).as("seed %d", seed).isEqualTo(view.detached()).hasSameHashCodeAs(view.detached());
            }
        }
    }

    @Test
    void orderIsUnsignedAndShorterFirst() {
        List<String> ordered = List.of("", "\0", "\0\0", "A", "a", "aa", "ab", "b", "\u007f", "\u0080", "\u00ff");
        for (int i = 0; i < ordered.size(); i++) {
            for (int j = 0; j < ordered.size(); j++) {
                Bytes left = Binary.inside(ordered.get(i), "\u00ff", "\u00ff");
                Bytes right = Binary.of(ordered.get(j));
                assertThat(Integer.signum(left.compareTo(right)))
                        .as("%d, %d", i, j)
                        .isEqualTo(Integer.signum(Integer.compare(i, j)));
            }
        }
    }

    @Test
    void equalsIgnoreCaseFoldsAsciiLettersOnly() {
        assertThat(Binary.inside("gEt", "x", "x").equalsIgnoreCase("GET")).isTrue();
        assertThat(Binary.of("GET").equalsIgnoreCase("get")).isTrue();
        assertThat(Binary.of("zRANGE-1").equalsIgnoreCase("ZrangE-1")).isTrue();
        assertThat(Bytes.EMPTY.equalsIgnoreCase("")).isTrue();
        assertThat(Binary.of("ge").equalsIgnoreCase("get")).isFalse();
        assertThat(Binary.of("gets").equalsIgnoreCase("get")).isFalse();
        // The neighbours of the letters differ by the same bit as the cases of a letter.
        assertThat(Binary.of("@[`{").equalsIgnoreCase("`{@[")).isFalse();
        assertThat(Binary.of("\u00e4").equalsIgnoreCase("\u00c4")).isFalse();
    }

    @Test
    void textIsUtf8() {
        assertThat(Bytes.of("h\u00e9\u20ac")).hasToString("h\u00e9\u20ac");
        assertThat(Bytes.of("h\u00e9\u20ac").length()).isEqualTo(6);
        assertThat(Binary.of("a\u00ffb")).hasToString("a\ufffdb");
        assertThat(Bytes.of(-42)).isEqualTo(Bytes.of("-42"));
    }

    @Test
    void hashesSpread() {
        List<Bytes> keys = new ArrayList<>();
        // Equal under the polynomial hash of String: "Aa" and "BB" in every combination.
        for (int bits = 0; bits < 1 << 12; bits++) {
            StringBuilder key = new StringBuilder();
            for (int i = 0; i < 12; i++) {
                key.append((bits >> i & 1) == 0 ? "Aa" : "BB");
            }
            keys.add(Bytes.of(key.toString()));
        }
        Set<Integer> hashes = new HashSet<>();
        keys.forEach(key -> hashes.add(key.hashCode()));
        // One run in 500 has a collision at all; ten never happen by chance.
        assertThat(hashes).hasSizeGreaterThan(keys.size() - 10);
    }
}
