package dev.flashkv.keyspace;

import dev.flashkv.data.Value;
import org.jspecify.annotations.Nullable;

/**
 * How the entries of a keyspace come, change and go: each time the account of what they take is kept, and whoever
 * listens is told.
 */
final class Changes {

    /*
     * Invariants, at rest:
     * - no value is vacant: settle() removes an aggregate that a command has emptied;
     * - what the entries take is accounted for: see Entries.
     *
     * A value that a command changes in place is "open": its sizes before the change were noted, and settling adds
     * the difference. Only one value is open at a time; whatever changes next settles it before.
     */

    private final Entries entries;
    private final Listeners listeners;

    private @Nullable Entry open;
    private @Nullable KeyEvent openEvent;
    private long openHeapBytes;
    private long openPayloadBytes;

    Changes(Entries entries, Listeners listeners) {
        this.entries = entries;
        this.listeners = listeners;
    }

    /** Adds an entry, whose key there must not be yet. Nobody is told more than that the key is modified. */
    void add(Entry entry) {
        settle();
        entries.add(entry);
        listeners.modified(entry);
    }

    /**
     * Opens the entry's value: it may be changed in place until anything else is changed, or {@link #settle}.
     *
     * @param event what the change is called in notifications; null when nobody is to be told
     */
    void open(Entry entry, @Nullable KeyEvent event) {
        settle();
        open = entry;
        openEvent = event;
        openHeapBytes = entry.heapBytes();
        openPayloadBytes = entry.payloadBytes();
    }

    /**
     * Replaces the entry's value, or the one that is open there, and settles that.
     *
     * @param viewed whether there may be views of the old value still to be read
     * @param event what the change is called in notifications; null when nobody is to be told
     * @return whether the value was open
     */
    @SuppressWarnings("ReferenceEquality") // it is about this very entry
    boolean replace(Entry entry, Value value, boolean viewed, @Nullable KeyEvent event) {
        boolean wasOpen = entry == open;
        if (wasOpen) {
            openEvent = event;
        } else {
            open(entry, event);
        }
        entry.setValue(value, viewed);
        settle();
        return wasOpen;
    }

    /** Ends the change of the value that is open, if one is: accounts for it, and removes it if it is vacant now. */
    void settle() {
        Entry entry = open;
        if (entry == null) {
            return;
        }
        open = null;
        entries.resized(entry, openHeapBytes, openPayloadBytes);
        listeners.tell(openEvent, entry);
        if (entry.isVacant()) {
            remove(entry, KeyEvent.DEL);
        } else {
            listeners.modified(entry);
        }
    }

    /** Gives the entry a deadline or another one, in Unix milliseconds. */
    void deadline(Entry entry, long deadlineMillis) {
        settle();
        entries.deadline(entry, deadlineMillis);
        listeners.modified(entry);
        listeners.tell(KeyEvent.EXPIRE, entry);
    }

    /** Takes the entry's deadline away. */
    void clearDeadline(Entry entry) {
        settle();
        entries.clearDeadline(entry);
        listeners.modified(entry);
        listeners.tell(KeyEvent.PERSIST, entry);
    }

    /**
     * Removes an entry because a command wants it to go.
     *
     * @param event what that is called in notifications; null when nobody is to be told
     */
    void remove(Entry entry, @Nullable KeyEvent event) {
        remove(entry, event, false);
    }

    /**
     * Removes an entry though no command wants it to go.
     *
     * @param event why: it has expired, or had to make room
     */
    void removeByStore(Entry entry, KeyEvent event) {
        remove(entry, event, true);
    }

    private void remove(Entry entry, @Nullable KeyEvent event, boolean byStore) {
        settle();
        entries.remove(entry);
        listeners.modified(entry, byStore);
        listeners.tell(event, entry);
    }
}
