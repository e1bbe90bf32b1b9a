package dev.flashkv.shard;

import dev.flashkv.command.Client;
import dev.flashkv.command.ClientPause;
import dev.flashkv.command.Command;
import dev.flashkv.command.Handler;
import dev.flashkv.command.Transaction;
import dev.flashkv.keyspace.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pause that CLIENT PAUSE begins, and the batches whose next command waits for its end. Thread-safe. */
public final class Pause implements ClientPause {

    /*
     * A batch that waits belongs to nobody but this; it goes on from outside all shards, wherever it was before. It
     * goes on by a task of the timer, never within a call: whoever ends the pause is in the midst of a command.
     *
     * Until start has been called nothing waits.
     */

    /** Runs tasks on threads of its own. */
    @FunctionalInterface
    public interface Timer {
        /** Runs {@code task} in that many milliseconds; 0 means soon. */
        void runInMillis(long delayMillis, Runnable task);
    }

    /* A timer has no place for a task of next year: it looks again after a while. */
    private static final long DELAY_MILLIS_MAX = 60_000;

    private enum Kind {
        NONE,
        WRITES,
        ALL
    }

    private final Clock clock;
    private final List<Batch> waiting = new ArrayList<>();
    private volatile Kind kind = Kind.NONE;
    private long endMillis;
    private @Nullable Timer timer;
    private @Nullable Consumer<Batch> goOn;

    Pause(Clock clock) {
        this.clock = clock;
    }

    /**
     * Lets batches go on by {@code goOn}, called on the threads of {@code timer}, when the pause is over. To be called
     * once, before the first pause.
     */
    public synchronized void start(Timer timer, Consumer<Batch> goOn) {
        this.timer = timer;
        this.goOn = goOn;
    }

    /** Whether there may be a pause: for those who look at every command. */
    boolean isOn() {
        return kind != Kind.NONE;
    }

    /** Whether this call has to wait. */
    boolean holdsBack(Command command, Client client) {
        Kind now = kind;
        return now != Kind.NONE && (now == Kind.ALL || mayWrite(command, client)) && !command.isRefused() && !isOver();
    }

    private static boolean mayWrite(Command command, Client client) {
        Transaction transaction = client.transaction();
        return command.spec().mayWrite()
                || (transaction != null
                        && transaction.mayWrite()
                        && command.spec().handler() instanceof Handler.Exec);
    }

    /** Takes the batch over until the pause ends; returns false, and leaves it, if that has happened meanwhile. */
    synchronized boolean keep(Batch batch) {
        if (kind == Kind.NONE || timer == null) {
            return false;
        }
        batch.client().waiting(true);
        batch.parked();
        waiting.add(batch);
        return true;
    }

    private synchronized boolean isOver() {
        if (kind != Kind.NONE && clock.nowMillis() >= endMillis) {
            end();
        }
        return kind == Kind.NONE;
    }

    @Override
    public synchronized void begin(long endMillis, boolean writesOnly) {
        long nowMillis = clock.nowMillis();
        boolean begins = isOver();
        if (begins && endMillis <= nowMillis) {
            return;
        }
        this.endMillis = begins ? endMillis : Math.max(this.endMillis, endMillis);
        if (!writesOnly) {
            kind = Kind.ALL;
        } else if (begins) {
            kind = Kind.WRITES;
        }
        if (begins) {
            wake(this.endMillis - nowMillis);
        }
    }

    private void wake(long delayMillis) {
        if (timer != null) {
            timer.runInMillis(Math.min(delayMillis, DELAY_MILLIS_MAX), this::onTime);
        }
    }

    private synchronized void onTime() {
        if (!isOver()) {
            wake(endMillis - clock.nowMillis());
        }
    }

    @Override
    public synchronized void end() {
        kind = Kind.NONE;
        if (waiting.isEmpty() || timer == null) {
            return;
        }
        List<Batch> batches = List.copyOf(waiting);
        waiting.clear();
        timer.runInMillis(0, () -> batches.forEach(this::goOn));
    }

    private void goOn(Batch batch) {
        batch.client().waiting(false);
        batch.resumed();
        if (goOn != null) {
            goOn.accept(batch);
        }
    }

    @Override
    public synchronized int waitingClients() {
        return (int)
                waiting.stream().filter(batch -> !batch.client().isClosing()).count();
    }
}
