package dev.flashkv;

import static dev.flashkv.CommandWords.LINDEX;
import static dev.flashkv.CommandWords.LLEN;
import static dev.flashkv.CommandWords.LPOP;
import static dev.flashkv.CommandWords.LPUSH;
import static dev.flashkv.CommandWords.LRANGE;
import static dev.flashkv.CommandWords.LREM;
import static dev.flashkv.CommandWords.LSET;
import static dev.flashkv.CommandWords.LTRIM;
import static dev.flashkv.CommandWords.RPOP;
import static dev.flashkv.CommandWords.RPUSH;
import static dev.flashkv.CommandWords.bytes;
import static dev.flashkv.CommandWords.command;
import static dev.flashkv.ReplyReading.listOf;
import static dev.flashkv.ReplyReading.read;

import akka.Done;
import dev.flashkv.bytes.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The operations on lists, in two flavours: {@link String} for text, which is stored in UTF-8, and {@link Bytes} for
 * any bytes.
 *
 * <pre>{@code
 * store.rpush("queue", "a", "b", "c"); // 3
 * store.lpop("queue");                 // Optional[a]
 * store.lrange("queue", 0, -1);        // [b, c]
 * }</pre>
 *
 * <p>Indexes count from 0; negative ones from the end, -1 being the last element. A list that loses its last element is
 * gone, key and all. Nothing may be null. An error of Redis fails the stage with {@link
 * dev.flashkv.reply.CommandException}: {@code WRONGTYPE} when the key holds no list, {@code OOM} when the memory limit
 * is reached, and those named below.
 */
public interface ListOperations extends CommandExecutor {

    /**
     * Adds elements at the head, one after the other, so that the last of them comes first; makes the list when there
     * is none.
     *
     * @param values any number; without any, this is {@link #llen(String)}
     * @return the length after
     */
    default CompletionStage<Long> lpush(String key, String... values) {
        return lpush(Bytes.of(key), bytes(values));
    }

    /** Like {@link #lpush(String, String...)}, for bytes. */
    default CompletionStage<Long> lpush(Bytes key, Bytes... values) {
        return values.length == 0 ? llen(key) : read(execute(command(LPUSH, key, values)), ReplyReading::integer);
    }

    /**
     * Adds elements at the tail, in their order; makes the list when there is none.
     *
     * @param values any number; without any, this is {@link #llen(String)}
     * @return the length after
     */
    default CompletionStage<Long> rpush(String key, String... values) {
        return rpush(Bytes.of(key), bytes(values));
    }

    /** Like {@link #rpush(String, String...)}, for bytes. */
    default CompletionStage<Long> rpush(Bytes key, Bytes... values) {
        return values.length == 0 ? llen(key) : read(execute(command(RPUSH, key, values)), ReplyReading::integer);
    }

    /** Removes the first element and returns it; empty when there is no list. */
    default CompletionStage<Optional<String>> lpop(String key) {
        return read(execute(LPOP, Bytes.of(key)), ReplyReading::optionalText);
    }

    /** Like {@link #lpop(String)}, for bytes. */
    default CompletionStage<Optional<Bytes>> lpop(Bytes key) {
        return read(execute(LPOP, key), ReplyReading::optionalBytes);
    }

    /**
     * Removes up to {@code count} elements from the head and returns them, the head first; none when there is no list.
     *
     * @param count fails with "value is out of range, must be positive" if negative
     */
    default CompletionStage<List<String>> lpop(String key, int count) {
        return read(execute(LPOP, Bytes.of(key), Bytes.of(count)), listOf(ReplyReading::text));
    }

    /** Like {@link #lpop(String, int)}, for bytes. */
    default CompletionStage<List<Bytes>> lpop(Bytes key, int count) {
        return read(execute(LPOP, key, Bytes.of(count)), listOf(ReplyReading::bytes));
    }

