package dev.flashkv.rdb;

import static dev.flashkv.rdb.Payloads.bytes;
import static dev.flashkv.rdb.Payloads.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LzfTest {
    private final LzfCompressor compressor = new LzfCompressor();

    private Bytes compress(Bytes bytes) {
        return compressor.compress(bytes.array(), bytes.arrayOffset(), bytes.length());
    }

    /** As redis-server 7.0.15 writes them. */
    @ParameterizedTest
    @CsvSource({
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, 016161e01100016161",
        "abcabcabcabcabcabcabcabcabc, 0361626361e00c02016263",
        "'hello hello hello hello, world world world', 0668656c6c6f2068e00705062c20776f726c64e00105016c64"
    })
    void compressesAsRedisDoes(String text, String compressed) throws RdbFormatException {
        assertThat(compress(bytes(text))).isEqualTo(Bytes.wrap(hex(compressed)));
        assertThat(Lzf.decompress(Bytes.wrap(hex(compressed)), text.length())).isEqualTo(bytes(text));
    }

    @Test
    void doesNotCompressWhatWouldNotShrinkByFourBytes() {
        assertThat(compress(bytes(""))).isNull();
        assertThat(compress(bytes("abcd"))).isNull();
        assertThat(compress(bytes("abcdefghijklmnopqrstuvwxyz"))).isNull();
    }

    @Test
    void forgetsWhatItCompressedBefore() throws RdbFormatException {
        Random random = new Random(1);
        byte[] array = new byte[40_000];
        for (int i = 0; i < 500; i++) {
            int letters = 1 + random.nextInt(6);
            for (int b = 0; b < array.length; b++) {
                array[b] = (byte) random.nextInt(letters);
            }
            int from = random.nextInt(array.length);
            int length = random.nextInt(Math.min(1 << random.nextInt(16), array.length - from));
            Bytes once = compressor.compress(array, from, length);
            Bytes anew = new LzfCompressor().compress(array, from, length);
            assertThat(once).isEqualTo(anew);
            if (once != null) {
                assertThat(once.length()).isLessThanOrEqualTo(length - 4);
                assertThat(Lzf.decompress(once, length)).isEqualTo(Bytes.wrap(array, from, length));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "00, 1, a literal is missing",
        "0161, 2, a literal is missing",
        "006120, 4, the distance is missing",
        "0061e0, 10, the length is missing",
        "0061e000, 10, the distance is missing",
        "00612001, 4, before the beginning",
        "2000, 3, before the beginning",
        "00612000, 3, longer than said",
        "00612000, 5, shorter than said",
        "'', 1, shorter than said"
    })
    void refusesWhatIsNotExactlyRight(String compressed, int length, String reason) {
        assertThatThrownBy(() -> Lzf.decompress(Bytes.wrap(hex(compressed)), length))
                .as(reason)
                .isInstanceOf(RdbFormatException.class);
    }

    @Test
    void isSafeFromAnyBytes() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            byte[] compressed = new byte[random.nextInt(30)];
            random.nextBytes(compressed);
            int length = random.nextInt(300);
            try {
                assertThat(Lzf.decompress(Bytes.wrap(compressed), length).length())
                        .isEqualTo(length);
            } catch (RdbFormatException expected) {
                assertThat(expected.getMessage()).isNotEmpty();
            }
        }
    }

    @Test
    void aLieAboutTheLengthGetsNoMemory() {
        byte[] small = new byte[1000];
        Arrays.fill(small, (byte) 0x1f);
        assertThatThrownBy(() -> Lzf.decompress(Bytes.wrap(small), Integer.MAX_VALUE))
                .isInstanceOf(RdbFormatException.class);
    }
}
