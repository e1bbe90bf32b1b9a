package dev.flashkv.bench.micro;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Glob;
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

/** One key against a pattern, as KEYS, SCAN and PSUBSCRIBE match. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseParallelGC", "-Xmx2g"})
public class GlobBenchmark {
    /** From the simplest to one that a naive matcher takes for ever on. */
    @Param({"*", "user:*", "*:profile", "user:?[0-9]*:prof*", "*e*e*e*e*e*"})
    public String pattern;

    private Bytes glob = Bytes.EMPTY;
    private Bytes key = Bytes.EMPTY;

    /** Makes pattern and key. */
    @Setup
    public void setUp() {
        glob = Bytes.of(pattern);
        key = Bytes.of("user:1234567:profile");
    }

    /** Whether the pattern matches. */
    @Benchmark
    public boolean matches() {
        return Glob.matches(glob, key);
    }
}
