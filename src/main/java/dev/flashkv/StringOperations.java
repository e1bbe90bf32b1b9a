package dev.flashkv;

import static dev.flashkv.CommandWords.APPEND;
import static dev.flashkv.CommandWords.DECR;
import static dev.flashkv.CommandWords.DECRBY;
import static dev.flashkv.CommandWords.GET;
import static dev.flashkv.CommandWords.GETEX;
import static dev.flashkv.CommandWords.GETRANGE;
import static dev.flashkv.CommandWords.INCR;
import static dev.flashkv.CommandWords.INCRBY;
import static dev.flashkv.CommandWords.MGET;
import static dev.flashkv.CommandWords.MSET;
import static dev.flashkv.CommandWords.PX;
import static dev.flashkv.CommandWords.SETRANGE;
import static dev.flashkv.CommandWords.STRLEN;
import static dev.flashkv.CommandWords.bytes;
import static dev.flashkv.CommandWords.command;
import static dev.flashkv.CommandWords.millis;
import static dev.flashkv.ReplyReading.listOf;
import static dev.flashkv.ReplyReading.read;

import akka.Done;
import dev.flashkv.bytes.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The operations on strings, in two flavours: {@link String} for text, which is stored in UTF-8, and {@link Bytes} for
 * any bytes. Both see the same keys. What is no UTF-8 reads as text with U+FFFD in it.
 *
 * <pre>{@code
 * store.set("user:1", "Ada");                                    // true: the key is new
 * store.get("user:1");                                           // Optional[Ada]
 * store.setWithTtl("session:9", "token", Duration.ofMinutes(30));
 * store.incrBy("visits", 10);                                    // 10
 * }</pre>
 *
 * <p>Nothing may be null. An error of Redis fails the stage with {@link dev.flashkv.reply.CommandException}: {@code
 * WRONGTYPE} when the key holds no string, {@code OOM} when the memory limit is reached, and those named below.
 */
public interface StringOperations extends CommandExecutor {

    /** The string at {@code key}; empty when there is none. */
    default CompletionStage<Optional<String>> get(String key) {
        return read(execute(GET, Bytes.of(key)), ReplyReading::optionalText);
    }

    /** Like {@link #get(String)}, for bytes. */
    default CompletionStage<Optional<Bytes>> get(Bytes key) {
        return read(execute(GET, key), ReplyReading::optionalBytes);
    }

    /**
     * Stores a string, whatever the key held before. It does not expire, even if it would have before.
     *
     * @return whether the key is new
     */
    default CompletionStage<Boolean> set(String key, String value) {
        return set(Bytes.of(key), Bytes.of(value));
    }

    /** Like {@link #set(String, String)}, for bytes. Both are copied. */
    CompletionStage<Boolean> set(Bytes key, Bytes value);

    /**
     * Stores a string, whatever the key held before, and lets it expire.
     *
     * @param ttl how long it is to live, in milliseconds; a fraction counts as one more. Zero or less, or more than 292
     *     million years, fails with "invalid expire time".
     * @return whether the key is new
     */
    default CompletionStage<Boolean> setWithTtl(String key, String value, Duration ttl) {
        return setWithTtl(Bytes.of(key), Bytes.of(value), ttl);
    }

    /** Like {@link #setWithTtl(String, String, Duration)}, for bytes. Both are copied. */
    CompletionStage<Boolean> setWithTtl(Bytes key, Bytes value, Duration ttl);

    /** The string at {@code key}; empty when there is none. Its time to live stays as it is. */
    default CompletionStage<Optional<String>> getEx(String key) {
        return read(execute(GETEX, Bytes.of(key)), ReplyReading::optionalText);
    }

    /** Like {@link #getEx(String)}, for bytes. */
    default CompletionStage<Optional<Bytes>> getEx(Bytes key) {
        return read(execute(GETEX, key), ReplyReading::optionalBytes);
    }

    /**
     * The string at {@code key}, which is to live for {@code ttl} from now on; both at the same instant. Empty when
     * there is none.
     *
     * @param ttl as for {@link #setWithTtl(String, String, Duration)}
     */
    default CompletionStage<Optional<String>> getEx(String key, Duration ttl) {
        return read(execute(GETEX, Bytes.of(key), PX, millis(ttl)), ReplyReading::optionalText);
    }

    /** Like {@link #getEx(String, Duration)}, for bytes. */
    default CompletionStage<Optional<Bytes>> getEx(Bytes key, Duration ttl) {
        return read(execute(GETEX, key, PX, millis(ttl)), ReplyReading::optionalBytes);
    }

    /** Like {@link #getEx(String, Duration)} if there is a {@code ttl}, else like {@link #getEx(String)}. */
    default CompletionStage<Optional<String>> getEx(String key, Optional<Duration> ttl) {
        return ttl.isPresent() ? getEx(key, ttl.get()) : getEx(key);
    }

    /** Like {@link #getEx(String, Optional)}, for bytes. */
    default CompletionStage<Optional<Bytes>> getEx(Bytes key, Optional<Duration> ttl) {
        return ttl.isPresent() ? getEx(key, ttl.get()) : getEx(key);
    }

    /**
     * Adds 1 to the integer at {@code key}, which counts as 0 when there is none. Its time to live stays as it is.
     * Fails with "value is not an integer or out of range", or "increment or decrement would overflow" beyond 64 bits;
     * the value stays as it is then.
     *
     * @return the integer after
     */
    default CompletionStage<Long> incr(String key) {
        return incr(Bytes.of(key));
    }

