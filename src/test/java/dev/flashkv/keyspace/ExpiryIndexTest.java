package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.StringValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExpiryIndexTest {

    private static Entry entry(int number) {
        return new Entry(Bytes.of(number), StringValue.of(number), 0);
    }

    @Test
    void isEmptyAtFirst() {
        ExpiryIndex index = new ExpiryIndex();
        assertThat(index.size()).isZero();
        assertThat(index.earliestMillis()).isEqualTo(Long.MAX_VALUE);
        index.remove(entry(1));
        assertThat(index.size()).isZero();
    }

    @Test
    void agreesWithATreeMap() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            ExpiryIndex index = new ExpiryIndex();
            Map<Entry, Long> deadlines = new HashMap<>();
            TreeMap<Long, Integer> counts = new TreeMap<>();
            List<Entry> entries = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                entries.add(entry(i));
            }
            // Few distinct deadlines make ties, many make depth.
            int distinct = round % 2 == 0 ? 10 : 1_000_000;
            for (int step = 0; step < 2000; step++) {
                // Swings between growing and shrinking.
                boolean put = random.nextInt(100) < (step / 500 % 2 == 0 ? 70 : 30);
                Entry entry = entries.get(random.nextInt(entries.size()));
                Long old = deadlines.remove(entry);
                if (old != null) {
                    counts.merge(old, -1, (a, b) -> a + b == 0 ? null : a + b);
                }
                if (put) {
                    long deadline = random.nextInt(distinct);
                    index.put(entry, deadline);
                    deadlines.put(entry, deadline);
                    counts.merge(deadline, 1, Integer::sum);
                } else {
                    index.remove(entry);
                }
                assertThat(index.size()).isEqualTo(deadlines.size());
                assertThat(entry.hasDeadline()).isEqualTo(put);
                assertThat(index.earliestMillis())
                        .as("round %d, step %d of seed %d", round, step, seed)
                        .isEqualTo(counts.isEmpty() ? Long.MAX_VALUE : counts.firstKey());
            }
            deadlines.forEach(
                    (entry, deadline) -> assertThat(index.deadlineMillis(entry)).isEqualTo(deadline));
            drain(index, deadlines, "round " + round + " of seed " + seed);
        }
    }

    private static void drain(ExpiryIndex index, Map<Entry, Long> deadlines, String description) {
        long last = Long.MIN_VALUE;
        while (index.size() > 0) {
            Entry earliest = index.earliest();
            assertThat(index.earliestMillis()).as(description).isGreaterThanOrEqualTo(last);
            assertThat(deadlines.remove(earliest)).as(description).isEqualTo(index.earliestMillis());
            last = index.earliestMillis();
            index.remove(earliest);
        }
        assertThat(deadlines).as(description).isEmpty();
    }

    @Test
    void takesDeadlinesOfAnySize() {
        ExpiryIndex index = new ExpiryIndex();
        Entry latest = entry(1);
        Entry first = entry(2);
        index.put(latest, Long.MAX_VALUE);
        index.put(first, 1);
        assertThat(index.earliest()).isSameAs(first);
        index.put(first, Long.MAX_VALUE - 1);
        assertThat(index.earliest()).isSameAs(first);
        index.remove(first);
        assertThat(index.deadlineMillis(latest)).isEqualTo(Long.MAX_VALUE);
    }
}
