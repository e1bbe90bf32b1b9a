package dev.flashkv;

import static dev.flashkv.Stages.await;
import static dev.flashkv.Stages.errorOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import akka.Done;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every typed operation, in both flavours. */
class TypedOperationsTest {
    private static final ManualClock CLOCK = new ManualClock();
    private static final FlashKv STORE = FlashKv.create(CLOCK);

    private static final Bytes KEY = Bytes.wrap(new byte[] {'k', 0, (byte) 0xff});
    private static final Bytes BINARY = Bytes.wrap(new byte[] {0, (byte) 0xfe, '\r', '\n'});

    @AfterAll
    static void close() {
        STORE.close();
    }

    @BeforeEach
    void flush() {
        await(STORE.flush());
    }

    @Test
    void setSaysWhetherTheKeyIsNew() {
        assertThat(await(STORE.set("a", "1"))).isTrue();
        assertThat(await(STORE.set("a", "2"))).isFalse();
        assertThat(await(STORE.get("a"))).contains("2");
        assertThat(await(STORE.set(KEY, BINARY))).isTrue();
        assertThat(await(STORE.set(KEY, BINARY))).isFalse();
        assertThat(await(STORE.get(KEY))).contains(BINARY);
    }

    @Test
    void setReplacesWhateverTheKeyHeldAndItsTimeToLive() {
        await(STORE.rpush("a", "x"));
        await(STORE.expire("a", Duration.ofSeconds(1)));
        assertThat(await(STORE.set("a", "s"))).isFalse();
        assertThat(await(STORE.keyType("a"))).isEqualTo("string");
        assertThat(await(STORE.ttl("a"))).hasValue(-1);
    }

    @Test
    void setOfAnExpiredKeyIsNew() {
        await(STORE.setWithTtl("a", "1", Duration.ofMillis(10)));
        CLOCK.advance(Duration.ofMillis(11));
        assertThat(await(STORE.set("a", "2"))).isTrue();
    }

    @Test
    void getOfNothingIsEmpty() {
        assertThat(await(STORE.get("nobody"))).isEmpty();
        assertThat(await(STORE.get(Bytes.of("nobody")))).isEmpty();
    }

    @Test
    void textIsUtf8() {
        await(STORE.set("schlüssel", "größe"));
        assertThat(await(STORE.get(Bytes.of("schlüssel")))).contains(Bytes.of("größe"));
        await(STORE.set(Bytes.of("binary"), BINARY));
        assertThat(await(STORE.get("binary"))).contains("\0\ufffd\r\n");
    }

    @Test
    void setWithTtlExpires() {
        assertThat(await(STORE.setWithTtl("a", "1", Duration.ofMillis(100)))).isTrue();
        assertThat(await(STORE.setWithTtl("a", "2", Duration.ofMillis(50)))).isFalse();
        assertThat(await(STORE.setWithTtl(KEY, BINARY, Duration.ofMillis(50)))).isTrue();
        assertThat(await(STORE.ttlMillis("a"))).hasValue(50);
        CLOCK.advance(Duration.ofMillis(50));
        assertThat(await(STORE.get("a"))).contains("2");
        assertThat(await(STORE.get(KEY))).contains(BINARY);
        CLOCK.advance(Duration.ofMillis(1));
        assertThat(await(STORE.get("a"))).isEmpty();
        assertThat(await(STORE.get(KEY))).isEmpty();
    }

    @Test
    void aTimeToLiveIsNeverShortened() {
        await(STORE.setWithTtl("a", "1", Duration.ofNanos(1)));
        assertThat(await(STORE.ttlMillis("a"))).hasValue(1);
        await(STORE.expire("a", Duration.ofMillis(2).plusNanos(1)));
        assertThat(await(STORE.ttlMillis("a"))).hasValue(3);
    }

