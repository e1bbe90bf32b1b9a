package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The calls that took long lately, the latest first: what SLOWLOG shows. Memory is bounded by {@link #lengthMax()}
 * entries of a few kilobytes. Thread-safe.
 */
public final class SlowLog {
    /** {@link #thresholdMicros()} of a log that takes no calls. */
    public static final long OFF = -1;

    /** From how many microseconds on a call is kept, at first: Redis' default. */
    public static final long THRESHOLD_MICROS_DEFAULT = 10_000;

    /** How many calls are kept, at first: Redis' default. */
    public static final long LENGTH_DEFAULT = 128;

    private static final int WORDS_MAX = 32;
    private static final int WORD_BYTES_MAX = 128;

    /**
     * A call.
     *
     * @param id its number, growing, never used again
     * @param unixSeconds when it ended
     * @param micros how long it took
     * @param words its name and arguments, long ones cut; words that must stay secret are not there
     * @param address where its client comes from
     * @param clientName the client's name, or empty
     */
    public record Entry(long id, long unixSeconds, long micros, List<Bytes> words, String address, Bytes clientName) {}

    private final Deque<Entry> entries = new ArrayDeque<>();
    private long nextId;
    private volatile long lengthMax = LENGTH_DEFAULT;
    private volatile long thresholdMicros = THRESHOLD_MICROS_DEFAULT;

    /** From how many microseconds on a call is kept; {@link #OFF} for none. */
    public long thresholdMicros() {
        return thresholdMicros;
    }

    /** Sets {@link #thresholdMicros()}. */
    void thresholdMicros(long micros) {
        thresholdMicros = micros;
    }

    /** How many calls are kept, not negative. */
    public long lengthMax() {
        return lengthMax;
    }

    /** Sets {@link #lengthMax()}; what is too much goes with the next call that is kept. */
    void lengthMax(long entries) {
        lengthMax = entries;
    }

    /** Keeps a call that took {@code nanos} and ended at {@code endedNanos}. */
    void add(Command command, Client client, long nanos, long endedNanos) {
        List<Bytes> words = cut(SecretWords.hidden(command));
        synchronized (entries) {
            entries.addFirst(new Entry(
                    nextId++,
                    TimeUnit.NANOSECONDS.toSeconds(endedNanos),
                    TimeUnit.NANOSECONDS.toMicros(nanos),
                    words,
                    client.address(),
                    client.name()));
            while (entries.size() > lengthMax) {
                entries.removeLast();
            }
        }
    }

    private static List<Bytes> cut(List<Bytes> words) {
        List<Bytes> kept = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (i == WORDS_MAX - 1 && words.size() > WORDS_MAX) {
                kept.add(Bytes.of("... (" + (words.size() - i) + " more arguments)"));
                break;
            }
            kept.add(cut(words.get(i)));
        }
        return List.copyOf(kept);
    }

    private static Bytes cut(Bytes word) {
        int cutBytes = word.length() - WORD_BYTES_MAX;
        if (cutBytes <= 0) {
            return Bytes.wrap(word.toByteArray());
        }
        Bytes mark = Bytes.of("... (" + cutBytes + " more bytes)");
        byte[] whole = new byte[WORD_BYTES_MAX + mark.length()];
        word.slice(0, WORD_BYTES_MAX).copyTo(whole, 0);
        mark.copyTo(whole, WORD_BYTES_MAX);
        return Bytes.wrap(whole);
    }

    /** The latest calls, the latest first, at most {@code count}. */
    List<Entry> latest(long count) {
        synchronized (entries) {
            List<Entry> latest = new ArrayList<>();
            Iterator<Entry> all = entries.iterator();
            while (latest.size() < count && all.hasNext()) {
                latest.add(all.next());
            }
            return latest;
        }
    }

    /** How many calls there are. */
    int size() {
        synchronized (entries) {
            return entries.size();
        }
    }

    /** Forgets all calls. */
    void clear() {
        synchronized (entries) {
            entries.clear();
        }
    }
}
