package dev.flashkv.bench.micro;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Slots;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The two hashes of a key: CRC16, which says where it lives, and SipHash, by which its shard finds it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseParallelGC", "-Xmx2g"})
public class HashBenchmark {
    /** The key's length. */
    @Param({"12", "40", "200"})
    public int lengthBytes;

    private Bytes key = Bytes.EMPTY;

    /** Makes the key. */
    @Setup
    public void setUp() {
        key = Bytes.of("k".repeat(lengthBytes));
    }

    /** CRC16 of the key, which has no hash tag. */
    @Benchmark
    public int slot() {
        return Slots.slotOf(key);
    }

    /** SipHash-1-3. */
    @Benchmark
    public int sipHash() {
        return key.hashCode();
    }
}
