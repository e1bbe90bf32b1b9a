package dev.flashkv.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What one server has shown under one load, round after round. */
final class Rounds {

    /**
     * One round.
     *
     * @param requestsPerSecond how many were answered
     * @param cpuMicros the processor time of the server for a request
     * @param p50Millis how long the client waited for half of its pipelines, at most
     * @param p99Millis the same for 99 of 100
     */
    record Round(double requestsPerSecond, double cpuMicros, double p50Millis, double p99Millis) {
        private String json() {
            return String.format(
                    Locale.ROOT,
                    "{\"requestsPerSecond\":%.0f,\"cpuMicros\":%.3f,\"p50Millis\":%.3f,\"p99Millis\":%.3f}",
                    requestsPerSecond,
                    cpuMicros,
                    p50Millis,
                    p99Millis);
        }
    }

    private final List<Round> rounds = new ArrayList<>();

    void add(Round round) {
        rounds.add(round);
    }

    /** How many times the throughput of {@code other} this is, round by round, in ascending order. */
    List<Double> ratiosTo(Rounds other) {
        return IntStream.range(0, rounds.size())
                .mapToObj(i -> rounds.get(i).requestsPerSecond / other.rounds.get(i).requestsPerSecond)
                .sorted()
                .toList();
    }

    double median(ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).boxed().toList());
    }

    /** The middle one of the values, of which there must be one; of the two in the middle, their average. */
    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** All rounds. */
    String json() {
        return rounds.stream().map(Round::json).toList().toString();
    }

    // ---- FlashKV beside redis-server, as all tables have it ----

    /** The heads of the columns of {@link #cells}, and the line below. */
    static String heads(String first, int firstColumns) {
        return first
                + " FlashKV /s | redis /s | ratio (min–max) | CPU µs: FlashKV | redis | ratio "
                + "| p50 ms | redis | p99 ms | redis |\n|"
                + "---|".repeat(firstColumns + 10);
    }

    /** Throughput, processor time and waiting times of both, medians; what comes behind the first columns of a row. */
    static String cells(Rounds flashKv, Rounds redis) {
        List<Double> ratios = flashKv.ratiosTo(redis);
        double cpu = flashKv.median(Round::cpuMicros);
        double redisCpu = redis.median(Round::cpuMicros);
        return String.format(
                Locale.ROOT,
                " %,.0f | %,.0f | %.2f (%.2f–%.2f) | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f | %.2f |",
                flashKv.median(Round::requestsPerSecond),
                redis.median(Round::requestsPerSecond),
                median(ratios),
                ratios.get(0),
                ratios.get(ratios.size() - 1),
                cpu,
                redisCpu,
                cpu / redisCpu,
                flashKv.median(Round::p50Millis),
                redis.median(Round::p50Millis),
                flashKv.median(Round::p99Millis),
                redis.median(Round::p99Millis));
    }
}
