package dev.flashkv.command;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * When what took longer than a threshold: what LATENCY shows. For each event the worst of each second is kept, the last
 * {@value #SAMPLES_MAX} of them. Thread-safe.
 */
public final class LatencyMonitor {
    /** {@link #thresholdMillis()} of a monitor that watches nothing. */
    public static final long OFF = 0;

    static final int SAMPLES_MAX = 160;

    /**
     * The longest of a second.
     *
     * @param unixSeconds the second
     * @param millis how long it took
     */
    public record Sample(long unixSeconds, long millis) {}

    /**
     * All that is known of an event.
     *
     * @param event the event
     * @param samples at least one, the oldest first
     * @param worstMillis the longest there was, of any time since the last reset
     */
    public record Series(LatencyEvent event, List<Sample> samples, long worstMillis) {
        /** The latest sample. */
        Sample latest() {
            return samples.get(samples.size() - 1);
        }
    }

    private static final class Kept {
        private final Deque<Sample> samples = new ArrayDeque<>();
        private long worstMillis;
    }

    private final Map<LatencyEvent, Kept> events = new EnumMap<>(LatencyEvent.class);
    private volatile long thresholdMillis = OFF;

    /** From how many milliseconds on something is kept; {@link #OFF} for never. */
    public long thresholdMillis() {
        return thresholdMillis;
    }

    /** Sets {@link #thresholdMillis()}. */
    void thresholdMillis(long millis) {
        thresholdMillis = millis;
    }

    /** Whether anything is kept at all. */
    public boolean isOn() {
        return thresholdMillis != OFF;
    }

    /** Notes that something took {@code nanos} and ended at {@code endedNanos}; kept only from the threshold on. */
    public void note(LatencyEvent event, long nanos, long endedNanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        long threshold = thresholdMillis;
        if (threshold == OFF || millis < threshold) {
            return;
        }
        long second = TimeUnit.NANOSECONDS.toSeconds(endedNanos);
        synchronized (events) {
            Kept kept = events.computeIfAbsent(event, none -> new Kept());
            kept.worstMillis = Math.max(kept.worstMillis, millis);
            Sample last = kept.samples.peekLast();
            if (last != null && last.unixSeconds == second) {
                if (last.millis >= millis) {
                    return;
                }
                kept.samples.removeLast();
            }
            kept.samples.addLast(new Sample(second, millis));
            if (kept.samples.size() > SAMPLES_MAX) {
                kept.samples.removeFirst();
            }
        }
    }

    /** What is known of every event that has happened. */
    List<Series> all() {
        synchronized (events) {
            List<Series> all = new ArrayList<>();
            events.forEach((event, kept) -> all.add(new Series(event, List.copyOf(kept.samples), kept.worstMillis)));
            return all;
        }
    }

    /** Forgets an event; says whether there was anything to forget. */
    boolean reset(LatencyEvent event) {
        synchronized (events) {
            return events.remove(event) != null;
        }
    }
}
