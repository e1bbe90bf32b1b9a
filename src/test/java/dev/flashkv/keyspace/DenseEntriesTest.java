package dev.flashkv.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.StringValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DenseEntriesTest {
    private final DenseEntries dense = new DenseEntries();
    private final List<Entry> model = new ArrayList<>();
    private int created;

    private void add() {
        Entry entry = new Entry(Bytes.of(created), StringValue.of(created), 0);
        created++;
        dense.add(entry);
        model.add(entry);
    }

    private Entry removeAny(Random random) {
        Entry entry = model.remove(random.nextInt(model.size()));
        dense.remove(entry);
        return entry;
    }

    @Test
    void holdsWhatWasAddedAndNotRemovedWithoutGaps() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int step = 0; step < 20_000; step++) {
            if (model.isEmpty() || random.nextInt(100) < (step / 4000 % 2 == 0 ? 70 : 30)) {
                add();
            } else {
                removeAny(random);
            }
            assertThat(dense.size()).isEqualTo(model.size());
            if (step % 100 == 0) {
                Set<Entry> met = new HashSet<>();
                for (int i = 0; i < dense.size(); i++) {
                    assertThat(dense.get(i).denseIndex).as("seed %d", seed).isEqualTo(i);
                    met.add(dense.get(i));
                }
                assertThat(met).as("seed %d", seed).isEqualTo(new HashSet<>(model));
            }
        }
    }

    @Test
    void aWalkDownMeetsEveryEntryThatStays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            for (int i = random.nextInt(200); i >= 0; i--) {
                add();
            }
            Set<Entry> staying = new HashSet<>(model);
            Set<Entry> met = new HashSet<>();
            int position = dense.size();
            while (position > 0) {
                for (int i = random.nextInt(20); i >= 0 && position > 0; i--) {
                    met.add(dense.get(--position));
                }
                for (int i = random.nextInt(10); i > 0 && !model.isEmpty(); i--) {
                    staying.remove(removeAny(random));
                }
                for (int i = random.nextInt(10); i > 0; i--) {
                    add();
                }
                position = Math.min(position, dense.size());
            }
            staying.removeAll(met);
            assertThat(staying).as("round %d of seed %d", round, seed).isEmpty();
            while (!model.isEmpty()) {
                removeAny(random);
            }
        }
    }
}
