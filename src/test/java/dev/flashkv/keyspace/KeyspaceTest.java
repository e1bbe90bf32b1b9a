package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.ListValue;
import dev.flashkv.data.StringValue;
import dev.flashkv.data.Value;
import dev.flashkv.data.ValueType;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeyspaceTest {
    private static final Bytes K = Bytes.of("k");
    private static final Bytes L = Bytes.of("l");

    private final Keyspace keyspace = new Keyspace(new Limits(), 1);
    private long nowMillis = 1_000_000;

    @BeforeEach
    void begin() {
        keyspace.begin(nowMillis);
    }

    private void later(long millis) {
        keyspace.settle();
        nowMillis += millis;
        keyspace.begin(nowMillis);
    }

    private static StringValue string(String text) {
        return StringValue.of(Bytes.of(text));
    }

    private String text(Bytes key) {
        StringValue value = keyspace.read(key, StringValue.class);
        return value == null ? "none" : value.bytes().toString();
    }

    private ListValue list(String... elements) {
        ListValue list = new ListValue();
        for (String element : elements) {
            list.pushTail(Bytes.of(element));
        }
        return list;
    }

    @Test
    void storesAndReadsAndRemoves() {
        assertThat(text(K)).isEqualTo("none");
        assertThat(keyspace.put(K, string("v"), null)).isTrue();
        assertThat(keyspace.put(K, string("w"), null)).isFalse();
        assertThat(text(K)).isEqualTo("w");
        assertThat(keyspace.exists(K)).isTrue();
        assertThat(keyspace.touch(K)).isTrue();
        assertThat(keyspace.typeOf(K)).isEqualTo(ValueType.STRING);
        assertThat(keyspace.allKeys().size()).isEqualTo(1);
        assertThat(keyspace.remove(K)).isTrue();
        assertThat(keyspace.remove(K)).isFalse();
        assertThat(keyspace.exists(K)).isFalse();
        assertThat(keyspace.touch(K)).isFalse();
        assertThat(keyspace.typeOf(K)).isNull();
        assertThat(keyspace.allKeys().size()).isZero();
    }

    @Test
    void keepsACopyOfTheKey() {
        byte[] chunk = {'x', 'k', 'x'};
        keyspace.put(Bytes.wrap(chunk, 1, 1), string("v"), null);
        chunk[1] = 'y';
        assertThat(text(K)).isEqualTo("v");
    }

    @Test
    void keepsACopyOfTheValue() {
        byte[] chunk = "avwz".getBytes(StandardCharsets.US_ASCII);
        keyspace.put(K, StringValue.of(Bytes.wrap(chunk, 1, 2)), null);
        Arrays.fill(chunk, (byte) 'x');
        assertThat(text(K)).isEqualTo("vw");
    }

    @Test
    void whatWasReadStaysAsItWasWhenTheKeyGetsAnotherValue() {
        keyspace.put(K, string("before"), null);
        Bytes read = keyspace.readString(K);
        StringValue found = keyspace.find(K, StringValue.class);
        keyspace.put(K, string("after!"), null);
        assertThat(read).isEqualTo(Bytes.of("before"));
        assertThat(found.bytes()).isEqualTo(Bytes.of("before"));
        keyspace.put(K, StringValue.of(7), null);
        Value number = keyspace.peek(K);
        read = keyspace.readString(K);
        keyspace.put(K, StringValue.of(8), null);
        assertThat(((StringValue) number).toLong()).isEqualTo(7);
        assertThat(read).isEqualTo(Bytes.of("7"));
        assertThat(text(K)).isEqualTo("8");
    }

    @Test
    void readsTheBytesOfStringsOnly() {
        assertThat(keyspace.readString(K)).isNull();
        for (StringValue value : List.of(
                string("text"),
                string("-12"),
                string("x".repeat(5000)),
                string("a").append(Bytes.of("b")))) {
            keyspace.put(K, value, null);
            assertThat(keyspace.readString(K)).isEqualTo(value.bytes());
        }
        keyspace.put(L, list("a"), null);
        assertThatThrownBy(() -> keyspace.readString(L)).isInstanceOf(CommandException.class);
        assertThat(keyspace.statistics().hits()).isEqualTo(5);
        assertThat(keyspace.statistics().getOperations()).isEqualTo(6);
    }

    @Test
    void checksTypes() {
        keyspace.put(K, string("v"), null);
        for (Runnable verb : List.<Runnable>of(
                () -> keyspace.read(K, ListValue.class),
                () -> keyspace.find(K, ListValue.class),
                () -> keyspace.update(K, ListValue.class, KeyEvent.LSET),
                () -> keyspace.updateOrCreate(K, ListValue.class, ListValue::new, KeyEvent.LSET))) {
            assertThatThrownBy(verb::run)
                    .isInstanceOf(CommandException.class)
                    .extracting(thrown -> ((CommandException) thrown).reply())
                    .isEqualTo(Errors.WRONG_TYPE);
        }
        assertThat(text(K)).isEqualTo("v");
    }

    @Test
    void changesValuesInPlace() {
        keyspace.updateOrCreate(L, ListValue.class, ListValue::new, KeyEvent.LSET)
                .pushTail(Bytes.of("a"));
        keyspace.updateOrCreate(L, ListValue.class, ListValue::new, KeyEvent.LSET)
                .pushTail(Bytes.of("b"));
        ListValue list = keyspace.find(L, ListValue.class);
        assertThat(keyspace.change(list, KeyEvent.LSET)).isSameAs(list);
        list.pushTail(Bytes.of("c"));
        keyspace.settle();
        assertThat(keyspace.allKeys().heapBytes())
                .isEqualTo(Entry.OVERHEAD_BYTES + 24 + 24 + list("a", "b", "c").heapBytes());
        assertThat(keyspace.update(K, ListValue.class, KeyEvent.LSET)).isNull();
    }

    @Test
    void changesOnlyWhatWasFoundLast() {
        keyspace.put(K, string("v"), null);
        keyspace.put(L, list("a"), null);
        StringValue value = keyspace.find(K, StringValue.class);
        keyspace.find(L, ListValue.class);
        assertThatThrownBy(() -> keyspace.change(value, KeyEvent.LSET)).isInstanceOf(IllegalStateException.class);
        StringValue again = keyspace.find(K, StringValue.class);
        assertThat(keyspace.change(again, KeyEvent.LSET)).isSameAs(again);
        ListValue replaced = keyspace.find(L, ListValue.class);
        keyspace.put(L, list("b"), null);
        assertThatThrownBy(() -> keyspace.change(replaced, KeyEvent.LSET)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> keyspace.change(L, replaced, KeyEvent.LSET)).isInstanceOf(IllegalStateException.class);
        assertThat(keyspace.change(K, again, KeyEvent.LSET)).isSameAs(again);
        keyspace.remove(K);
        assertThatThrownBy(() -> keyspace.change(again, KeyEvent.LSET)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anEmptiedValueGoesWithItsKeyWhenTheCommandEnds() {
        keyspace.put(L, list("a"), null);
        keyspace.expireAt(L, nowMillis + 10);
        keyspace.update(L, ListValue.class, KeyEvent.LSET).popHead();
        keyspace.settle();
        assertThat(keyspace.allKeys().size()).isZero();
        assertThat(keyspace.allKeys().heapBytes()).isZero();
        assertThat(keyspace.allKeys().earliestDeadlineMillis()).isEqualTo(Long.MAX_VALUE);

        // Created for a change that never came.
        keyspace.updateOrCreate(L, ListValue.class, ListValue::new, KeyEvent.LSET);
        keyspace.settle();
        assertThat(keyspace.exists(L)).isFalse();
    }

    @Test
    void theNextVerbEndsAChange() {
        keyspace.put(L, list("a"), null);
        keyspace.update(L, ListValue.class, KeyEvent.LSET).popHead();
        assertThat(keyspace.updateOrCreate(K, ListValue.class, ListValue::new, KeyEvent.LSET)
                        .size())
                .isZero();
        assertThat(keyspace.exists(L)).isFalse();
    }

    @Test
    void knowsTheKeyAgainAfterItWentAndCameBack() {
        keyspace.put(K, string("1"), null);
        assertThat(text(K)).isEqualTo("1");
        keyspace.remove(K);
        assertThat(text(K)).isEqualTo("none");
        keyspace.put(K, string("2"), nowMillis + 10, null);
        assertThat(text(K)).isEqualTo("2");
        later(11);
        assertThat(text(K)).isEqualTo("none");
        keyspace.put(K, string("3"), null);
        keyspace.clear();
        assertThat(text(K)).isEqualTo("none");
        keyspace.put(K, string("4"), null);
        keyspace.evict(keyspace.entries().at(0));
        assertThat(text(K)).isEqualTo("none");
        keyspace.put(K, string("5"), null);
        assertThat(keyspace.take(K)).isInstanceOf(StringValue.class);
        assertThat(keyspace.take(K)).isNull();
        assertThat(text(K)).isEqualTo("none");
    }

    @Test
    void expiresLazilyAfterTheDeadline() {
        assertThat(keyspace.expireAt(K, nowMillis + 50)).isFalse();
        keyspace.put(K, string("v"), null);
        assertThat(keyspace.deadlineMillis(K)).isEqualTo(Keyspace.NO_DEADLINE);
        assertThat(keyspace.expireAt(K, nowMillis + 50)).isTrue();
        assertThat(keyspace.deadlineMillis(K)).isEqualTo(nowMillis + 50);
        assertThat(keyspace.allKeys().earliestDeadlineMillis()).isEqualTo(nowMillis + 50);
        later(50);
        assertThat(text(K)).isEqualTo("v");
        later(1);
        assertThat(keyspace.allKeys().size()).isEqualTo(1);
        assertThat(text(K)).isEqualTo("none");
        assertThat(keyspace.allKeys().size()).isZero();
        assertThat(keyspace.deadlineMillis(K)).isEqualTo(Keyspace.NO_KEY);
        assertThat(keyspace.readDeadlineMillis(K)).isEqualTo(Keyspace.NO_KEY);
        assertThat(keyspace.statistics().expired()).isEqualTo(1);
        assertThat(keyspace.allKeys().heapBytes()).isZero();
    }

    @Test
    void putDecidesTheDeadline() {
        keyspace.put(K, string("1"), nowMillis + 50, null);
        assertThat(keyspace.putKeepingDeadline(K, string("2"), null)).isFalse();
        assertThat(keyspace.deadlineMillis(K)).isEqualTo(nowMillis + 50);
        keyspace.put(K, string("3"), nowMillis + 70, null);
        assertThat(keyspace.deadlineMillis(K)).isEqualTo(nowMillis + 70);
        keyspace.put(K, string("4"), Keyspace.NO_DEADLINE, null);
        assertThat(keyspace.deadlineMillis(K)).isEqualTo(Keyspace.NO_DEADLINE);
        keyspace.put(K, string("5"), nowMillis + 50, null);
        keyspace.put(K, string("6"), null);
        assertThat(keyspace.deadlineMillis(K)).isEqualTo(Keyspace.NO_DEADLINE);
        keyspace.put(K, string("7"), nowMillis - 1, null);
        assertThat(text(K)).isEqualTo("none");
        assertThat(keyspace.putKeepingDeadline(K, string("8"), null)).isTrue();
        assertThat(keyspace.deadlineMillis(K)).isEqualTo(Keyspace.NO_DEADLINE);
    }

    @Test
    void persistTakesTheDeadlineAway() {
        assertThat(keyspace.persist(K)).isFalse();
        keyspace.put(K, string("v"), null);
        long before = keyspace.allKeys().heapBytes();
        assertThat(keyspace.persist(K)).isFalse();
        keyspace.expireAt(K, nowMillis + 50);
        assertThat(keyspace.allKeys().heapBytes()).isEqualTo(before + ExpiryIndex.BYTES_PER_DEADLINE);
        assertThat(keyspace.persist(K)).isTrue();
        assertThat(keyspace.allKeys().heapBytes()).isEqualTo(before);
        later(100);
        assertThat(text(K)).isEqualTo("v");
    }

    @Test
    void aDeadlineThatHasComeRemovesTheKeyWithoutCountingItAsExpired() {
        keyspace.put(K, string("v"), null);
        assertThat(keyspace.expireAt(K, nowMillis)).isTrue();
        assertThat(keyspace.exists(K)).isFalse();
        assertThat(keyspace.statistics().expired()).isZero();
    }

    @Test
    void sweepsTheEarliestFirstAndNoMoreThanAsked() {
        for (int i = 0; i < 10; i++) {
            keyspace.put(Bytes.of("k" + i), string("v"), nowMillis + 10 - i, null);
        }
        keyspace.put(K, string("stays"), nowMillis + 1000, null);
        assertThat(keyspace.allKeys().sweep(100)).isZero();
        later(8);
        // At their deadline keys are still there: only those of 1 to 7 ms are past it.
        assertThat(keyspace.allKeys().sweep(3)).isEqualTo(3);
        assertThat(keyspace.exists(Bytes.of("k9"))).isFalse();
        assertThat(keyspace.exists(Bytes.of("k2"))).isTrue();
        assertThat(keyspace.allKeys().earliestDeadlineMillis()).isEqualTo(nowMillis - 4);
        assertThat(keyspace.allKeys().sweep(100)).isEqualTo(4);
        assertThat(keyspace.allKeys().sweep(100)).isZero();
        later(3);
        assertThat(keyspace.allKeys().sweep(Integer.MAX_VALUE)).isEqualTo(3);
        assertThat(keyspace.allKeys().size()).isEqualTo(1);
        assertThat(keyspace.statistics().expired()).isEqualTo(10);
        assertThat(keyspace.allKeys().earliestDeadlineMillis()).isEqualTo(nowMillis - 11 + 1000);
    }

    @Test
    void remembersCreationAndUse() {
        keyspace.put(K, string("v"), null);
        assertThat(keyspace.createdSeconds(K)).isEqualTo(1000);
        assertThat(keyspace.idleMillis(K)).isZero();
        later(5000);
        assertThat(keyspace.idleMillis(K)).isEqualTo(5000);
        // Looking at a key is no use of it.
        keyspace.exists(K);
        keyspace.typeOf(K);
        keyspace.readDeadlineMillis(K);
        assertThat(keyspace.idleMillis(K)).isEqualTo(5000);
        keyspace.read(K, Value.class);
        assertThat(keyspace.idleMillis(K)).isZero();
        later(7);
        keyspace.put(K, string("w"), null);
        assertThat(keyspace.idleMillis(K)).isZero();
        assertThat(keyspace.createdSeconds(K)).isEqualTo(1000);
        assertThat(keyspace.createdSeconds(L)).isEqualTo(Keyspace.NO_KEY);
        assertThat(keyspace.idleMillis(L)).isEqualTo(Keyspace.NO_KEY);
        keyspace.remove(K);
        keyspace.put(K, string("x"), null);
        assertThat(keyspace.createdSeconds(K)).isEqualTo(1005);
    }

    @Test
    void idleTimesSurviveTheWrapOfTheShortClock() {
        nowMillis = (1L << 32) - 10;
        keyspace.begin(nowMillis);
        keyspace.put(K, string("v"), null);
        later(30);
        assertThat(keyspace.idleMillis(K)).isEqualTo(30);
    }

    @Test
    void tellsItsMemory() {
        assertThat(keyspace.allKeys().memoryInfo()).isEqualTo(MemoryInfo.NONE);
        keyspace.put(Bytes.of("key"), string("value"), null);
        keyspace.put(L, list("ab", "c"), null);
        keyspace.put(K, string("gone"), nowMillis + 1, null);
        later(2);
        MemoryInfo info = keyspace.allKeys().memoryInfo();
        assertThat(info.keys()).isEqualTo(2);
        assertThat(info.nominalBytes()).isEqualTo((3 + 5 + 64) + (1 + 3 + 64));
        assertThat(info.heapBytes()).isEqualTo(keyspace.allKeys().heapBytes());
    }

    @Test
    void visitsLiveKeysOnly() {
        keyspace.put(K, string("v"), null);
        keyspace.put(L, list("a"), null);
        keyspace.put(Bytes.of("gone"), string("v"), nowMillis + 1, null);
        later(2);
        List<String> keys = new ArrayList<>();
        keyspace.allKeys().forEach(key -> keys.add(key.toString()));
        assertThat(keys).containsExactlyInAnyOrder("k", "l");
        keys.clear();
        assertThat(keyspace.allKeys().scan(Integer.MAX_VALUE, 100, (key, type) -> keys.add(key + " " + type)))
                .isZero();
        assertThat(keys).containsExactlyInAnyOrder("k STRING", "l LIST");
        assertThat(keyspace.allKeys().scan(3, 2, (key, type) -> {})).isEqualTo(1);
        assertThat(keyspace.allKeys().scan(0, 2, (key, type) -> {})).isZero();
        assertThat(keyspace.allKeys().size()).isEqualTo(3);
    }

    @Test
    void clearsEverythingButTheCounters() {
        keyspace.put(K, string("v"), nowMillis + 10, null);
        keyspace.updateOrCreate(L, ListValue.class, ListValue::new, KeyEvent.LSET)
                .pushTail(K);
        keyspace.clear();
        keyspace.settle();
        assertThat(keyspace.allKeys().size()).isZero();
        assertThat(keyspace.allKeys().heapBytes()).isZero();
        assertThat(keyspace.allKeys().memoryInfo()).isEqualTo(MemoryInfo.NONE);
        assertThat(keyspace.allKeys().earliestDeadlineMillis()).isEqualTo(Long.MAX_VALUE);
        assertThat(keyspace.statistics().setOperations()).isEqualTo(2);
        keyspace.resetStatistics();
        assertThat(keyspace.statistics()).isEqualTo(Statistics.NONE);
    }
}
