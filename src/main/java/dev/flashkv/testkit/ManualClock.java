package dev.flashkv.testkit;

import dev.flashkv.keyspace.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A clock that stands still until a test moves it. A store on it measures every TTL by it:
 *
 * <pre>{@code
 * ManualClock clock = new ManualClock();
 * try (FlashKv store = FlashKv.create(clock)) {
 *     store.setWithTtl("session", "token", Duration.ofMinutes(30)).toCompletableFuture().join();
 *     clock.advance(Duration.ofMinutes(31));
 *     store.get("session").toCompletableFuture().join(); // Optional.empty
 * }
 * }</pre>
 *
 * <p><b>Active expiry.</b> An expired key is gone for everybody who asks, whatever this clock's owner does besides. When it
 * is removed although nobody asks is up to a timer of Akka, which goes by the actor system's scheduler. A test that wants
 * to see that happens starts the store in a system of Akka's testkit and moves both clocks, this one first:
 *
 * <pre>{@code
 * ActorTestKit testKit = ActorTestKit.create(ManualTime.config());
 * ManualTime timers = ManualTime.get(testKit.system());
 * FlashKv store = FlashKv.start(testKit.system(), clock);
 * store.setWithTtl("session", "token", Duration.ofMillis(50)).toCompletableFuture().join();
 * store.dbSize().toCompletableFuture().join(); // all shards have set their timers for what they did so far
 * clock.advance(Duration.ofMillis(100));
 * timers.timePasses(Duration.ofMillis(100));
 * store.statistics().toCompletableFuture().join().expired(); // 1
 * }</pre>
 *
 * <p>Timers that are set in answer to such a step come with the next one. Thread-safe. Time never goes
 * backwards.
 */
public final class ManualClock implements Clock {
    /** The time that a clock shows at first: 2024-01-01T00:00:00Z. */
    public static final Instant DEFAULT_START = Instant.ofEpochSecond(1_704_067_200);

    /** The last instant it can show, in 2262: the last with a number of nanoseconds. */
    private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

    private final AtomicLong nowMillis;

    /** A clock that shows {@link #DEFAULT_START}. */
    public ManualClock() {
        this(DEFAULT_START);
    }

    /**
     * A clock that shows {@code start}; what is less than a millisecond is dropped.
     *
     * @throws IllegalArgumentException if that is not from 1970 to 2262
     */
    public ManualClock(Instant start) {
        if (start.isBefore(Instant.EPOCH) || start.isAfter(Instant.ofEpochMilli(MAX_MILLIS))) {
            throw new IllegalArgumentException("not from 1970 to 2262: " + start);
        }
        nowMillis = new AtomicLong(start.toEpochMilli());
    }

    @Override
    public long nowMillis() {
        return nowMillis.get();
    }

    /** The time it shows. */
    public Instant now() {
        return Instant.ofEpochMilli(nowMillis());
    }

    /**
     * Moves the clock.
     *
     * @param duration by how much, in whole milliseconds; what is less is dropped
     * @throws IllegalArgumentException if it is negative, or the time would come after 2262
     */
    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("time never goes backwards: " + duration);
        }
        nowMillis.updateAndGet(now -> {
            if (duration.compareTo(Duration.ofMillis(MAX_MILLIS - now)) > 0) {
                throw new IllegalArgumentException("too far: " + duration);
            }
            return now + duration.toMillis();
        });
    }
}
