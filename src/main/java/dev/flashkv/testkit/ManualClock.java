package dev.flashkv.testkit;

import dev.flashkv.FlashKv;
import dev.flashkv.keyspace.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
 * <p><b>Active expiry.</b> An expired key is gone for everybody who asks, whatever this clock's owner does besides.
 * That it is removed although nobody asks, and counted as expired, happens on timers, which go by the actor system's
 * scheduler. A clock that {@linkplain #drive drives} a store spares a test from waiting for these: when {@link
 * #advance} returns, what has expired has been removed. The clocks of {@link TestStore} and {@link FlashKvExtension} do
 * so. To test the timers themselves, start the store in a system of Akka's testkit and move both clocks, this one
 * first:
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
public final class ManualClock implements MovableClock {
    /** The time that a clock shows at first: 2024-01-01T00:00:00Z. */
    public static final Instant DEFAULT_START = Instant.ofEpochSecond(1_704_067_200);

    /** The last instant it can show, in 2262: the last with a number of nanoseconds. */
    private static final long MAX_MILLIS = Long.MAX_VALUE / 1_000_000;

    /** Removing a million keys takes a second or two. */
    private static final long SWEEP_TIMEOUT_SECONDS = 60;

    private final AtomicLong nowMillis;
    private final Set<FlashKv> driven = new CopyOnWriteArraySet<>();

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
     * Moves the clock, and waits until the stores that it drives have removed what has expired by then. Commands that
     * run meanwhile see the old time or the new one.
     *
     * @param duration by how much, in whole milliseconds; what is less is dropped
     * @throws IllegalArgumentException if it is negative, or the time would come after 2262
     * @throws IllegalStateException if a driven store is closed, does not answer for a minute, or can't be waited for:
     *     as when a shard's own thread calls this, in something chained to a stage of the store
     */
    public void advance(Duration duration) {
        move(duration);
        try {
            // One by one: where nobody can wait for a store, its own stage says so.
            for (CompletableFuture<Long> sweep : beginSweeps()) {
                sweep.get(SWEEP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the clock has moved, but a store did not remove what has expired", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a store removed what has expired", e);
        }
    }

    /** Like {@link #advance}, but waits for no store: those it drives remove what has expired as soon as they can. */
    @Override
    public void advanceMillis(long millis) {
        move(Duration.ofMillis(millis));
        var unused = beginSweeps();
    }

    private void move(Duration duration) {
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

    private List<CompletableFuture<Long>> beginSweeps() {
        return driven.stream()
                .map(store -> store.cleanupExpired().toCompletableFuture())
                .toList();
    }

    /**
     * From now on {@link #advance} has {@code store}, which is to run on this clock, remove what has expired.
     *
     * <pre>{@code
     * FlashKv store = FlashKv.start(application.system(), clock);
     * clock.drive(store);
     * store.setWithTtl("session", "token", Duration.ofMinutes(30)).toCompletableFuture().join();
     * clock.advance(Duration.ofMinutes(31));
     * store.statistics().toCompletableFuture().join().expired(); // 1
     * }</pre>
     */
    public void drive(FlashKv store) {
        driven.add(store);
    }

    /** Ends {@link #drive}: to be called before the store is closed, if the clock is going to be used on. */
    public void release(FlashKv store) {
        driven.remove(store);
    }
}
