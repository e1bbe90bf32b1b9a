package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * What has happened to keys of one shard and has not been told yet: collected while a command runs, told when it has
 * ended, before its reply. It belongs to whoever has the shard's keyspaces in hand.
 */
public final class KeyEvents {

    /*
     * A command over several shards tells what it did in the order in which it did it. So for its length, the shards
     * that are lent to it collect at the one that carries it out.
     */

    /** Receives what has happened, one after the other. */
    @FunctionalInterface
    public interface Listener {
        /**
         * {@code event} has happened to {@code key} of that database. The key may be a view: it is good for the call.
         */
        void happened(int database, KeyEvent event, Bytes key);
    }

    private record Happening(int database, KeyEvent event, Bytes key) {}

    private final Limits limits;
    private final List<Happening> happenings = new ArrayList<>(0);
    private KeyEvents place = this;

    /** Nothing has happened yet. {@code limits} say which classes of events are collected. */
    KeyEvents(Limits limits) {
        this.limits = limits;
    }

    /** Whether anybody is to be told of {@code event}: asked before everything else, at the cost of one field. */
    boolean wants(KeyEvent event) {
        return event.isAmong(limits.eventClasses());
    }

    /** Notes what has happened. The key must stay as it is until it is told. */
    void add(int database, KeyEvent event, Bytes key) {
        place.happenings.add(new Happening(database, event, key));
    }

    /** What happens from now on is collected at {@code other}, until {@link #collectHere}. */
    void collectAt(KeyEvents other) {
        place = other;
    }

    /** What happens from now on is collected here. */
    void collectHere() {
        place = this;
    }

    /** Whether there is nothing to be told. */
    public boolean isEmpty() {
        return happenings.isEmpty();
    }

    /** Whether messages are wanted on the channels that are named after keys. */
    public boolean isByKey() {
        return KeyEvent.isByKey(limits.eventClasses());
    }

    /** Whether messages are wanted on the channels that are named after events. */
    public boolean isByEvent() {
        return KeyEvent.isByEvent(limits.eventClasses());
    }

    /** Tells {@code listener} what has happened, in order, and forgets it. */
    public void tell(Listener listener) {
        happenings.forEach(each -> listener.happened(each.database, each.event, each.key));
        happenings.clear();
    }

    /** Forgets what has happened: nobody listens. */
    public void forget() {
        happenings.clear();
    }
}
