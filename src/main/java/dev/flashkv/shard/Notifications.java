package dev.flashkv.shard;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.ClientTracking;
import dev.flashkv.command.Command;
import dev.flashkv.command.CommandSpec;
import dev.flashkv.command.PubSub;
import dev.flashkv.command.Tracking;
import dev.flashkv.keyspace.Databases;
import dev.flashkv.keyspace.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells at one place, a shard or outside of all, what has happened to keys: to those who listen to it, and to those who
 * keep what they have read. Whoever carries something out there sends when it has ended, before anybody gets its reply:
 * so nobody hears of a change later than he can see it.
 */
final class Notifications {
    private final @Nullable Databases databases;
    private final PubSub pubSub;
    private final Tracking tracking;
    private final Limits limits;
    private final List<Tracking.Own> own = new ArrayList<>(0);

    /** Of what is collected at {@code databases}; null where there are no keys. */
    Notifications(@Nullable Databases databases, StoreContext context) {
        this.databases = databases;
        this.pubSub = context.pubSub();
        this.tracking = context.tracking();
        this.limits = context.limits();
    }

    /** Whether anybody listens to what happens. */
    boolean areOn() {
        return limits.eventClasses() != 0;
    }

    /** Remembers what a command of {@code client} has read that was carried out here, on this shard's keys alone. */
    void remember(Command command, Client client) {
        ClientTracking reader = client.tracking();
        if (reader != null && databases != null && reader.remembers(command.spec())) {
            databases.readers().remember(command.firstKey(), reader);
        }
    }

    /** The same of one that was carried out on the keyspaces in hand. */
    static void remember(Command command, Client client, HoldWalk held) {
        ClientTracking reader = client.tracking();
        CommandSpec spec = command.spec();
        if (reader != null && spec.keys().hasKeys() && reader.remembers(spec)) {
            for (int place : spec.keys().places(command.args())) {
                Bytes key = command.args().get(place);
                held.databasesOf(key).readers().remember(key, reader);
            }
        }
    }

    /**
     * Tells what has happened since the last call, but for what is to be told after the last command of a transaction.
     *
     * @param cause whose command has ended; null when it is nobody's
     */
    void sendOfOne(@Nullable Client cause) {
        if (databases == null) {
            return;
        }
        if (!databases.events().isEmpty()) {
            pubSub.tell(databases.events());
        }
        if (!databases.readers().isEmpty()) {
            tracking.tell(databases.readers(), cause, own);
        }
    }

    /**
     * Tells what has happened since the last call. What {@code cause} itself is to be told waits for {@link #sendOwn}.
     */
    void send(@Nullable Client cause) {
        sendOfOne(cause);
        if (databases != null) {
            Map<Bytes, Boolean> keys = databases.readers().takeBroadcast();
            if (!keys.isEmpty()) {
                tracking.broadcast(keys, cause, own);
            }
        }
    }

    /** Tells the one who has just got a reply what has waited for that. */
    void sendOwn() {
        if (!own.isEmpty()) {
            own.forEach(Tracking.Own::tell);
            own.clear();
        }
    }
}
