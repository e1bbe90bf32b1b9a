package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.data.ValueType;
import dev.flashkv.keyspace.AllKeys;
import dev.flashkv.keyspace.Keyspace;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of SCAN: goes along the shards until it has met COUNT keys, matching or not, and answers those that match.
 *
 * <p>The cursor says all there is to know for going on, so nothing is kept between calls: the shard in its low bits and
 * above them the position within it (see {@link AllKeys#scan}), 0 standing for the beginning. Any number will do as a
 * cursor: at worst it names a shard that does not exist, where the scan ends, or a position beyond the last.
 */
final class KeyScan implements Handler.Walk {
    /* Enough for as many shards as there are slots. */
    private static final int SHARD_BITS = 14;
    private static final long SHARD_MASK = (1L << SHARD_BITS) - 1;

    private static final long COUNT_DEFAULT = 10;
    private static final ValueType[] TYPES = ValueType.values();
    private static final Reply DONE = Reply.bulk("0");

    private final int shardCount;
    private final List<Reply> keys = new ArrayList<>();
    private int shard;
    private int position;
    private long keysLeft = COUNT_DEFAULT;
    private @Nullable KeyPattern pattern;
    private boolean typeGiven;
    private @Nullable ValueType type;

    private KeyScan(long cursor, int shardCount) {
        this.shardCount = shardCount;
        this.shard = (int) (cursor & SHARD_MASK);
        this.position = (int) Math.min(cursor >>> SHARD_BITS, Integer.MAX_VALUE);
    }

    /**
     * Reads all arguments.
     *
     * @throws CommandException invalid cursor, syntax error, or that COUNT is no integer
     */
    static KeyScan parse(Args args, int shardCount) {
        Bytes cursor = args.next();
        if (!Numbers.isUnsignedLong(cursor)) {
            throw new CommandException(Errors.INVALID_CURSOR);
        }
        KeyScan scan = new KeyScan(Numbers.parseUnsignedLong(cursor), shardCount);
        while (args.hasNext()) {
            if (args.remaining() < 2 || !scan.acceptNext(args)) {
                throw new CommandException(Errors.SYNTAX);
            }
        }
        return scan;
    }

    private boolean acceptNext(Args args) {
        if (args.nextIs("COUNT")) {
            keysLeft = args.nextLong();
            return keysLeft > 0;
        } else if (args.nextIs("MATCH")) {
            pattern = new KeyPattern(args.next());
        } else if (args.nextIs("TYPE")) {
            typeGiven = true;
            type = nextType(args);
        } else {
            return false;
        }
        return true;
    }

    /** The type that the next argument names; null when there is none of that name, so that no key has it. */
    private static @Nullable ValueType nextType(Args args) {
        for (ValueType candidate : TYPES) {
            if (args.nextIs(candidate.redisName())) {
                return candidate;
            }
        }
        args.next();
        return null;
    }

    @Override
    public int shard() {
        return Math.min(shard, shardCount - 1);
    }

    @Override
    public @Nullable Reply visit(Keyspace keyspace) {
        if (shard >= shardCount) {
            return answer(DONE);
        }
        int from = position == 0
                ? keyspace.allKeys().size()
                : Math.min(position, keyspace.allKeys().size());
        position = keyspace.allKeys().scan(from, (int) Math.min(keysLeft, Integer.MAX_VALUE), this::collect);
        keysLeft -= from - position;
        if (position == 0) {
            shard++;
            if (shard == shardCount) {
                return answer(DONE);
            }
        }
        return keysLeft > 0 ? null : answer(Reply.bulk(Bytes.of((long) position << SHARD_BITS | shard)));
    }

    private void collect(Bytes key, ValueType keyType) {
        if ((!typeGiven || type == keyType) && (pattern == null || pattern.matches(key))) {
            keys.add(Reply.bulk(key));
        }
    }

    private Reply answer(Reply cursor) {
        return Reply.array(cursor, Reply.array(keys));
    }
}
