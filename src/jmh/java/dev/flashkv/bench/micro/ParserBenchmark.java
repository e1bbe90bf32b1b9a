package dev.flashkv.bench.micro;

import dev.flashkv.resp.ProtocolException;
import dev.flashkv.resp.RespLimits;
import dev.flashkv.resp.RespParser;
import java.nio.charset.StandardCharsets;
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

import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.infra.Blackhole;

/** Requests as clients send them, in one chunk of 64; the figure is for one request. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseParallelGC", "-Xmx2g"})
public class ParserBenchmark {
    private static final int REQUESTS = 64;

    /** The length of the value in a SET. */
    @Param({"3", "1024"})
    public int valueBytes;

    private final RespParser parser = new RespParser(RespLimits.DEFAULTS);
    private byte[] pipeline = {};

    /** Makes the chunk. */
    @Setup
    public void setUp() {
        String value = "x".repeat(valueBytes);
        String request = "*3\r\n$3\r\nSET\r\n$16\r\nkey:000000012345\r\n$" + valueBytes + "\r\n" + value + "\r\n";
        pipeline = request.repeat(REQUESTS).getBytes(StandardCharsets.US_ASCII);
    }

    /** SET key value. */
    @Benchmark
    @OperationsPerInvocation(REQUESTS)
    public void pipelinedSets(Blackhole blackhole) throws ProtocolException {
        parser.feed(pipeline, 0, pipeline.length);
        for (int i = 0; i < REQUESTS; i++) {
            blackhole.consume(parser.next());
        }
    }
}
