package dev.flashkv.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ListValueTest {

    @Test
    void behavesLikeAnArrayList() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            ListValue list = new ListValue();
            List<Bytes> model = new ArrayList<>();
            // Some rounds mostly grow, some mostly shrink what they have grown.
            int growth = 3 + random.nextInt(6);
            for (int step = 0; step < 300; step++) {
                change(random, growth, list, model);
                check(list, model, "round " + round + " of seed " + seed);
            }
        }
    }

    private static void change(Random random, int growth, ListValue list, List<Bytes> model) {
        Bytes element = Bytes.of("x".repeat(random.nextInt(3)) + random.nextInt(3));
        int index = random.nextInt(model.size() + 1);
        boolean inside = index < model.size();
        int choice = random.nextInt(10) < growth ? random.nextInt(3) : 3 + random.nextInt(6);
        switch (choice) {
            case 0 -> {
                list.pushHead(element);
                model.add(0, element);
            }
            case 1 -> {
                list.pushTail(element);
                model.add(element);
            }
            case 2 -> {
                list.insert(index, element);
                model.add(index, element);
            }
            case 3 -> {
                if (inside) {
                    assertThat(list.popHead()).isEqualTo(model.remove(0));
                }
            }
            case 4 -> {
                if (inside) {
                    assertThat(list.popTail()).isEqualTo(model.remove(model.size() - 1));
                }
            }
            case 5 -> {
                if (inside) {
                    list.set(index, element);
                    model.set(index, element);
                }
            }
            case 6 -> {
                int from = random.nextInt(Math.min(4, index + 1));
                list.retain(from, index);
                model.subList(index, model.size()).clear();
                model.subList(0, from).clear();
            }
            case 7 -> {
                int countMax = random.nextInt(4);
                assertThat(list.removeFromHead(element, countMax)).isEqualTo(remove(model, element, countMax));
            }
            default -> {
                int countMax = random.nextInt(4);
                Collections.reverse(model);
                assertThat(list.removeFromTail(element, countMax)).isEqualTo(remove(model, element, countMax));
                Collections.reverse(model);
            }
        }
    }

    private static int remove(List<Bytes> model, Bytes element, int countMax) {
        int removed = 0;
        while (removed < countMax && model.remove(element)) {
            removed++;
        }
        return removed;
    }

    private static void check(ListValue list, List<Bytes> model, String description) {
        assertThat(list.size()).as(description).isEqualTo(model.size());
        List<Bytes> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            elements.add(list.get(i));
        }
        assertThat(elements).as(description).isEqualTo(model);
        for (int from : new int[] {0, model.size() / 3, model.size()}) {
            assertThat(list.stored(from, model.size()))
                    .as(description)
                    .isDeepEqualTo(model.subList(from, model.size()).stream()
                            .map(Bytes::toByteArray)
                            .toArray(byte[][]::new));
        }
        assertThat(list.isVacant()).isEqualTo(model.isEmpty());
        assertThat(list.payloadBytes())
                .as(description)
                .isEqualTo(model.stream().mapToLong(Bytes::length).sum());
        assertThat(list.indexOf(Bytes.of("1"))).isEqualTo(model.indexOf(Bytes.of("1")));
        checkHeapBytes(list, model);
    }

    private static void checkHeapBytes(ListValue list, List<Bytes> model) {
        long elements = model.stream()
                .mapToLong(element -> HeapLayout.byteArray(element.length()))
                .sum();
        // Header 12, reference 4, two ints, two longs; then the ring, whose capacity is a power of two.
        long ringBytes = list.heapBytes() - 40 - elements;
        int capacity = 4;
        while (HeapLayout.referenceArray(capacity) < ringBytes) {
            capacity *= 2;
        }
        assertThat(ringBytes).isEqualTo(HeapLayout.referenceArray(capacity));
        assertThat(capacity).isGreaterThanOrEqualTo(model.size());
        if (capacity > 4) {
            assertThat(capacity).isLessThanOrEqualTo(4 * model.size());
        }
    }

    @Test
    void checksItsBounds() {
        ListValue list = new ListValue();
        assertThatThrownBy(list::popHead).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(list::popTail).isInstanceOf(IndexOutOfBoundsException.class);
        list.pushTail(Bytes.of("a"));
        assertThatThrownBy(() -> list.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> list.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> list.set(1, Bytes.EMPTY)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> list.insert(2, Bytes.EMPTY)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> list.retain(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(list.size()).isEqualTo(1);
    }

    @Test
    void whatItReturnsOutlivesItsChanges() {
        ListValue list = new ListValue();
        byte[] chunk = {'a', 'b', 'c'};
        list.pushTail(Bytes.wrap(chunk, 0, 1));
        list.pushTail(Bytes.wrap(chunk, 1, 2));
        chunk[0] = 'x';
        Bytes first = list.get(0);
        list.set(0, Bytes.of("z"));
        Bytes last = list.popTail();
        list.pushTail(Bytes.of("yy"));
        assertThat(first).isEqualTo(Bytes.of("a"));
        assertThat(last).isEqualTo(Bytes.of("bc"));
    }

    @Test
    void bothEndsAreFastHoweverLongItIs() {
        ListValue list = new ListValue();
        for (int i = 0; i < 1_000_000; i++) {
            list.pushTail(Bytes.of(i));
        }
        for (int i = 0; i < 1_000_000; i++) {
            if (!list.popHead().equals(Bytes.of(i))) {
                throw new AssertionError(i);
            }
        }
        assertThat(list.heapBytes()).isEqualTo(new ListValue().heapBytes());
    }
}