    @Test
    void aTimeToLiveOutOfRangeFails() {
        String invalid = "ERR invalid expire time in 'set' command";
        assertThat(errorOf(STORE.setWithTtl("a", "1", Duration.ZERO))).isEqualTo(invalid);
        assertThat(errorOf(STORE.setWithTtl("a", "1", Duration.ofSeconds(-5)))).isEqualTo(invalid);
        assertThat(errorOf(STORE.setWithTtl("a", "1", Duration.ofSeconds(Long.MAX_VALUE))))
                .isEqualTo(invalid);
        assertThat(await(STORE.exists("a"))).isFalse();
        await(STORE.set("a", "1"));
        assertThat(errorOf(STORE.getEx("a", Duration.ZERO))).isEqualTo("ERR invalid expire time in 'getex' command");
        assertThat(errorOf(STORE.expire("a", Duration.ofSeconds(Long.MAX_VALUE))))
                .isEqualTo("ERR invalid expire time in 'pexpire' command");
        assertThat(await(STORE.ttl("a"))).hasValue(-1);
    }

    @Test
    void getExSetsTheTimeToLive() {
        await(STORE.set("a", "1"));
        assertThat(await(STORE.getEx("a", Duration.ofSeconds(9)))).contains("1");
        assertThat(await(STORE.getEx("a"))).contains("1");
        assertThat(await(STORE.getEx("a", Optional.empty()))).contains("1");
        assertThat(await(STORE.ttl("a"))).hasValue(9);
        assertThat(await(STORE.getEx("a", Optional.of(Duration.ofSeconds(8))))).contains("1");
        assertThat(await(STORE.ttl("a"))).hasValue(8);
        assertThat(await(STORE.getEx("nobody", Duration.ofSeconds(9)))).isEmpty();

        await(STORE.set(KEY, BINARY));
        assertThat(await(STORE.getEx(KEY, Duration.ofSeconds(9)))).contains(BINARY);
        assertThat(await(STORE.getEx(KEY))).contains(BINARY);
        assertThat(await(STORE.getEx(KEY, Optional.empty()))).contains(BINARY);
        assertThat(await(STORE.ttl(KEY))).hasValue(9);
        assertThat(await(STORE.getEx(KEY, Optional.of(Duration.ofSeconds(8))))).contains(BINARY);
        assertThat(await(STORE.ttl(KEY))).hasValue(8);
    }

    @Test
    void deleteCountsTheKeysThereWere() {
        await(STORE.mset("a", "1", "b", "2", "c", "3"));
        assertThat(await(STORE.delete("a", "nobody", "b"))).isEqualTo(2);
        assertThat(await(STORE.delete(Bytes.of("c")))).isEqualTo(1);
        assertThat(await(STORE.delete(new String[0]))).isZero();
        assertThat(await(STORE.delete(new Bytes[0]))).isZero();
        assertThat(await(STORE.dbSize())).isZero();
    }

    @Test
    void exists() {
        await(STORE.set("a", "1"));
        assertThat(await(STORE.exists("a"))).isTrue();
        assertThat(await(STORE.exists(Bytes.of("a")))).isTrue();
        assertThat(await(STORE.exists("b"))).isFalse();
        assertThat(await(STORE.exists(Bytes.of("b")))).isFalse();
    }

    @Test
    void expirePersistAndTtl() {
        assertThat(await(STORE.expire("a", Duration.ofSeconds(1)))).isFalse();
        assertThat(await(STORE.ttl("a"))).isEmpty();
        assertThat(await(STORE.ttlMillis("a"))).isEmpty();
        await(STORE.set("a", "1"));
        assertThat(await(STORE.ttl("a"))).hasValue(-1);
        assertThat(await(STORE.ttlMillis("a"))).hasValue(-1);
        assertThat(await(STORE.persist("a"))).isFalse();
        assertThat(await(STORE.expire("a", Duration.ofMillis(1499)))).isTrue();
        assertThat(await(STORE.ttl("a"))).hasValue(1);
        assertThat(await(STORE.ttlMillis("a"))).hasValue(1499);
        assertThat(await(STORE.persist("a"))).isTrue();
        assertThat(await(STORE.ttl("a"))).hasValue(-1);
        assertThat(await(STORE.expire("a", Duration.ZERO))).isTrue();
        assertThat(await(STORE.exists("a"))).isFalse();

        await(STORE.set(KEY, BINARY));
        assertThat(await(STORE.expire(KEY, Duration.ofMinutes(1)))).isTrue();
        assertThat(await(STORE.ttl(KEY))).hasValue(60);
        assertThat(await(STORE.ttlMillis(KEY))).isEqualTo(OptionalLong.of(60_000));
        assertThat(await(STORE.persist(KEY))).isTrue();
    }

