package dev.flashkv.command;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What a store watches of its own work, beside counting it: what took long, and how long commands take. Thread-safe.
 */
public final class Monitoring {

    /*
     * Every command is compared with one threshold, the lower of the slow log's and the latency monitor's. Only what
     * reaches that is looked at any further.
     */

    private static final List<String> PERCENTILES_DEFAULT = List.of("50", "99", "99.9");

    private final SlowLog slowLog = new SlowLog();
    private final LatencyMonitor latency = new LatencyMonitor();
    private final Monitors monitors = new Monitors();
    private volatile long thresholdNanos;
    private volatile boolean latencyTracked = true;
    private volatile List<String> percentiles = PERCENTILES_DEFAULT;

    /** With Redis' defaults. */
    public Monitoring() {
        thresholdChanged();
    }

    /** The calls that took long. */
    public SlowLog slowLog() {
        return slowLog;
    }

    /** When what took long. */
    public LatencyMonitor latency() {
        return latency;
    }

    /** Who is shown all calls. */
    public Monitors monitors() {
        return monitors;
    }

    /** From how many nanoseconds on a call is to be told by {@link #tookLong}. */
    public long thresholdNanos() {
        return thresholdNanos;
    }

    /**
     * Keeps a call of {@code client} that took {@code nanos}, at least the threshold, and ended at {@code endedNanos}.
     */
    public void tookLong(Command command, Client client, long nanos, long endedNanos) {
        CommandSpec spec = command.spec();
        if (spec.index() == CommandSpec.NO_INDEX) {
            return; // refused, or no command of Redis
        }
        long micros = slowLog.thresholdMicros();
        if (micros != SlowLog.OFF
                && TimeUnit.NANOSECONDS.toMicros(nanos) >= micros
                && !spec.flags().contains(CommandFlag.SKIP_SLOWLOG)) {
            slowLog.add(command, client, nanos, endedNanos);
        }
        latency.note(
                spec.flags().contains(CommandFlag.FAST) ? LatencyEvent.FAST_COMMAND : LatencyEvent.COMMAND,
                nanos,
                endedNanos);
    }

    /** Whether the distribution of each command's latency is kept. */
    public boolean isLatencyTracked() {
        return latencyTracked;
    }

    /** The percentiles that INFO shows of each command's latency, such as 99.9. */
    List<String> percentiles() {
        return percentiles;
    }

    /** Follows the options. */
    public void bind(ConfigOptions options) {
        options.get("slowlog-log-slower-than").bind(value -> {
            slowLog.thresholdMicros(value.number());
            thresholdChanged();
        });
        options.get("slowlog-max-len").bind(value -> slowLog.lengthMax(value.number()));
        options.get("latency-monitor-threshold").bind(value -> {
            latency.thresholdMillis(value.number());
            thresholdChanged();
        });
        options.get("latency-tracking").bind(value -> latencyTracked = value.number() != 0);
        options.get("latency-tracking-info-percentiles").bind(value -> percentiles = words(value.text()));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    private void thresholdChanged() {
        long micros = slowLog.thresholdMicros();
        long millis = latency.thresholdMillis();
        // Beyond the longest time there is, these saturate: nothing ever takes that long.
        thresholdNanos = Math.min(
                micros == SlowLog.OFF ? Long.MAX_VALUE : TimeUnit.MICROSECONDS.toNanos(micros),
                millis == LatencyMonitor.OFF ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
