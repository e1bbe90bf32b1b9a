package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * All who are to know what happens to the keys of one keyspace: who watches keys or waits for them, who listens to
 * notifications, who keeps what he has read.
 */
final class Listeners {

    /* A key's name is made only for those who want to know: most of the time nobody does. */

    private final KeyEvents events;
    private final KeyReaders readers;
    private @Nullable KeySignals signals;
    private int database;

    /** Those of database 0, with {@code events} and {@code readers} that other databases may have, too. */
    Listeners(KeyEvents events, KeyReaders readers) {
        this.events = events;
        this.readers = readers;
    }

    /** It is the database of that number from now on, in which {@code signals} are wanted; nobody's if that is null. */
    void database(int number, @Nullable KeySignals signals) {
        this.database = number;
        this.signals = signals;
    }

    /** Notes that {@code event} has happened to the entry; nothing if that is null. */
    void tell(@Nullable KeyEvent event, Entry entry) {
        if (event != null && events.wants(event)) {
            events.add(database, event, entry.key());
        }
    }

    /** Notes that {@code event} has happened to {@code key}. */
    void tell(KeyEvent event, Bytes key) {
        if (events.wants(event)) {
            events.add(database, event, key);
        }
    }

    /** A command has added the entry, changed or removed it. */
    void modified(Entry entry) {
        modified(entry, false);
    }

    /** The same; {@code byStore} says that no command did it: the entry has expired, or had to make room. */
    void modified(Entry entry, boolean byStore) {
        if (signals != null) {
            signals.modified(entry.key());
        }
        if (readers.isAnybodyThere()) {
            readers.modified(entry.key(), byStore);
        }
    }

    /** All keys of the keyspace are about to go. */
    void cleared(Keyspace keyspace) {
        if (signals != null) {
            signals.replaced(keyspace, null);
        }
        readers.flushed();
    }
}