    @Test
    void counters() {
        assertThat(await(STORE.incr("n"))).isEqualTo(1);
        assertThat(await(STORE.incrBy("n", 10))).isEqualTo(11);
        assertThat(await(STORE.decr("n"))).isEqualTo(10);
        assertThat(await(STORE.decrBy("n", 30))).isEqualTo(-20);
        Bytes n = Bytes.of("n");
        assertThat(await(STORE.incr(n))).isEqualTo(-19);
        assertThat(await(STORE.incrBy(n, 19))).isEqualTo(0);
        assertThat(await(STORE.decr(n))).isEqualTo(-1);
        assertThat(await(STORE.decrBy(n, -1))).isEqualTo(0);
    }

    @Test
    void countersKeepTheTimeToLive() {
        await(STORE.setWithTtl("n", "5", Duration.ofSeconds(7)));
        await(STORE.incr("n"));
        assertThat(await(STORE.ttl("n"))).hasValue(7);
    }

    @Test
    void countersFailAsRedisHasIt() {
        await(STORE.mset("word", "abc", "high", Long.toString(Long.MAX_VALUE), "low", Long.toString(Long.MIN_VALUE)));
        assertThat(errorOf(STORE.incr("word"))).isEqualTo("ERR value is not an integer or out of range");
        assertThat(errorOf(STORE.incr("high"))).isEqualTo("ERR increment or decrement would overflow");
        assertThat(errorOf(STORE.decr("low"))).isEqualTo("ERR increment or decrement would overflow");
        assertThat(errorOf(STORE.decrBy("low", Long.MIN_VALUE))).isEqualTo("ERR decrement would overflow");
        assertThat(await(STORE.get("high"))).contains(Long.toString(Long.MAX_VALUE));
    }

    @Test
    void appendStrlenAndRanges() {
        assertThat(await(STORE.append("s", "Hello"))).isEqualTo(5);
        assertThat(await(STORE.append("s", " World"))).isEqualTo(11);
        assertThat(await(STORE.strlen("s"))).isEqualTo(11);
        assertThat(await(STORE.strlen("nobody"))).isZero();
        assertThat(await(STORE.getRange("s", 0, 4))).isEqualTo("Hello");
        assertThat(await(STORE.getRange("s", -5, -1))).isEqualTo("World");
        assertThat(await(STORE.getRange("nobody", 0, -1))).isEmpty();
        assertThat(await(STORE.setRange("s", 6, "Redis"))).isEqualTo(11);
        assertThat(await(STORE.get("s"))).contains("Hello Redis");
        assertThat(errorOf(STORE.setRange("s", -1, "x"))).isEqualTo("ERR offset is out of range");

        assertThat(await(STORE.append(KEY, BINARY))).isEqualTo(4);
        assertThat(await(STORE.strlen(KEY))).isEqualTo(4);
        assertThat(await(STORE.getRange(KEY, 1, 2))).isEqualTo(Bytes.wrap(new byte[] {(byte) 0xfe, '\r'}));
        assertThat(await(STORE.setRange(KEY, 6, Bytes.of("x")))).isEqualTo(7);
        assertThat(await(STORE.get(KEY))).contains(Bytes.wrap(new byte[] {0, (byte) 0xfe, '\r', '\n', 0, 0, 'x'}));
    }

