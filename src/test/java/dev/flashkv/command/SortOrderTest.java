package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SortOrderTest {

    @Test
    void ordersAsJavaDoes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int count = 0; count < 200; count++) {
            int[] weights = random.ints(count, 0, 1 + count / 2).toArray();
            SortOrder order = (a, b) -> Integer.compare(weights[a], weights[b]);
            Comparator<Integer> javas = Comparator.comparingInt(place -> weights[place]);
            assertThat(order.places(count)).as("seed %d", seed).containsExactly(sorted(count, javas));
            assertThat(order.reversed().places(count))
                    .as("seed %d, reversed", seed)
                    .containsExactly(sorted(count, javas.reversed()));
        }
    }

    /** The places in Java's order, which keeps what is equal as it was, too. */
    private static int[] sorted(int count, Comparator<Integer> order) {
        List<Integer> places = IntStream.range(0, count).boxed().sorted(order).toList();
        return places.stream().mapToInt(Integer::intValue).toArray();
    }

    @Test
    void whatIsInOrderAlreadyIsOnlyLookedAt() {
        int[] comparisons = new int[1];
        SortOrder order = (a, b) -> {
            comparisons[0]++;
            return Integer.compare(a, b);
        };
        assertThat(order.places(1_000))
                .containsExactly(IntStream.range(0, 1_000).toArray());
        assertThat(comparisons[0]).isLessThan(1_000);
    }
}
