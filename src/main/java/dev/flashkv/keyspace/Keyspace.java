package dev.flashkv.keyspace;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.Value;
import dev.flashkv.data.ValueType;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One shard's keys, each by its name; {@link AllKeys} has all of them together. Commands work on a key through verbs
 * (read, update, put, remove, expire …); each verb takes care of everything that goes with it: lazy expiry, the wrong
 * type, access times, statistics, the memory account, notifications.
 *
 * <p>A verb that changes a key by a command's leave wants to know what that is called in notifications; null for a
 * change that nobody is told of. What goes without saying, such as that a key is new, has expired or was emptied, the
 * verbs say by themselves.
 *
 * <p>A keyspace has one owner at a time and no locks. Between {@link #begin} and {@link #settle}, the length of one
 * command, its time stands still.
 */
public final class Keyspace {

    /*
     * A string that another of the same length replaces is overwritten where it lies: a new array would lie far from
     * its entry, and the next lookup would wait for one more line of memory. A command that has read a string may still
     * answer with its bytes, so then it is not; whatever outlives a command has been copied.
     */

    /** {@link #deadlineMillis}: the key does not exist. */
    public static final long NO_KEY = -2;

    /** {@link #deadlineMillis}: the key never expires. */
    public static final long NO_DEADLINE = -1;

    private final Entries entries = new Entries();
    private final Listeners listeners;
    private final Changes changes;
    private final Limits limits;
    private final SplittableRandom random;
    private final UseClock uses;
    private final Operations operations = new Operations();
    private final AllKeys allKeys = new AllKeys(this, entries);

    private long nowMillis;

    /* Whether the running command may have a view of a string: then none is overwritten in place. */
    private boolean viewed;

    /**
     * An empty keyspace by itself.
     *
     * @param limits obeyed by the commands; may be shared with other keyspaces
     * @param seed of the choices this keyspace makes at random, such as RANDOMKEY's
     */
    public Keyspace(Limits limits, long seed) {
        this(limits, seed, new Listeners(new KeyEvents(limits), new KeyReaders(limits.tracking())));
    }

    /** An empty keyspace of which {@code listeners} are told. */
    Keyspace(Limits limits, long seed, Listeners listeners) {
        this.listeners = listeners;
        this.changes = new Changes(entries, listeners);
        this.limits = limits;
        this.random = new SplittableRandom(seed);
        this.uses = new UseClock(limits, random);
    }

    /** Who is told of its keys. */
    Listeners listeners() {
        return listeners;
    }

    /** All its keys together: to count them, to look at each, to remove those that have expired. */
    public AllKeys allKeys() {
        return allKeys;
    }

    /** The same for those who look at entries, not at keys. */
    Entries entries() {
        return entries;
    }

    /** The limits that commands obey. */
    public Limits limits() {
        return limits;
    }

    /** Begins a command: time stands still at {@code nowMillis} until the next begins. */
    public void begin(long nowMillis) {
        begin(nowMillis, true);
    }

    /** The same; nothing that the command does counts as a use of a key unless {@code touching}. */
    public void begin(long nowMillis, boolean touching) {
        this.nowMillis = nowMillis;
        entries.commandBegins();
        uses.commandBegins(touching);
        viewed = false;
    }

    /** A number from 0 to {@code bound}, exclusive, each as likely as any other: for all choices made at random. */
    public long randomBelow(long bound) {
        return random.nextLong(bound);
    }

    /** The time of the running command in Unix milliseconds. */
    public long nowMillis() {
        return nowMillis;
    }

    /**
     * Ends a command: accounts for the value it has open, and removes that if it has become vacant. Within a command,
     * ends a change that is to be told before one in another keyspace.
     */
    public void settle() {
        changes.settle();
    }

    // ---- reading ----

    /**
     * The value of {@code key} for reading only, or null when there is none. Counts as a use of the key.
     *
     * @throws CommandException WRONGTYPE when the value is not a {@code type}
     */
    public <T extends Value> @Nullable T read(Bytes key, Class<T> type) {
        Entry entry = lookupToRead(key);
        if (entry == null) {
            return null;
        }
        uses.used(entry, nowMillis);
        return cast(valueOf(entry), type);
    }

    /**
     * The bytes of the string at {@code key}, a view where possible; null when there is none. Counts as a use of the
     * key. The same as {@link #read}, but makes no value.
     *
     * @throws CommandException WRONGTYPE when the value is not a string
     */
    public @Nullable Bytes readString(Bytes key) {
        Entry entry = lookupToRead(key);
        if (entry == null) {
            return null;
        }
        uses.used(entry, nowMillis);
        viewed = true;
        Bytes string = entry.string();
        if (string == null) {
            throw new CommandException(Errors.WRONG_TYPE);
        }
        return string;
    }

    /** Whether {@code key} exists. Counts as a use of the key. */
    public boolean touch(Bytes key) {
        Entry entry = lookupToRead(key);
        if (entry == null) {
            return false;
        }
        uses.used(entry, nowMillis);
        return true;
    }

    /** Whether {@code key} exists. Does not count as a use of the key. */
    public boolean exists(Bytes key) {
        return lookupToRead(key) != null;
    }

    /** The type of the value of {@code key}, or null when there is none. Does not count as a use of the key. */
    public @Nullable ValueType typeOf(Bytes key) {
        Entry entry = lookupToRead(key);
        return entry == null ? null : entry.type();
    }

    /**
     * When {@code key} expires, in Unix milliseconds; {@link #NO_DEADLINE} or {@link #NO_KEY} otherwise. Does not count
     * as a use of the key.
     */
    public long readDeadlineMillis(Bytes key) {
        Entry entry = lookupToRead(key);
        return entry == null ? NO_KEY : entries.deadlineMillis(entry);
    }

    /** When {@code key} was created, in seconds since the Unix epoch; {@link #NO_KEY} when it does not exist. */
    public long createdSeconds(Bytes key) {
        Entry entry = lookup(key);
        return entry == null ? NO_KEY : entry.createdSeconds();
    }

    /**
     * The value of {@code key}, only to be looked at, or null when there is none. Does not count as a use of the key.
     */
    public @Nullable Value peek(Bytes key) {
        Entry entry = lookupToInspect(key);
        return entry == null ? null : valueOf(entry);
    }

    /**
     * How long ago {@code key} was last used, in milliseconds modulo 49.7 days, or 45.5 while uses are counted; {@link
     * #NO_KEY} when it does not exist. Does not count as a use of the key.
     */
    public long idleMillis(Bytes key) {
        Entry entry = lookupToInspect(key);
        return entry == null ? NO_KEY : uses.idleMillis(entry, nowMillis);
    }

    /**
     * How often {@code key} is used, as a logarithm from 0 to 255, if the eviction policy counts uses; {@link #NO_KEY}
     * when the key does not exist. Does not count as a use of the key.
     */
    public int frequency(Bytes key) {
        Entry entry = lookupToInspect(key);
        return entry == null ? (int) NO_KEY : uses.frequency(entry, nowMillis);
    }

    // ---- writing ----

    /**
     * The value of {@code key} for a command that may go on to change it, or null when there is none. To change it in
     * place, call {@link #change} first. Counts as a use of the key, together with what is stored then, but not as a
     * read.
     *
     * @throws CommandException WRONGTYPE when the value is not a {@code type}
     */
    public <T extends Value> @Nullable T find(Bytes key, Class<T> type) {
        Entry entry = lookup(key);
        if (entry == null) {
            return null;
        }
        uses.found(entry, nowMillis);
        return cast(valueOf(entry), type);
    }

    /**
     * Begins a change of {@code value}, which {@link #find} has just returned. It may be changed in place until the
     * next verb is called or the command ends; emptied, it goes with its key.
     *
     * @param event what the change is called in notifications
     * @return {@code value}
     */
    public <T extends Value> T change(T value, KeyEvent event) {
        Entry entry = entries.last();
        if (entry == null || !entry.mayHold(value)) {
            throw new IllegalStateException("not the value found last");
        }
        open(entry, event);
        return value;
    }

    /**
     * Like {@link #change(Value, KeyEvent)}, of the value that {@link #find} has returned for {@code key} since the
     * command began: whatever has been looked for meanwhile, it has not been replaced.
     *
     * @param event what the change is called in notifications
     * @return {@code value}
     */
    public <T extends Value> T change(Bytes key, T value, KeyEvent event) {
        Entry entry = lookup(key);
        if (entry == null || !entry.mayHold(value)) {
            throw new IllegalStateException("not the value found for this key");
        }
        open(entry, event);
        return value;
    }

    /** When {@code key} expires, as {@link #readDeadlineMillis} has it, but without counting as a read. */
    public long deadlineMillis(Bytes key) {
        Entry entry = lookup(key);
        return entry == null ? NO_KEY : entries.deadlineMillis(entry);
    }

    /**
     * The value of {@code key} to be changed in place, or null when there is none. It may be changed until the next
     * verb is called or the command ends; emptied, it goes with its key.
     *
     * @param event what the change is called in notifications
     * @throws CommandException WRONGTYPE when the value is not a {@code type}
     */
    public <T extends Value> @Nullable T update(Bytes key, Class<T> type, KeyEvent event) {
        T value = find(key, type);
        return value == null ? null : change(value, event);
    }

    /**
     * Like {@link #update}, but stores the value that {@code ifAbsent} makes when there is none.
     *
     * @param event what the change is called in notifications; those of a new key are told that it is new before
     * @throws CommandException WRONGTYPE when the value is not a {@code type}
     */
    public <T extends Value> T updateOrCreate(Bytes key, Class<T> type, Supplier<T> ifAbsent, KeyEvent event) {
        T value = update(key, type, event);
        if (value == null) {
            value = ifAbsent.get();
            Entry entry = add(key, value);
            listeners.tell(KeyEvent.NEW, entry);
            open(entry, event);
        }
        return value;
    }

    /**
     * Stores {@code value} whatever the key held before, with no deadline. Says whether the key is new.
     *
     * @param event what that is called in notifications; null when nobody is to be told
     */
    public boolean put(Bytes key, Value value, @Nullable KeyEvent event) {
        Entry entry = lookup(key);
        if (entry != null) {
            entries.clearDeadline(entry);
        }
        return store(key, entry, value, event);
    }

    /**
     * Stores {@code value} whatever the key held before, to expire at {@code deadlineMillis}, or never if that is
     * {@link #NO_DEADLINE}. Says whether the key is new. If the deadline has passed already, the key is as good as
     * gone.
     *
     * @param event what that is called in notifications; null when nobody is to be told
     */
    public boolean put(Bytes key, Value value, long deadlineMillis, @Nullable KeyEvent event) {
        boolean isNew = put(key, value, event);
        Entry entry = entries.last();
        if (deadlineMillis != NO_DEADLINE && entry != null) {
            entries.deadline(entry, deadlineMillis);
        }
        return isNew;
    }

    /** The same, but notifications tell of the deadline, too, if there is one: two things have happened to the key. */
    public boolean putAndExpire(Bytes key, Value value, long deadlineMillis, KeyEvent event) {
        boolean isNew = put(key, value, deadlineMillis, event);
        if (deadlineMillis != NO_DEADLINE) {
            listeners.tell(KeyEvent.EXPIRE, key);
        }
        return isNew;
    }

    /**
     * Stores {@code value} whatever the key held before, or what {@link #update}'s value has become; the key's deadline
     * stays. Says whether the key is new.
     *
     * @param event what that is called in notifications; null when nobody is to be told
     */
    public boolean putKeepingDeadline(Bytes key, Value value, @Nullable KeyEvent event) {
        return store(key, lookup(key), value, event);
    }

    private boolean store(Bytes key, @Nullable Entry entry, Value value, @Nullable KeyEvent event) {
        if (entry == null) {
            operations.sets++;
            Entry made = add(key, value);
            if (event != null) {
                listeners.tell(KeyEvent.NEW, made);
                listeners.tell(event, made);
            }
            return true;
        }
        uses.stored(entry, nowMillis);
        if (!changes.replace(entry, value, viewed, event)) {
            operations.sets++;
        }
        return false;
    }

    /** Removes {@code key} because a command asked for it. Says whether it was there. */
    public boolean remove(Bytes key) {
        operations.deletes++;
        Entry entry = lookup(key);
        if (entry == null) {
            return false;
        }
        changes.remove(entry, KeyEvent.DEL);
        return true;
    }

    /** Removes {@code key} and returns its value, to make way for another; null when there is none. Nobody is told. */
    public @Nullable Value take(Bytes key) {
        Entry entry = lookup(key);
        if (entry == null) {
            return null;
        }
        changes.remove(entry, null);
        return entry.value();
    }

    /**
     * Moves the value of {@code from} to {@code to}, another key of this keyspace or a key of {@code target}, whatever
     * that held before. Its deadline goes with it, and how it has been used. Says whether {@code from} was there.
     *
     * @param gone what has happened to {@code from} then
     * @param come what has happened to {@code to}, a new key in any case
     */
    public boolean move(Bytes from, Keyspace target, Bytes to, KeyEvent gone, KeyEvent come) {
        Entry entry = lookup(from);
        if (entry == null) {
            return false;
        }
        long deadlineMillis = entries.deadlineMillis(entry);
        changes.remove(entry, null);
        target.put(to, entry.value(), deadlineMillis, null);
        Entry moved = target.entries.last();
        if (moved != null) {
            moved.access = entry.access;
        }
        target.listeners.tell(KeyEvent.NEW, to);
        listeners.tell(gone, from);
        target.listeners.tell(come, to);
        return true;
    }

    /**
     * Makes {@code key}, which must be there, look as if it had been used so long ago, up to 24 days, or so often, from
     * 0 to 255: whichever of the two the eviction policy goes by. A negative one changes nothing.
     */
    public void restoreUse(Bytes key, long idleMillis, int frequency) {
        Entry entry = lookup(key);
        if (entry != null) {
            uses.restore(entry, idleMillis, frequency, nowMillis);
        }
    }

    /** Sets when {@code key} expires; a deadline that has come removes it at once. Says whether the key was there. */
    public boolean expireAt(Bytes key, long deadlineMillis) {
        Entry entry = lookup(key);
        if (entry == null) {
            return false;
        }
        if (deadlineMillis <= nowMillis) {
            changes.remove(entry, KeyEvent.DEL);
        } else {
            changes.deadline(entry, deadlineMillis);
        }
        return true;
    }

    /** Takes the deadline of {@code key} away. Says whether it had one. */
    public boolean persist(Bytes key) {
        Entry entry = lookup(key);
        if (entry == null || !entry.hasDeadline()) {
            return false;
        }
        changes.clearDeadline(entry);
        return true;
    }

    /** Removes all keys. O(1) beside the garbage collection it causes. */
    public void clear() {
        settle();
        listeners.cleared(this);
        entries.clear();
    }

    // ---- signals ----

    /** Removes {@code key} if it is past its deadline. Does not count as a use of the key. */
    public void expireIfDue(Bytes key) {
        lookup(key);
    }

    /**
     * The value of {@code key}, only to be looked at, or null when there is none. Counts neither as a use nor as a
     * read.
     */
    public @Nullable Value look(Bytes key) {
        Entry entry = lookup(key);
        return entry == null ? null : valueOf(entry);
    }

    /** Whether {@code key} is there, past its deadline or not. What the running command has looked up last stays so. */
    boolean holds(Bytes key) {
        return entries.contains(key);
    }

    /** Whether {@code key} is there and not past its deadline. Removes nothing. */
    boolean holdsLive(Bytes key) {
        Entry entry = entries.get(key);
        return entry != null && !isPastDeadline(entry);
    }

    // ---- making room ----

    /** When, or how often, its entries are used: what goes by that. */
    UseClock uses() {
        return uses;
    }

    /** Removes an entry of this keyspace to make room and returns the bytes freed. */
    long evict(Entry entry) {
        changes.settle();
        long before = entries.heapBytes();
        changes.removeByStore(entry, KeyEvent.EVICTED);
        operations.evicted++;
        return before - entries.heapBytes();
    }

    // ---- figures ----

    /** What happened here so far. O(1). */
    public Statistics statistics() {
        return operations.statistics(entries.size(), entries.sizeWithDeadline());
    }

    /**
     * The estimated heap that {@code key} takes with its value and its part of the indexes, in bytes; {@link #NO_KEY}
     * when it does not exist. Counts neither as a use of the key nor as a read. O(1).
     */
    public long heapBytesOf(Bytes key) {
        Entry entry = lookup(key);
        return entry == null ? NO_KEY : entries.heapBytesOf(entry);
    }

    /** Starts all counters anew. */
    public void resetStatistics() {
        operations.reset();
    }

    // ---- the one place for each concern ----

    private Value valueOf(Entry entry) {
        viewed = true;
        return entry.value();
    }

    private @Nullable Entry lookup(Bytes key) {
        Entry entry = entries.get(key);
        return entry == null || expireIfDue(entry) ? null : entry;
    }

    private @Nullable Entry lookupToRead(Bytes key) {
        Entry entry = lookupToInspect(key);
        if (entry == null) {
            listeners.tell(KeyEvent.KEYMISS, key);
        }
        return entry;
    }

    /** The same for those who ask about the key rather than for it: notifications do not tell of a miss. */
    private @Nullable Entry lookupToInspect(Bytes key) {
        Entry entry = lookup(key);
        operations.gets++;
        if (entry != null) {
            operations.hits++;
        }
        return entry;
    }

    /** Whether the entry's deadline has passed. */
    boolean isPastDeadline(Entry entry) {
        return entries.isPastDeadline(entry, nowMillis);
    }

    /** Removes an entry of this keyspace if it is past its deadline, and says whether it was. */
    boolean expireIfDue(Entry entry) {
        if (!isPastDeadline(entry)) {
            return false;
        }
        changes.removeByStore(entry, KeyEvent.EXPIRED);
        operations.expired++;
        return true;
    }

    private void open(Entry entry, KeyEvent event) {
        operations.sets++;
        changes.open(entry, event);
    }

    private Entry add(Bytes key, Value value) {
        Entry entry = new Entry(key, value, nowMillis);
        uses.created(entry, nowMillis);
        changes.add(entry);
        return entry;
    }

    private static <T extends Value> T cast(Value value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new CommandException(Errors.WRONG_TYPE);
        }
        return type.cast(value);
    }
}