    /** Like {@link #incr(String)}. */
    default CompletionStage<Long> incr(Bytes key) {
        return read(execute(INCR, key), ReplyReading::integer);
    }

    /** Adds {@code delta}, as {@link #incr(String)} adds 1. */
    default CompletionStage<Long> incrBy(String key, long delta) {
        return incrBy(Bytes.of(key), delta);
    }

    /** Adds {@code delta}, as {@link #incr(Bytes)} adds 1. */
    default CompletionStage<Long> incrBy(Bytes key, long delta) {
        return read(execute(INCRBY, key, Bytes.of(delta)), ReplyReading::integer);
    }

    /** Subtracts 1, as {@link #incr(String)} adds it. */
    default CompletionStage<Long> decr(String key) {
        return decr(Bytes.of(key));
    }

    /** Subtracts 1, as {@link #incr(Bytes)} adds it. */
    default CompletionStage<Long> decr(Bytes key) {
        return read(execute(DECR, key), ReplyReading::integer);
    }

    /** Subtracts {@code delta}, as {@link #incr(String)} adds 1. */
    default CompletionStage<Long> decrBy(String key, long delta) {
        return decrBy(Bytes.of(key), delta);
    }

    /** Subtracts {@code delta}, as {@link #incr(Bytes)} adds 1. */
    default CompletionStage<Long> decrBy(Bytes key, long delta) {
        return read(execute(DECRBY, key, Bytes.of(delta)), ReplyReading::integer);
    }

    /**
     * Adds {@code value} at the end of the string at {@code key}, or stores it when there is none. The time to live
     * stays as it is.
     *
     * @return the length after, in bytes
     */
    default CompletionStage<Long> append(String key, String value) {
        return append(Bytes.of(key), Bytes.of(value));
    }

    /** Like {@link #append(String, String)}, for bytes. */
    default CompletionStage<Long> append(Bytes key, Bytes value) {
        return read(execute(APPEND, key, value), ReplyReading::integer);
    }

    /** The length of the string at {@code key}, in bytes; 0 when there is none. */
    default CompletionStage<Long> strlen(String key) {
        return strlen(Bytes.of(key));
    }

    /** Like {@link #strlen(String)}. */
    default CompletionStage<Long> strlen(Bytes key) {
        return read(execute(STRLEN, key), ReplyReading::integer);
    }

    /**
     * A part of the string at {@code key}; empty when there is none, or nothing in that range.
     *
     * @param start the first byte, from 0 on; negative counts from the end, -1 being the last
     * @param end the last byte, in the same way
     */
    default CompletionStage<String> getRange(String key, long start, long end) {
        return read(execute(GETRANGE, Bytes.of(key), Bytes.of(start), Bytes.of(end)), ReplyReading::text);
    }

    /** Like {@link #getRange(String, long, long)}, for bytes. */
    default CompletionStage<Bytes> getRange(Bytes key, long start, long end) {
        return read(execute(GETRANGE, key, Bytes.of(start), Bytes.of(end)), ReplyReading::bytes);
    }

    /**
     * Overwrites a part of the string at {@code key}. It grows as needed, with zero bytes between its end and {@code
     * offset}; nothing happens when {@code value} is empty. The time to live stays as it is.
     *
     * @param offset where {@code value} begins, in bytes from 0 on; fails with "offset is out of range" if negative,
     *     and with "string exceeds maximum allowed size" beyond 512 MB
     * @return the length after, in bytes
     */
    default CompletionStage<Long> setRange(String key, long offset, String value) {
        return setRange(Bytes.of(key), offset, Bytes.of(value));
    }

    /** Like {@link #setRange(String, long, String)}, for bytes. */
    default CompletionStage<Long> setRange(Bytes key, long offset, Bytes value) {
        return read(execute(SETRANGE, key, Bytes.of(offset), value), ReplyReading::integer);
    }

    /**
     * The strings at all the keys, at one instant, in their order; empty where there is none, or no string.
     *
     * @param keys any number
     */
    default CompletionStage<List<Optional<String>>> mget(String... keys) {
        if (keys.length == 0) {
            return CompletableFuture.completedFuture(List.of());
        }
        return read(execute(command(MGET, bytes(keys))), listOf(ReplyReading::optionalText));
    }

    /** Like {@link #mget(String...)}, for bytes. */
    default CompletionStage<List<Optional<Bytes>>> mget(Bytes... keys) {
        if (keys.length == 0) {
            return CompletableFuture.completedFuture(List.of());
        }
        return read(execute(command(MGET, keys)), listOf(ReplyReading::optionalBytes));
    }

    /** Stores all the strings at one instant, each as {@link #set(String, String)} does. */
    default CompletionStage<Done> mset(Map<String, String> values) {
        return mset(values.entrySet().stream()
                .flatMap(entry -> List.of(entry.getKey(), entry.getValue()).stream())
                .toArray(String[]::new));
    }

    /**
     * Stores all the strings at one instant, each as {@link #set(String, String)} does.
     *
     * @param keysAndValues alternating
     * @throws IllegalArgumentException if there is a key without a value
     */
    default CompletionStage<Done> mset(String... keysAndValues) {
        return mset(bytes(keysAndValues));
    }

    /** Like {@link #mset(String...)}, for bytes. */
    default CompletionStage<Done> mset(Bytes... keysAndValues) {
        if (keysAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a key without a value");
        }
        if (keysAndValues.length == 0) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        return read(execute(command(MSET, keysAndValues)), ReplyReading::done);
    }
}
