package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.StringValue;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Keys made to collide in a map that hashes like String.hashCode are as good as any here. */
class HashCollisionTest {
    private static final int KEYS = 65_536;

    /** Words of sixteen pairs, each Aa or BB, which have the same polynomial. */
    private static String key(int number) {
        StringBuilder key = new StringBuilder();
        for (int bit = 0; bit < 16; bit++) {
            key.append((number >>> bit & 1) == 0 ? "Aa" : "BB");
        }
        return key.toString();
    }

    @Test
    void keysThatCollideElsewhereAreNoTrouble() {
        List<String> words =
                IntStream.range(0, KEYS).mapToObj(HashCollisionTest::key).toList();
        assertThat(words.stream().mapToInt(String::hashCode).distinct()).hasSize(1);
        List<Bytes> keys = words.stream().map(Bytes::of).toList();

        assertTimeout(Duration.ofSeconds(5), () -> {
            Keyspace keyspace = new Keyspace(new Limits(), 1);
            for (int i = 0; i < KEYS; i++) {
                keyspace.put(keys.get(i), StringValue.of(i), null);
            }
            int found = 0;
            for (int i = 0; i < KEYS; i++) {
                found += keyspace.read(keys.get(i), StringValue.class).toLong() == i ? 1 : 0;
            }
            assertThat(found).isEqualTo(KEYS);
            assertThat(keyspace.allKeys().size()).isEqualTo(KEYS);
            keys.forEach(keyspace::remove);
            assertThat(keyspace.allKeys().size()).isZero();
            assertThat(keyspace.allKeys().heapBytes()).isZero();
        });
    }
}
