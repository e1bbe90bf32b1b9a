package dev.flashkv.shard;

import dev.flashkv.command.PubSub;
import dev.flashkv.keyspace.KeyEvents;
import dev.flashkv.keyspace.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Tells at one place, a shard or outside of all, what has happened to keys. Whoever carries something out there sends when
 * it has ended, before anybody gets its reply: so nobody hears of a change later than he can see it.
 */
final class Notifications {
    private final @Nullable KeyEvents events;
    private final PubSub pubSub;
    private final Limits limits;

    /** Of what is collected in {@code events}; null where there are no keys. */
    Notifications(@Nullable KeyEvents events, StoreContext context) {
        this.events = events;
        this.pubSub = context.pubSub();
        this.limits = context.limits();
    }

    /** Whether anything is collected at all. */
    boolean areOn() {
        return limits.eventClasses() != 0;
    }

    /** Tells what has happened since the last call. */
    void send() {
        if (events != null && !events.isEmpty()) {
            pubSub.tell(events);
        }
    }
}
