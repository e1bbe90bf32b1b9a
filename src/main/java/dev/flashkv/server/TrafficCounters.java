package dev.flashkv.server;

import dev.flashkv.command.CommandFigures;
import dev.flashkv.command.Traffic;
import dev.flashkv.shard.StoreContext;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/** Counts what comes in and goes out at the doors of a store, and how fast. Thread-safe. */
final class TrafficCounters implements Traffic {

    /*
     * How fast: whoever has a batch answered while the last sample is a tenth of a second old takes the next one. An
     * idle store takes none, so it needs no timer; what has come since the last sample came right after it.
     */

    private static final int SAMPLES = 16;
    private static final long SAMPLE_NANOS = 100_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private record Sample(long nanos, long commands, long inputBytes, long outputBytes) {}

    private final StoreContext context;
    private final ClientMemory clientMemory;
    private final BufferPeaks peaks;
    private final LongAdder connections = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder commands = new LongAdder();
    private final LongAdder inputBytes = new LongAdder();
    private final LongAdder outputBytes = new LongAdder();
    private final Sample[] samples = new Sample[SAMPLES];
    private final AtomicLong sampledNanos;
    private long sampleCount;

    TrafficCounters(StoreContext context, ClientMemory clientMemory, BufferPeaks peaks) {
        this.context = context;
        this.clientMemory = clientMemory;
        this.peaks = peaks;
        sampledNanos = new AtomicLong(context.clock().nowNanos());
        samples[(int) sampleCount++] = new Sample(sampledNanos.get(), 0, 0, 0);
    }

    void connected() {
        connections.increment();
    }

    void rejected() {
        rejected.increment();
    }

    void received(long bytes) {
        inputBytes.add(bytes);
    }

    void sent(long bytes) {
        outputBytes.add(bytes);
    }

    /** Commands have been carried out, the last of them until {@code nowNanos}. */
    void answered(long count, long nowNanos) {
        commands.add(count);
        long last = sampledNanos.get();
        if (nowNanos - last >= SAMPLE_NANOS && sampledNanos.compareAndSet(last, nowNanos)) {
            context.memory().notePeak();
            synchronized (samples) {
                samples[(int) (sampleCount++ % SAMPLES)] = now(nowNanos);
            }
        }
    }

    private Sample now(long nanos) {
        return new Sample(nanos, commands.sum(), inputBytes.sum(), outputBytes.sum());
    }

    /** What has changed in a second, from the oldest sample that is not too old until now. */
    private double perSecond(ToLongFunction<Sample> counter) {
        Sample now = now(context.clock().nowNanos());
        Sample since = null;
        synchronized (samples) {
            long oldest = Math.max(0, sampleCount - SAMPLES);
            for (long i = oldest; i < sampleCount; i++) {
                Sample sample = samples[(int) (i % SAMPLES)];
                boolean last = i == sampleCount - 1;
                if (last || now.nanos - sample.nanos <= SAMPLES * SAMPLE_NANOS) {
                    since = sample;
                    break;
                }
            }
        }
        if (since == null || now.nanos <= since.nanos) {
            return 0;
        }
        long change = Math.max(0, counter.applyAsLong(now) - counter.applyAsLong(since));
        return change * NANOS_PER_SECOND / (now.nanos - since.nanos);
    }

    @Override
    public long connectionsReceived() {
        return connections.sum();
    }

    @Override
    public long connectionsRejected() {
        return rejected.sum();
    }

    @Override
    public long clientsEvicted() {
        return clientMemory.evictedCount();
    }

    @Override
    public long recentInputBytesMax() {
        return peaks.inputBytes();
    }

    @Override
    public long recentOutputBytesMax() {
        return peaks.outputBytes();
    }

    @Override
    public long commandsProcessed() {
        return commands.sum();
    }

    @Override
    public double commandsPerSecond() {
        return perSecond(Sample::commands);
    }

    @Override
    public long inputBytes() {
        return inputBytes.sum();
    }

    @Override
    public double inputBytesPerSecond() {
        return perSecond(Sample::inputBytes);
    }

    @Override
    public long outputBytes() {
        return outputBytes.sum();
    }

    @Override
    public double outputBytesPerSecond() {
        return perSecond(Sample::outputBytes);
    }

    @Override
    public long errorReplies() {
        return context.statistics().errorReplies();
    }

    @Override
    public SortedMap<String, Long> errors() {
        return context.statistics().errors();
    }

    @Override
    public List<CommandFigures> commands() {
        return context.statistics().commands();
    }

    @Override
    public long sweepNanos() {
        return context.statistics().sweepNanos();
    }

    /** Starts all counters of the doors anew; those of commands are the statistics' own. */
    void reset() {
        connections.reset();
        rejected.reset();
        clientMemory.reset();
        commands.reset();
        inputBytes.reset();
        outputBytes.reset();
        synchronized (samples) {
            sampleCount = 0;
            samples[(int) sampleCount++] = now(context.clock().nowNanos());
        }
    }
}
