package dev.flashkv.shard;

import dev.flashkv.command.CommandFigures;
import dev.flashkv.command.CommandSpec;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.LatencyHistogram;
import dev.flashkv.command.Monitoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** How often each command was called, how long it took, and which errors there were, over all places of a store. */
public final class CommandStatistics {

    /*
     * Each shard counts for itself, in plain increments that others may read a moment late; only what is counted
     * outside of the shards, by many threads, pays for atomic ones. A command's counters at a place are made with its
     * first call there.
     */

    private static final int CALLS = 0;
    private static final int NANOS = 1;
    private static final int FAILED = 2;
    private static final int REJECTED = 3;
    private static final int FIRST_BUCKET = 4;

    /** Error codes counted at most: a script or a proxy could make up any number of them. */
    private static final int ERROR_CODES_MAX = 128;

    private final Monitoring monitoring;
    private final List<Place> places = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<String, LongAdder> errors = new ConcurrentHashMap<>();
    private final LongAdder errorReplies = new LongAdder();
    private final LongAdder sweepNanos = new LongAdder();

    CommandStatistics(Monitoring monitoring) {
        this.monitoring = monitoring;
    }

    /** A place to count at: {@code shared} when several threads do at once. */
    Place newPlace(boolean shared) {
        Place place = new Place(shared);
        places.add(place);
        return place;
    }

    /** Notes an error reply of that code. */
    void error(String code) {
        errorReplies.increment();
        LongAdder counter = errors.get(code);
        if (counter == null) {
            if (errors.size() >= ERROR_CODES_MAX) {
                return;
            }
            counter = errors.computeIfAbsent(code, made -> new LongAdder());
        }
        counter.increment();
    }

    /** How often each error code has been answered, by code; not all when there are more than a hundred. */
    public SortedMap<String, Long> errors() {
        SortedMap<String, Long> counts = new TreeMap<>();
        errors.forEach((code, counter) -> counts.put(code, counter.sum()));
        return counts;
    }

    /** How many replies were errors. */
    public long errorReplies() {
        return errorReplies.sum();
    }

    /** Notes a sweep of expired keys. */
    void swept(long nanos) {
        sweepNanos.add(nanos);
    }

    /** How long sweeps of expired keys have taken, in nanoseconds. */
    public long sweepNanos() {
        return sweepNanos.sum();
    }

    /** The figures of each command that has been called or refused, in the table's order. */
    public List<CommandFigures> commands() {
        List<CommandFigures> figures = new ArrayList<>();
        for (CommandSpec spec : CommandTable.standard().rowsAndSubcommands()) {
            long[] sums = new long[FIRST_BUCKET + LatencyHistogram.BUCKETS];
            for (Place place : places) {
                place.addTo(sums, spec.index());
            }
            if (sums[CALLS] + sums[REJECTED] > 0) {
                long[] buckets = Arrays.copyOfRange(sums, FIRST_BUCKET, sums.length);
                figures.add(new CommandFigures(
                        spec, sums[CALLS], sums[NANOS], sums[FAILED], sums[REJECTED], new LatencyHistogram(buckets)));
            }
        }
        return figures;
    }

    /** Starts all counters anew. What is being counted meanwhile may be lost. */
    public void reset() {
        places.forEach(Place::reset);
        errors.clear();
        errorReplies.reset();
        sweepNanos.reset();
    }

    /** The counters of one place. */
    final class Place {
        private final boolean shared;
        private final AtomicReferenceArray<AtomicLongArray> counters = new AtomicReferenceArray<>(
                CommandTable.standard().rowsAndSubcommands().size());

        private Place(boolean shared) {
            this.shared = shared;
        }

        /** Notes a call that took {@code nanos}. */
        void called(CommandSpec spec, long nanos, boolean failed) {
            AtomicLongArray values = countersOf(spec);
            if (values == null) {
                return;
            }
            add(values, CALLS, 1);
            add(values, NANOS, nanos);
            if (monitoring.isLatencyTracked()) {
                add(values, FIRST_BUCKET + LatencyHistogram.bucketOf(nanos), 1);
            }
            if (failed) {
                add(values, FAILED, 1);
            }
        }

        /** Notes that a call was refused. */
        void rejected(CommandSpec spec) {
            AtomicLongArray values = countersOf(spec);
            if (values != null) {
                add(values, REJECTED, 1);
            }
        }

        private @Nullable AtomicLongArray countersOf(CommandSpec spec) {
            int index = spec.index();
            if (index == CommandSpec.NO_INDEX) {
                return null;
            }
            AtomicLongArray values = counters.getPlain(index);
            if (values == null) {
                counters.compareAndSet(index, null, new AtomicLongArray(FIRST_BUCKET + LatencyHistogram.BUCKETS));
                values = counters.get(index);
            }
            return values;
        }

        private void add(AtomicLongArray values, int index, long amount) {
            if (shared) {
                values.getAndAdd(index, amount);
            } else {
                values.setOpaque(index, values.getPlain(index) + amount);
            }
        }

        private void addTo(long[] sums, int spec) {
            AtomicLongArray values = counters.get(spec);
            for (int i = 0; values != null && i < sums.length; i++) {
                sums[i] += values.getOpaque(i);
            }
        }

        private void reset() {
            for (int i = 0; i < counters.length(); i++) {
                counters.set(i, null);
            }
        }
    }
}
