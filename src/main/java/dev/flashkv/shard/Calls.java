package dev.flashkv.shard;

import dev.flashkv.command.Client;
import dev.flashkv.command.Command;
import dev.flashkv.command.CommandSpec;
import dev.flashkv.command.Monitoring;
import dev.flashkv.keyspace.Clock;
import dev.flashkv.reply.Reply;
import org.jspecify.annotations.Nullable;

/** Counts what commands are called at one place, and keeps those that took long. */
final class Calls {
    private final CommandStatistics statistics;
    private final CommandStatistics.Place counters;
    private final Monitoring monitoring;
    private final Clock clock;

    /** Those of a new place. {@code outside} says whether it is outside of all shards, where several threads may be. */
    Calls(StoreContext context, boolean outside) {
        this.statistics = context.statistics();
        this.counters = statistics.newPlace(outside);
        this.monitoring = context.monitoring();
        this.clock = context.clock();
    }

    /**
     * A command has been carried out. Returns when it ended: where one ends the next begins, so the clock is read once
     * for each.
     */
    long called(Command command, Client client, long beganNanos, Reply reply) {
        long endedNanos = waited(command, client, beganNanos, reply);
        show(command, client, endedNanos);
        return endedNanos;
    }

    /** Shows a call to MONITOR. A call that waits is shown when its wait begins. */
    void show(Command command, Client client, long nanos) {
        if (monitoring.monitors().isOn()) {
            monitoring.monitors().show(command, client, nanos);
        }
    }

    /** The same as {@link #called} for a command that has waited, and was shown before it did. */
    long waited(Command command, Client client, long beganNanos, Reply reply) {
        long endedNanos = clock.nowNanos();
        long nanos = endedNanos - beganNanos;
        counters.called(command.spec(), nanos, reply instanceof Reply.ErrorReply);
        if (nanos >= monitoring.thresholdNanos()) {
            monitoring.tookLong(command, client, nanos, endedNanos);
        }
        if (reply instanceof Reply.ErrorReply error) {
            statistics.error(error.code());
        }
        return endedNanos;
    }

    /** A command has been answered with {@code error} instead of being carried out. */
    void refused(@Nullable CommandSpec spec, Reply.ErrorReply error) {
        if (spec != null) {
            counters.rejected(spec);
        }
        statistics.error(error.code());
    }
}
