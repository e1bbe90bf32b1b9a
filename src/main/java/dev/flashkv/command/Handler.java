package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.Value;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What carries a command out, sealed by where it runs. Any handler may throw {@link CommandException} to end its
 * command with an expected error.
 */
public sealed interface Handler {

    /** Runs on one shard, that of the command's first key. Most commands do. */
    @FunctionalInterface
    non-sealed interface OnShard extends Handler {
        /** Carries the command out on the keyspace that has its key. */
        Reply run(Keyspace keyspace, Args args);
    }

    /** Runs at one instant on all shards that have the command's keys. */
    @FunctionalInterface
    non-sealed interface AcrossShards extends Handler {
        /** Carries the command out; {@code keyspaces} has those of the command's keys, and no others. */
        Reply run(Keyspaces keyspaces, Args args);
    }

    /** Runs at one instant on all shards. */
    @FunctionalInterface
    non-sealed interface OnAllShards extends Handler {
        /** Carries the command out for {@code client} on the whole store. */
        Reply run(Keyspaces keyspaces, Client client, Args args);
    }

    /**
     * Runs at one instant on all shards that have the command's keys, and waits as long as none of the keys holds what
     * it needs.
     */
    @FunctionalInterface
    non-sealed interface Blocking extends Handler {
        /** Reads the arguments of one call. */
        Attempt start(Args args);
    }

    /** One call of a blocking command. */
    interface Attempt {
        /** The keys it waits for, in the order it tries them. */
        List<Bytes> keys();

        /** The type that a key must hold for the call to go on. */
        Class<? extends Value> type();

        /** Another key that it writes to when it goes on, or null. */
        @Nullable
        Bytes destination();

        /** How long it waits at most, in milliseconds; 0 for ever. */
        long timeoutMillis();

        /**
         * Tries one of its keys; returns null when that holds nothing. {@code keyspaces} has the key's and the
         * destination's.
         *
         * @throws CommandException WRONGTYPE when a key holds something else
         */
        @Nullable
        Reply on(Keyspaces keyspaces, Bytes key);

        /** What it answers where it must not wait, and no key has anything. */
        Reply nothing();
    }

    /** Goes from shard to shard, each at an instant of its own, as SCAN may. */
    @FunctionalInterface
    non-sealed interface AlongShards extends Handler {
        /** Begins a walk over a store of {@code shardCount} shards. */
        Walk start(Args args, int shardCount);
    }

    /** The walk of one command along shards. */
    interface Walk {
        /** The shard to visit next, from 0 on. */
        int shard();

        /** Visits that shard. Returns the reply, or null to go on to the next {@link #shard()}. */
        @Nullable
        Reply visit(Keyspace keyspace);
    }

    /** Needs no key: runs wherever the client's commands are just now. */
    @FunctionalInterface
    non-sealed interface OnConnection extends Handler {
        /** Carries the command out for {@code client}. */
        Reply run(Client client, Args args);
    }

    /** Carries out its client's transaction. */
    record Exec() implements Handler {}

    /** Has subcommands and does nothing itself. */
    record Container() implements Handler {}
}
