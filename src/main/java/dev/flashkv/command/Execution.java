package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries single commands out: freezes the time, guards against whatever a handler throws, settles the keyspaces. The
 * caller holds the keyspaces involved and nothing else happens to them meanwhile.
 */
public final class Execution {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private Execution() {}

    /** Carries out a command of {@code client} on its one keyspace, at {@code nowMillis}. Never throws. */
    public static Reply onShard(
            Command command, Handler.OnShard handler, Keyspace keyspace, Client client, long nowMillis) {
        keyspace.begin(nowMillis, isTouching(command, client));
        Args args = rewound(command);
        try {
            return handler.run(keyspace, args);
        } catch (CommandException expected) {
            return expected.reply();
        } catch (RuntimeException | Error unexpected) {
            return internalError(command, unexpected);
        } finally {
            keyspace.settle();
        }
    }

    /** Carries out a command over several keyspaces, at one instant. Never throws. */
    public static Reply acrossShards(
            Command command, Handler.AcrossShards handler, Keyspaces keyspaces, Client client, long nowMillis) {
        Args args = rewound(command);
        return onDatabases(command, keyspaces, client, nowMillis, () -> handler.run(keyspaces, args));
    }

    /** Carries out a command over all keyspaces, at one instant. Never throws. */
    public static Reply onAllShards(
            Command command, Handler.OnAllShards handler, Keyspaces keyspaces, Client client, long nowMillis) {
        Args args = rewound(command);
        return onDatabases(command, keyspaces, client, nowMillis, () -> handler.run(keyspaces, client, args));
    }

    /** Carries out a command that concerns only its client. Never throws. */
    public static Reply onConnection(Command command, Handler.OnConnection handler, Client client) {
        Args args = rewound(command);
        return guarded(command, () -> handler.run(client, args));
    }

    /** Reads the arguments of a blocking call: {@code attempts} receives it, or the error is returned. Never throws. */
    public static @Nullable Reply startAttempt(
            Command command, Handler.Blocking handler, Consumer<Handler.Attempt> attempts) {
        Args args = rewound(command);
        return guardedOrNull(command, () -> {
            attempts.accept(handler.start(args));
            return null;
        });
    }

    /**
     * Lets a blocking call try {@code keys}, some of its own, one after the other; returns null when none holds
     * anything. {@code keyspaces} has those keys' and the destination's. Never throws.
     */
    public static @Nullable Reply attempt(
            Command command, Handler.Attempt attempt, List<Bytes> keys, Keyspaces keyspaces, long nowMillis) {
        List<Databases> databases = keyspaces.databases();
        boolean touching = isTouching(command, keyspaces.client());
        databases.forEach(each -> each.begin(nowMillis, touching));
        Reply reply = guardedOrNull(command, () -> {
            for (Bytes key : keys) {
                Reply made = attempt.on(keyspaces, key);
                if (made != null) {
                    return made;
                }
            }
            return null;
        });
        databases.forEach(Databases::settle);
        return reply;
    }

    /**
     * Begins a walk over {@code shardCount} shards: {@code walks} receives it, or the error is returned. Never throws.
     */
    public static @Nullable Reply startWalk(
            Command command, Handler.AlongShards handler, int shardCount, Consumer<Handler.Walk> walks) {
        Args args = rewound(command);
        return guardedOrNull(command, () -> {
            walks.accept(handler.start(args, shardCount));
            return null;
        });
    }

    /** Makes one step of a walk: returns the reply, or null when the walk goes on. Never throws. */
    public static @Nullable Reply visit(Command command, Handler.Walk walk, Keyspace keyspace, long nowMillis) {
        keyspace.begin(nowMillis);
        Reply reply = guardedOrNull(command, () -> walk.visit(keyspace));
        keyspace.settle();
        return reply;
    }

    /**
     * Makes a whole walk over {@code shardCount} shards, whose keyspaces are all in hand, at one instant. Never throws.
     */
    public static Reply walk(
            Command command,
            Handler.AlongShards handler,
            int shardCount,
            IntFunction<Keyspace> keyspaces,
            long nowMillis) {
        Args args = rewound(command);
        return guarded(command, () -> {
            Handler.Walk walk = handler.start(args, shardCount);
            Reply reply = null;
            while (reply == null) {
                Keyspace keyspace = keyspaces.apply(walk.shard());
                keyspace.begin(nowMillis);
                reply = walk.visit(keyspace);
                keyspace.settle();
            }
            return reply;
        });
    }

    /** Logs what must not happen and says what the client is answered. */
    public static Reply internalError(Command command, Throwable cause) {
        FatalErrors.check(cause);
        LOG.error(
                "Command '{}' failed and was answered with an internal error",
                command.spec().name(),
                cause);
        return Errors.INTERNAL;
    }

    /** Whether what the command does counts as a use of its keys. Whoever asks for it by TOUCH gets it in any case. */
    private static boolean isTouching(Command command, Client client) {
        return client.isTouching() || command.spec().name().equals("touch");
    }

    private static Reply onDatabases(
            Command command, Keyspaces keyspaces, Client client, long nowMillis, Supplier<Reply> run) {
        List<Databases> databases = keyspaces.databases();
        boolean touching = isTouching(command, client);
        for (Databases each : databases) {
            each.begin(nowMillis, touching);
        }
        Reply reply = guarded(command, run);
        for (Databases each : databases) {
            each.settle();
        }
        return reply;
    }

    private static Reply guarded(Command command, Supplier<Reply> run) {
        try {
            return run.get();
        } catch (CommandException expected) {
            return expected.reply();
        } catch (RuntimeException | Error unexpected) {
            return internalError(command, unexpected);
        }
    }

    private static @Nullable Reply guardedOrNull(Command command, Supplier<@Nullable Reply> run) {
        try {
            return run.get();
        } catch (CommandException expected) {
            return expected.reply();
        } catch (RuntimeException | Error unexpected) {
            return internalError(command, unexpected);
        }
    }

    private static Args rewound(Command command) {
        command.args().rewind(command.spec().words());
        return command.args();
    }
}
