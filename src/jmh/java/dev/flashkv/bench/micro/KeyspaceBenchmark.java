package dev.flashkv.bench.micro;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.StringValue;
import dev.flashkv.keyspace.KeyEvent;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.keyspace.Limits;
import java.util.Locale;
import java.util.SplittableRandom;
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

/** The verbs behind GET, SET and INCR, and TTLs, on random keys of one keyspace. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"-XX:+UseParallelGC", "-Xmx2g"})
public class KeyspaceBenchmark {
    private static final long NOW_MILLIS = 1_700_000_000_000L;
    private static final int TTL_MILLIS_MAX = 1_000_000;

    /** How many keys there are: in the caches of the processor, or not. */
    @Param({"10000", "1000000"})
    public int keys;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Bytes value = Bytes.of("xxx");
    private Keyspace keyspace = new Keyspace(new Limits(), 1);
    private Bytes[] texts = {};
    private Bytes[] numbers = {};

    /** Half of the keys hold short texts, half numbers; every key has a TTL. */
    @Setup
    public void setUp() {
        keyspace = new Keyspace(new Limits(), 1);
        keyspace.begin(NOW_MILLIS);
        texts = new Bytes[keys / 2];
        numbers = new Bytes[keys / 2];
        for (int i = 0; i < keys / 2; i++) {
            texts[i] = Bytes.of(String.format(Locale.ROOT, "txt:%012d", i));
            numbers[i] = Bytes.of(String.format(Locale.ROOT, "num:%012d", i));
            keyspace.put(texts[i], StringValue.of(value), deadline(), KeyEvent.SET);
            keyspace.put(numbers[i], StringValue.of(i), KeyEvent.SET);
        }
    }

    private long deadline() {
        return NOW_MILLIS + 1 + random.nextInt(TTL_MILLIS_MAX);
    }

    private Bytes any(Bytes[] of) {
        return of[random.nextInt(of.length)];
    }

    private Bytes anyText() {
        keyspace.begin(NOW_MILLIS);
        return any(texts);
    }

    /** GET. */
    @Benchmark
    public Object get() {
        return keyspace.readString(anyText());
    }

    /** GET of a key that is not there. */
    @Benchmark
    public Object getAbsent() {
        keyspace.begin(NOW_MILLIS);
        return keyspace.readString(value);
    }

    /** SET KEEPTTL: the deadline stays. */
    @Benchmark
    public boolean set() {
        return keyspace.putKeepingDeadline(anyText(), StringValue.of(value), KeyEvent.SET);
    }

    /** INCR. */
    @Benchmark
    public boolean incr() {
        keyspace.begin(NOW_MILLIS);
        Bytes key = any(numbers);
        long number = keyspace.find(key, StringValue.class).toLong();
        return keyspace.putKeepingDeadline(key, StringValue.of(number + 1), KeyEvent.INCRBY);
    }

    /** DEL and SET of a key. */
    @Benchmark
    public boolean removeAndPut() {
        Bytes key = anyText();
        keyspace.remove(key);
        return keyspace.put(key, StringValue.of(value), deadline(), KeyEvent.SET);
    }

    /** PEXPIREAT of a key that has a TTL: a move within the expiry index. */
    @Benchmark
    public boolean expire() {
        return keyspace.expireAt(anyText(), deadline());
    }

    /** The sweep's work for one key, and the key put back: the expiry index gives its first and takes another. */
    @Benchmark
    public int sweepOne() {
        keyspace.begin(keyspace.allKeys().earliestDeadlineMillis() + 1);
        int removed = keyspace.allKeys().sweep(1);
        keyspace.begin(NOW_MILLIS);
        keyspace.put(any(texts), StringValue.of(value), deadline(), KeyEvent.SET);
        return removed;
    }
}
