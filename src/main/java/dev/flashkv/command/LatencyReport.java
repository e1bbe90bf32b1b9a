package dev.flashkv.command;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** What the latency monitor has seen, for people to read: LATENCY DOCTOR and LATENCY GRAPH. */
final class LatencyReport {
    private static final int GRAPH_COLUMNS_MAX = 80;
    private static final int GRAPH_ROWS = 4;
    /* A column's top row is filled by a part: a third, two thirds, the whole. */
    private static final String FILLINGS = "_o#";
    private static final int AGE_ROWS = 4;

    private LatencyReport() {}

    /** A report on all events, and advice. */
    static String doctor(Monitoring monitoring) {
        LatencyMonitor monitor = monitoring.latency();
        if (!monitor.isOn()) {
            return "The latency monitor is off. CONFIG SET latency-monitor-threshold <milliseconds> switches it on:"
                    + " it then keeps what takes at least that long.\n";
        }
        List<LatencyMonitor.Series> all = monitor.all();
        if (all.isEmpty()) {
            return "Nothing has taken " + monitor.thresholdMillis()
                    + " ms or longer since the monitor was switched on or reset.\n";
        }
        StringBuilder text = new StringBuilder("What took " + monitor.thresholdMillis() + " ms or longer:\n\n");
        for (int i = 0; i < all.size(); i++) {
            text.append(i + 1).append(". ");
            describe(all.get(i), text);
        }
        text.append("\nWhat may help:\n\n");
        all.forEach(series -> advise(series.event(), monitoring, text));
        return text.toString();
    }

    private static void describe(LatencyMonitor.Series series, StringBuilder text) {
        List<LatencyMonitor.Sample> samples = series.samples();
        double average = samples.stream()
                .mapToLong(LatencyMonitor.Sample::millis)
                .average()
                .orElse(0);
        double deviation = samples.stream()
                .mapToDouble(sample -> Math.abs(sample.millis() - average))
                .average()
                .orElse(0);
        double seconds = series.latest().unixSeconds() - samples.get(0).unixSeconds();
        text.append(String.format(
                Locale.ROOT,
                "%s: %d spikes, %.0f ms on average, %.0f ms off that in the mean, %d ms the worst of all time",
                series.event().redisName(),
                samples.size(),
                average,
                deviation,
                series.worstMillis()));
        if (samples.size() > 1) {
            text.append(String.format(Locale.ROOT, ", one every %.1f s", seconds / (samples.size() - 1)));
        }
        text.append(".\n");
    }

    private static void advise(LatencyEvent event, Monitoring monitoring, StringBuilder text) {
        switch (event) {
            case COMMAND -> {
                text.append("- command: look for calls that go through many elements, such as KEYS, in SLOWLOG GET.\n");
                long micros = monitoring.slowLog().thresholdMicros();
                long wanted =
                        TimeUnit.MILLISECONDS.toMicros(monitoring.latency().thresholdMillis());
                if (micros == SlowLog.OFF || micros > wanted) {
                    text.append("  The slow log does not keep all of them: CONFIG SET slowlog-log-slower-than ")
                            .append(wanted)
                            .append(" makes it.\n");
                }
            }
            case FAST_COMMAND ->
                text.append("- fast-command: these commands do little work, so something else held them up: the garbage"
                        + " collector (see jvm_gc_millis in INFO memory), other processes on the machine, swapping.\n");
            case EXPIRE_CYCLE ->
                text.append("- expire-cycle: many keys expire at the same time, or large ones do: spread their TTLs, or"
                        + " lower flashkv.expiry.keys-per-sweep.\n");
            case EVICTION_CYCLE ->
                text.append(
                        "- eviction-cycle: keys come faster than memory allows, or large ones are evicted: give more"
                                + " maxmemory, or shorter TTLs.\n");
        }
    }

    /** A drawing of the latest samples from left to right, under each how long ago it was. */
    static String graph(LatencyMonitor.Series series, long nowSeconds) {
        List<LatencyMonitor.Sample> samples = series.samples();
        samples = samples.subList(Math.max(0, samples.size() - GRAPH_COLUMNS_MAX), samples.size());
        long low =
                samples.stream().mapToLong(LatencyMonitor.Sample::millis).min().orElse(0);
        long high =
                samples.stream().mapToLong(LatencyMonitor.Sample::millis).max().orElse(0);
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s - high %d ms, low %d ms (all time high %d ms)\n",
                series.event().redisName(),
                high,
                low,
                series.worstMillis()));
        text.append("-".repeat(GRAPH_COLUMNS_MAX)).append('\n');
        for (int row = GRAPH_ROWS - 1; row >= 0; row--) {
            for (LatencyMonitor.Sample sample : samples) {
                text.append(filling(sample.millis() - low, high - low, row));
            }
            text.append('\n');
        }
        text.append('\n');
        for (int row = 0; row < AGE_ROWS; row++) {
            StringBuilder line = new StringBuilder();
            for (LatencyMonitor.Sample sample : samples) {
                String age = age(nowSeconds - sample.unixSeconds());
                line.append(row < age.length() ? age.charAt(row) : ' ');
            }
            if (!line.toString().isBlank()) {
                text.append(line).append('\n');
            }
        }
        return text.toString();
    }

    /** What a column of that height, out of {@code max}, has in a row; the lowest row is 0. */
    private static char filling(long height, long max, int row) {
        int levels = GRAPH_ROWS * FILLINGS.length();
        int level = max == 0 ? 1 : 1 + (int) (height * (levels - 1) / max);
        int within = level - row * FILLINGS.length();
        return within <= 0 ? ' ' : FILLINGS.charAt(Math.min(within, FILLINGS.length()) - 1);
    }

    /** Such as 7s, 5m, 3h or 2d. */
    private static String age(long seconds) {
        if (seconds < 60) {
            return Math.max(0, seconds) + "s";
        } else if (seconds < 3600) {
            return seconds / 60 + "m";
        } else if (seconds < 86_400) {
            return seconds / 3600 + "h";
        }
        return seconds / 86_400 + "d";
    }
}
