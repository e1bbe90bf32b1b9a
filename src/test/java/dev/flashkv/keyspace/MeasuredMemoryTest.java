package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The memory account comes close to what the JVM says that keys and values take, measured in a JVM of its own. */
class MeasuredMemoryTest {
    private static final int KEYSPACES = 64;
    /* Arrays that grow by half have about as much room to spare as the account allows for, the map's table less. */
    private static final int KEYS = KEYSPACES * 5500;

    /** What the keys hold. */
    enum Kind {
        /** Values of 3 bytes. */
        SHORT,
        /** Values of 3 bytes, with a TTL. */
        EXPIRING,
        /** Integers of up to 6 digits. */
        NUMBER,
        /** Strings that have been appended to. */
        CHANGED,
        /** Lists of two elements. */
        LIST
    }

    @ParameterizedTest
    @EnumSource
    void theAccountIsWhatTheHeapTakes(Kind kind) throws IOException, InterruptedException {
        double[] figures = measure(kind);
        assertThat(figures[1]).as("accounted, beside measured").isCloseTo(figures[0], Percentage.withPercentage(3));
    }

    @Test
    void aShortKeyTakesNoMoreThanItHasTo() throws IOException, InterruptedException {
        // Node 32, entry 32, array 32, its places in the map's table and in the dense array about 11.
        assertThat(measure(Kind.SHORT)[0]).isCloseTo(107, within(3.0));
    }

    /** Bytes per key as measured and as accounted. */
    private static double[] measure(Kind kind) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        // A thread's whole buffer counts as used from its first object on.
                        "-XX:-UseTLAB",
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompressedOops",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MeasuredMemoryTest.class.getName(),
                        kind.name())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().mapToDouble(Double::parseDouble).toArray();
    }

    /** Prints the bytes per key: measured, accounted. */
    public static void main(String[] args) {
        Kind kind = Kind.valueOf(args[0]);
        Limits limits = new Limits();
        Keyspace[] keyspaces = new Keyspace[KEYSPACES];
        for (int i = 0; i < KEYSPACES; i++) {
            keyspaces[i] = new Keyspace(limits, i);
            keyspaces[i].begin(0);
            put(keyspaces[i], kind, -1); // loads what there is to load
            keyspaces[i].clear();
        }
        long before = usedBytes();
        for (int i = 0; i < KEYS; i++) {
            put(keyspaces[i % KEYSPACES], kind, i);
        }
        long measured = usedBytes() - before;
        long accounted = 0;
        for (Keyspace keyspace : keyspaces) {
            accounted += keyspace.allKeys().heapBytes();
        }
        System.out.println((double) measured / KEYS);
        System.out.println((double) accounted / KEYS);
    }

    private static void put(Keyspace keyspace, Kind kind, int number) {
        Bytes key = Bytes.of("key:%08d".formatted(number));
        if (kind == Kind.EXPIRING) {
            keyspace.put(key, StringValue.of(Bytes.of("xxx")), 1_000_000 + number, null);
        } else {
            keyspace.put(key, value(kind, number), null);
        }
        keyspace.settle();
    }

    private static Value value(Kind kind, int number) {
        return switch (kind) {
            case SHORT, EXPIRING -> StringValue.of(Bytes.of("xxx"));
            case NUMBER -> StringValue.of(number);
            case CHANGED -> StringValue.of(Bytes.of("xxx")).append(Bytes.of("xxx"));
            case LIST -> {
                ListValue list = new ListValue();
                list.pushHead(Bytes.of("head"));
                list.pushTail(Bytes.of("tail"));
                yield list;
            }
        };
    }

    private static long usedBytes() {
        // Of four collections in a row one at least is thorough: the others may leave some garbage where it is.
        for (int i = 0; i < 4; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
