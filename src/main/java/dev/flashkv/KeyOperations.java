package dev.flashkv;

import static dev.flashkv.CommandWords.COUNT;
import static dev.flashkv.CommandWords.DBSIZE;
import static dev.flashkv.CommandWords.DEL;
import static dev.flashkv.CommandWords.EXISTS;
import static dev.flashkv.CommandWords.KEYS;
import static dev.flashkv.CommandWords.MATCH;
import static dev.flashkv.CommandWords.PERSIST;
import static dev.flashkv.CommandWords.PEXPIRE;
import static dev.flashkv.CommandWords.PTTL;
import static dev.flashkv.CommandWords.SCAN;
import static dev.flashkv.CommandWords.TTL;
import static dev.flashkv.CommandWords.TYPE;
import static dev.flashkv.CommandWords.bytes;
import static dev.flashkv.CommandWords.command;
import static dev.flashkv.CommandWords.millis;
import static dev.flashkv.ReplyReading.listOf;
import static dev.flashkv.ReplyReading.page;
import static dev.flashkv.ReplyReading.read;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The operations on keys, whatever their values are, in two flavours: {@link String} for text, which is stored in
 * UTF-8, and {@link Bytes} for any bytes.
 *
 * <pre>{@code
 * store.expire("session:9", Duration.ofMinutes(5)); // true: the key was there
 * store.ttl("session:9");                           // OptionalLong[300], in seconds
 * store.keys("session:*");                          // [session:9]
 * store.delete("session:9", "session:10");          // 1
 * }</pre>
 *
 * <p>A glob pattern may have {@code *}, {@code ?}, {@code [abc]}, {@code [a-z]}, {@code [^a]}, and {@code \} before a
 * character that is to stand for itself. Nothing may be null. An error of Redis fails the stage with {@link
 * dev.flashkv.reply.CommandException}.
 */
public interface KeyOperations extends CommandExecutor {

    /**
     * Deletes keys, all at one instant.
     *
     * @param keys any number
     * @return how many of them there were
     */
    default CompletionStage<Long> delete(String... keys) {
        return delete(bytes(keys));
    }

    /** Like {@link #delete(String...)}. */
    default CompletionStage<Long> delete(Bytes... keys) {
        return keys.length == 0
                ? CompletableFuture.completedFuture(0L)
                : read(execute(command(DEL, keys)), ReplyReading::integer);
    }

    /** Whether the key exists. */
    default CompletionStage<Boolean> exists(String key) {
        return exists(Bytes.of(key));
    }

    /** Like {@link #exists(String)}. */
    default CompletionStage<Boolean> exists(Bytes key) {
        return read(execute(EXISTS, key), ReplyReading::flag);
    }

    /**
     * Lets the key expire.
     *
     * @param ttl how long it is to live from now on, in milliseconds; a fraction counts as one more. Zero or less
     *     removes it at once; more than 292 million years fails with "invalid expire time".
     * @return whether the key exists
     */
    default CompletionStage<Boolean> expire(String key, Duration ttl) {
        return expire(Bytes.of(key), ttl);
    }

    /** Like {@link #expire(String, Duration)}. */
    default CompletionStage<Boolean> expire(Bytes key, Duration ttl) {
        return read(execute(PEXPIRE, key, millis(ttl)), ReplyReading::flag);
    }

    /**
     * Lets the key stay for good.
     *
     * @return whether it exists and would have expired
     */
    default CompletionStage<Boolean> persist(String key) {
        return persist(Bytes.of(key));
    }

    /** Like {@link #persist(String)}. */
    default CompletionStage<Boolean> persist(Bytes key) {
        return read(execute(PERSIST, key), ReplyReading::flag);
    }

    /**
     * How long the key has still to live, in seconds, rounded to the nearest; -1 when it never expires; empty when
     * there is no such key.
     */
    default CompletionStage<OptionalLong> ttl(String key) {
        return ttl(Bytes.of(key));
    }

    /** Like {@link #ttl(String)}. */
    default CompletionStage<OptionalLong> ttl(Bytes key) {
        return read(execute(TTL, key), ReplyReading::remaining);
    }

    /**
     * How long the key has still to live, in milliseconds, as {@link Duration#ofMillis} takes them; -1 when it never
     * expires; empty when there is no such key.
     */
    default CompletionStage<OptionalLong> ttlMillis(String key) {
        return ttlMillis(Bytes.of(key));
    }

    /** Like {@link #ttlMillis(String)}. */
    default CompletionStage<OptionalLong> ttlMillis(Bytes key) {
        return read(execute(PTTL, key), ReplyReading::remaining);
    }

    /** The type of the key's value: "string" or "list"; "none" when there is no such key. */
    default CompletionStage<String> keyType(String key) {
        return keyType(Bytes.of(key));
    }

    /** Like {@link #keyType(String)}. */
    default CompletionStage<String> keyType(Bytes key) {
        return read(execute(TYPE, key), ReplyReading::status);
    }

    /**
     * All keys that match, at one instant and in no order. O(all keys), and everybody else waits meanwhile: {@link
     * #scan} is the one for a large store.
     *
     * @param glob see above
     */
    default CompletionStage<List<String>> keys(String glob) {
        return read(execute(KEYS, Bytes.of(glob)), listOf(ReplyReading::text));
    }

    /** Like {@link #keys(String)}, for bytes. */
    default CompletionStage<List<Bytes>> keys(Bytes glob) {
        return read(execute(KEYS, glob), listOf(ReplyReading::bytes));
    }

    /**
     * A step of a scan over all keys. A scan from cursor 0 until the cursor is 0 again meets every key at least once
     * that is there throughout, whatever else comes and goes meanwhile; some it may meet more than once. O(count).
     *
     * <pre>{@code
     * CompletionStage<Long> count(FlashKv store, long cursor, long sum) {
     *     return store.scan(cursor, "user:*", 100).thenCompose(page -> {
     *         long total = sum + page.keys().size();
     *         return page.isLast() ? CompletableFuture.completedFuture(total) : count(store, page.cursor(), total);
     *     });
     * }
     * }</pre>
     *
     * @param cursor 0 to begin, then that of the page before
     * @param glob see above
     * @param count how many keys to look at, matching or not; fails with "syntax error" if not positive
     */
    default CompletionStage<ScanPage<String>> scan(long cursor, String glob, int count) {
        return read(step(cursor, Bytes.of(glob), count), page(ReplyReading::text));
    }

    /** Like {@link #scan(long, String, int)}, for bytes. */
    default CompletionStage<ScanPage<Bytes>> scan(long cursor, Bytes glob, int count) {
        return read(step(cursor, glob, count), page(ReplyReading::bytes));
    }

    private CompletionStage<Reply> step(long cursor, Bytes glob, int count) {
        return execute(SCAN, Bytes.of(Long.toUnsignedString(cursor)), MATCH, glob, COUNT, Bytes.of(count));
    }

    /** How many keys there are, those included that have expired and not yet been removed. O(1) for each shard. */
    default CompletionStage<Long> dbSize() {
        return read(execute(DBSIZE), ReplyReading::integer);
    }
}