    @Test
    void manyAtOnce() {
        assertThat(await(STORE.mset("a", "1", "b", "2"))).isEqualTo(Done.getInstance());
        await(STORE.mset(Map.of("c", "3", "d", "4")));
        await(STORE.mset(KEY, BINARY));
        await(STORE.rpush("list", "x"));
        assertThat(await(STORE.mget("a", "nobody", "d", "a", "list")))
                .containsExactly(
                        Optional.of("1"), Optional.empty(), Optional.of("4"), Optional.of("1"), Optional.empty());
        assertThat(await(STORE.mget(KEY, BINARY))).containsExactly(Optional.of(BINARY), Optional.empty());
        assertThat(await(STORE.mget(new String[0]))).isEmpty();
        assertThat(await(STORE.mget(new Bytes[0]))).isEmpty();
        assertThat(await(STORE.mset(Map.of()))).isEqualTo(Done.getInstance());
        assertThatThrownBy(() -> STORE.mset("a", "1", "b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void listsFromBothEnds() {
        assertThat(await(STORE.rpush("l", "a", "b"))).isEqualTo(2);
        assertThat(await(STORE.lpush("l", "y", "x"))).isEqualTo(4);
        assertThat(await(STORE.lrange("l", 0, -1))).containsExactly("x", "y", "a", "b");
        assertThat(await(STORE.llen("l"))).isEqualTo(4);
        assertThat(await(STORE.lpush("l", new String[0]))).isEqualTo(4);
        assertThat(await(STORE.rpush("l", new String[0]))).isEqualTo(4);
        assertThat(await(STORE.lpop("l"))).contains("x");
        assertThat(await(STORE.rpop("l"))).contains("b");
        assertThat(await(STORE.lpop("l", 5))).containsExactly("y", "a");
        assertThat(await(STORE.exists("l"))).isFalse();
        assertThat(await(STORE.lpop("l"))).isEmpty();
        assertThat(await(STORE.rpop("l"))).isEmpty();
        assertThat(await(STORE.lpop("l", 2))).isEmpty();
        assertThat(await(STORE.rpop("l", 2))).isEmpty();
        assertThat(await(STORE.lrange("l", 0, -1))).isEmpty();
        assertThat(await(STORE.llen("l"))).isZero();
        await(STORE.rpush("l", "a", "b", "c"));
        assertThat(await(STORE.rpop("l", 2))).containsExactly("c", "b");
        assertThat(errorOf(STORE.lpop("l", -1))).isEqualTo("ERR value is out of range, must be positive");
    }

    @Test
    void listsOfBytes() {
        Bytes a = Bytes.of("a");
        Bytes b = Bytes.of("b");
        assertThat(await(STORE.rpush(KEY, a, BINARY))).isEqualTo(2);
        assertThat(await(STORE.lpush(KEY, b))).isEqualTo(3);
        assertThat(await(STORE.llen(KEY))).isEqualTo(3);
        assertThat(await(STORE.lrange(KEY, 0, -1))).containsExactly(b, a, BINARY);
        assertThat(await(STORE.lindex(KEY, -1))).contains(BINARY);
        await(STORE.lset(KEY, 0, BINARY));
        assertThat(await(STORE.lrem(KEY, 1, BINARY))).isEqualTo(1);
        assertThat(await(STORE.lpop(KEY))).contains(a);
        assertThat(await(STORE.rpop(KEY))).contains(BINARY);
        await(STORE.rpush(KEY, a, b, a, b));
        await(STORE.ltrim(KEY, 1, -1));
        assertThat(await(STORE.lpop(KEY, 2))).containsExactly(b, a);
        assertThat(await(STORE.rpop(KEY, 1))).containsExactly(b);
    }

    @Test
    void elementsByIndexAndValue() {
        await(STORE.rpush("l", "a", "b", "a", "c", "a"));
        assertThat(await(STORE.lindex("l", 1))).contains("b");
        assertThat(await(STORE.lindex("l", -1))).contains("a");
        assertThat(await(STORE.lindex("l", 9))).isEmpty();
        await(STORE.lset("l", -1, "z"));
        assertThat(await(STORE.lrem("l", 0, "a"))).isEqualTo(2);
        assertThat(await(STORE.lrange("l", 0, -1))).containsExactly("b", "c", "z");
        await(STORE.ltrim("l", 0, 0));
        assertThat(await(STORE.lrange("l", 0, -1))).containsExactly("b");
        assertThat(errorOf(STORE.lset("l", 5, "x"))).isEqualTo("ERR index out of range");
        assertThat(errorOf(STORE.lset("nobody", 0, "x"))).isEqualTo("ERR no such key");
    }

    @Test
    void keyTypeOfOneMap() {
        await(STORE.set("s", "1"));
        await(STORE.rpush("l", "1"));
        assertThat(await(STORE.keyType("s"))).isEqualTo("string");
        assertThat(await(STORE.keyType("l"))).isEqualTo("list");
        assertThat(await(STORE.keyType("nobody"))).isEqualTo("none");
        assertThat(await(STORE.keyType(Bytes.of("l")))).isEqualTo("list");
        String wrongType = "WRONGTYPE Operation against a key holding the wrong kind of value";
        assertThat(errorOf(STORE.get("l"))).isEqualTo(wrongType);
        assertThat(errorOf(STORE.incr("l"))).isEqualTo(wrongType);
        assertThat(errorOf(STORE.lpush("s", "x"))).isEqualTo(wrongType);
        assertThat(errorOf(STORE.lpush("s", new String[0]))).isEqualTo(wrongType);
    }

    @Test
    void listsExpire() {
        await(STORE.rpush("l", "1"));
        await(STORE.expire("l", Duration.ofMillis(10)));
        CLOCK.advance(Duration.ofMillis(11));
        assertThat(await(STORE.keyType("l"))).isEqualTo("none");
        assertThat(await(STORE.rpush("l", "2"))).isEqualTo(1);
    }

    @Test
    void keysByGlob() {
        await(STORE.mset("user:1", "", "user:2", "", "user:3x", "", "other", ""));
        assertThat(await(STORE.keys("user:*"))).containsExactlyInAnyOrder("user:1", "user:2", "user:3x");
        assertThat(await(STORE.keys("user:?"))).containsExactlyInAnyOrder("user:1", "user:2");
        assertThat(await(STORE.keys("user:[1x]"))).containsExactly("user:1");
        assertThat(await(STORE.keys(Bytes.of("o*")))).containsExactly(Bytes.of("other"));
        assertThat(await(STORE.keys("nobody"))).isEmpty();
    }

    @Test
    void scanMeetsAllKeys() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            await(STORE.set("user:" + i, ""));
            await(STORE.set("other:" + i, ""));
            expected.add("user:" + i);
        }
        List<String> met = new ArrayList<>();
        long cursor = 0;
        do {
            ScanPage<String> page = await(STORE.scan(cursor, "user:*", 7));
            met.addAll(page.keys());
            cursor = page.cursor();
            assertThat(page.isLast()).isEqualTo(cursor == 0);
        } while (cursor != 0);
        assertThat(met).containsExactlyInAnyOrderElementsOf(expected);
        ScanPage<Bytes> all = await(STORE.scan(0, Bytes.of("*"), 1000));
        assertThat(all.isLast()).isTrue();
        assertThat(all.keys()).hasSize(200);
        assertThat(errorOf(STORE.scan(0, "*", 0))).isEqualTo("ERR syntax error");
    }

    @Test
    void flushRemovesAllKeys() {
        await(STORE.mset("a", "1", "b", "2"));
        assertThat(await(STORE.dbSize())).isEqualTo(2);
        await(STORE.flush());
        assertThat(await(STORE.dbSize())).isZero();
        assertThat(await(STORE.memoryInfo()).keys()).isZero();
    }

    @Test
    void nothingMayBeNull() {
        assertThatThrownBy(() -> STORE.get((String) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> STORE.get((Bytes) null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> STORE.set("a", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> STORE.set(Bytes.EMPTY, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> STORE.setWithTtl("a", "b", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> STORE.delete("a", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> STORE.execute("GET", null)).isInstanceOf(NullPointerException.class);
        assertThat(await(STORE.set("", ""))).isTrue();
        assertThat(await(STORE.get(""))).contains("");
    }
}
