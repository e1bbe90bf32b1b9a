package dev.flashkv.bench;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Slots;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;

/** What is asked of a server: requests on random keys, each on a shard that is known. */
enum RequestMix {
    /** SET and GET of one key, as many of one as of the other. */
    SINGLE {
        @Override
        int append(ByteBuffer out, SplittableRandom random) {
            return single(out, random);
        }
    },
    /** MSET of ten keys on ten shards. */
    MSET_10 {
        @Override
        int append(ByteBuffer out, SplittableRandom random) {
            return mset(out, random, STEP);
        }
    },
    /** MSET of ten keys on one shard. */
    MSET_10_ON_ONE {
        @Override
        int append(ByteBuffer out, SplittableRandom random) {
            return mset(out, random, 0);
        }
    },
    /** MGET of ten keys on ten shards. */
    MGET_10 {
        @Override
        int append(ByteBuffer out, SplittableRandom random) {
            out.put(MGET);
            int shard = random.nextInt(SHARDS);
            for (int i = 0; i < MANY; i++) {
                key(out, random, shard + i * STEP);
            }
            return 1;
        }
    },
    /** MULTI, five SETs on one shard, EXEC. */
    EXEC_5_ON_ONE {
        @Override
        int append(ByteBuffer out, SplittableRandom random) {
            return exec(out, random, 0);
        }
    },
    /** MULTI, five SETs on five shards, EXEC. */
    EXEC_5_ON_FIVE {
        @Override
        int append(ByteBuffer out, SplittableRandom random) {
            return exec(out, random, STEP);
        }
    },
    /** {@link #SINGLE}, but every tenth is {@link #MSET_10}. */
    TENTH_MSET_10 {
        @Override
        int append(ByteBuffer out, SplittableRandom random) {
            return random.nextInt(MANY) == 0 ? mset(out, random, STEP) : single(out, random);
        }
    },
    /** {@link #SINGLE}, but every tenth is {@link #MSET_10_ON_ONE}: the same work, and nothing to hold. */
    TENTH_MSET_10_ON_ONE {
        @Override
        int append(ByteBuffer out, SplittableRandom random) {
            return random.nextInt(MANY) == 0 ? mset(out, random, 0) : single(out, random);
        }
    };

    /** The most bytes of one request. */
    static final int BYTES_MAX = 1024;

    private static final int SHARDS = 64;
    private static final int KEYS_PER_SHARD = 1_500;
    private static final int MANY = 10;
    private static final int FEW = 5;

    /** From one shard to the next: ten such steps lead to ten shards, up and down. */
    private static final int STEP = 27;

    private static final byte[] SET = bytes("*3\r\n$3\r\nSET\r\n");
    private static final byte[] GET = bytes("*2\r\n$3\r\nGET\r\n");
    private static final byte[] MSET = bytes("*21\r\n$4\r\nMSET\r\n");
    private static final byte[] MGET = bytes("*11\r\n$4\r\nMGET\r\n");
    private static final byte[] MULTI = bytes("*1\r\n$5\r\nMULTI\r\n");
    private static final byte[] EXEC = bytes("*1\r\n$4\r\nEXEC\r\n");
    private static final byte[] VALUE = bytes("$3\r\nxxx\r\n");
    private static final byte[] LINE_END = bytes("\r\n");

    /** For each shard the beginning of its keys: the bulk's length and a hash tag that leads there. */
    private static final byte[][] KEY_STARTS = new byte[SHARDS][];

    private static final int KEY_DIGITS = 6;

    static {
        int found = 0;
        for (int i = 0; found < SHARDS; i++) {
            String tag = String.format(Locale.ROOT, "{%04d}", i);
            int shard = Slots.slotOf(Bytes.of(tag)) * SHARDS / Slots.SLOT_COUNT;
            if (KEY_STARTS[shard] == null) {
                KEY_STARTS[shard] = bytes("$" + (tag.length() + KEY_DIGITS) + "\r\n" + tag);
                found++;
            }
        }
    }

    /** Appends a random request, of at most {@link #BYTES_MAX}; says how many replies it has. */
    abstract int append(ByteBuffer out, SplittableRandom random);

    private static int single(ByteBuffer out, SplittableRandom random) {
        boolean isSet = random.nextBoolean();
        out.put(isSet ? SET : GET);
        key(out, random, random.nextInt(SHARDS));
        if (isSet) {
            out.put(VALUE);
        }
        return 1;
    }

    private static int mset(ByteBuffer out, SplittableRandom random, int step) {
        out.put(MSET);
        int shard = random.nextInt(SHARDS);
        for (int i = 0; i < MANY; i++) {
            key(out, random, shard + i * step);
            out.put(VALUE);
        }
        return 1;
    }

    private static int exec(ByteBuffer out, SplittableRandom random, int step) {
        out.put(MULTI);
        int shard = random.nextInt(SHARDS);
        for (int i = 0; i < FEW; i++) {
            out.put(SET);
            key(out, random, shard + i * step);
            out.put(VALUE);
        }
        out.put(EXEC);
        return FEW + 2;
    }

    private static void key(ByteBuffer out, SplittableRandom random, int shard) {
        out.put(KEY_STARTS[shard % SHARDS]);
        int number = random.nextInt(KEYS_PER_SHARD);
        for (int divisor = 100_000; divisor > 0; divisor /= 10) {
            out.put((byte) ('0' + number / divisor % 10));
        }
        out.put(LINE_END);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
