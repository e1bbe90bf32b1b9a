package dev.flashkv.shard;

import dev.flashkv.command.Client;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clients that wait at a blocking command, over all shards, so that closing need not wait for them. Thread-safe.
 */
public final class Blocked {

    /*
     * enter: enters the client, then looks whether that is still allowed. disconnectAll: forbids it, then looks who is
     * there. However the two interleave, nobody is overlooked.
     */

    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Blocked() {}

    /** A client waits from now on. */
    void enter(Client client) {
        clients.add(client);
        if (closed) {
            client.disconnect();
        }
    }

    /** A client waits no longer. */
    @SuppressWarnings("CollectionUndefinedEquality") // a client equals itself and no other
    void leave(Client client) {
        clients.remove(client);
    }

    /** How many wait. */
    public int count() {
        return clients.size();
    }

    /** Ends the connections of all who wait, and of all who are going to. */
    public void disconnectAll() {
        closed = true;
        clients.forEach(Client::disconnect);
    }
}