    /** Removes the last element and returns it; empty when there is no list. */
    default CompletionStage<Optional<String>> rpop(String key) {
        return read(execute(RPOP, Bytes.of(key)), ReplyReading::optionalText);
    }

    /** Like {@link #rpop(String)}, for bytes. */
    default CompletionStage<Optional<Bytes>> rpop(Bytes key) {
        return read(execute(RPOP, key), ReplyReading::optionalBytes);
    }

    /**
     * Removes up to {@code count} elements from the tail and returns them, the tail first; none when there is no list.
     *
     * @param count fails with "value is out of range, must be positive" if negative
     */
    default CompletionStage<List<String>> rpop(String key, int count) {
        return read(execute(RPOP, Bytes.of(key), Bytes.of(count)), listOf(ReplyReading::text));
    }

    /** Like {@link #rpop(String, int)}, for bytes. */
    default CompletionStage<List<Bytes>> rpop(Bytes key, int count) {
        return read(execute(RPOP, key, Bytes.of(count)), listOf(ReplyReading::bytes));
    }

    /** How many elements the list has; 0 when there is none. */
    default CompletionStage<Long> llen(String key) {
        return llen(Bytes.of(key));
    }

    /** Like {@link #llen(String)}. */
    default CompletionStage<Long> llen(Bytes key) {
        return read(execute(LLEN, key), ReplyReading::integer);
    }

    /** The element at {@code index}; empty when there is none. O(1). */
    default CompletionStage<Optional<String>> lindex(String key, long index) {
        return read(execute(LINDEX, Bytes.of(key), Bytes.of(index)), ReplyReading::optionalText);
    }

    /** Like {@link #lindex(String, long)}, for bytes. */
    default CompletionStage<Optional<Bytes>> lindex(Bytes key, long index) {
        return read(execute(LINDEX, key, Bytes.of(index)), ReplyReading::optionalBytes);
    }

    /** The elements from {@code start} to {@code stop}, both included; as many of them as there are. */
    default CompletionStage<List<String>> lrange(String key, long start, long stop) {
        return read(execute(LRANGE, Bytes.of(key), Bytes.of(start), Bytes.of(stop)), listOf(ReplyReading::text));
    }

    /** Like {@link #lrange(String, long, long)}, for bytes. */
    default CompletionStage<List<Bytes>> lrange(Bytes key, long start, long stop) {
        return read(execute(LRANGE, key, Bytes.of(start), Bytes.of(stop)), listOf(ReplyReading::bytes));
    }

    /** Replaces the element at {@code index}. Fails with "no such key" or "index out of range" when there is none. */
    default CompletionStage<Done> lset(String key, long index, String value) {
        return lset(Bytes.of(key), index, Bytes.of(value));
    }

    /** Like {@link #lset(String, long, String)}, for bytes. */
    default CompletionStage<Done> lset(Bytes key, long index, Bytes value) {
        return read(execute(LSET, key, Bytes.of(index), value), ReplyReading::done);
    }

    /**
     * Removes elements equal to {@code value}.
     *
     * @param count how many at most, beginning at the head, or at the tail if negative; 0 means all
     * @return how many were removed
     */
    default CompletionStage<Long> lrem(String key, long count, String value) {
        return lrem(Bytes.of(key), count, Bytes.of(value));
    }

    /** Like {@link #lrem(String, long, String)}, for bytes. */
    default CompletionStage<Long> lrem(Bytes key, long count, Bytes value) {
        return read(execute(LREM, key, Bytes.of(count), value), ReplyReading::integer);
    }

    /** Removes all elements but those from {@code start} to {@code stop}, both included. */
    default CompletionStage<Done> ltrim(String key, long start, long stop) {
        return ltrim(Bytes.of(key), start, stop);
    }

    /** Like {@link #ltrim(String, long, long)}. */
    default CompletionStage<Done> ltrim(Bytes key, long start, long stop) {
        return read(execute(LTRIM, key, Bytes.of(start), Bytes.of(stop)), ReplyReading::done);
    }
}
