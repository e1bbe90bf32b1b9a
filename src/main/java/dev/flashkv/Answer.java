package dev.flashkv;

import dev.flashkv.dispatch.Spin;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A stage that a store completes, or one that follows from it. Who might wait for it for ever, as it is the waiting
 * thread that has to complete it, is told so instead.
 */
class Answer<T> extends CompletableFuture<T> {

    /*
     * A single command is answered within a few microseconds, and to wake a thread that has parked takes several times
     * as long. So whoever waits for one looks for the answer for a while before parking, as long as there are
     * processors for that beside one for the shards. Not for a batch, for which callers would keep the shards from
     * running that are to answer them: several with batches of 16 came to half of their throughput.
     */

    private static final AtomicInteger SPINNERS = new AtomicInteger();

    private final EmbeddedDoor door;
    private final boolean brief;

    /** That of a call through {@code door}; {@code brief} if it is worth looking for before parking. */
    Answer(EmbeddedDoor door, boolean brief) {
        this.door = door;
        this.brief = brief;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Answer<>(door, brief);
    }

    @Override
    public T join() {
        prepareToWait();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        prepareToWait();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        prepareToWait();
        return super.get(timeout, unit);
    }

    private void prepareToWait() {
        if (isDone()) {
            return;
        }
        if (!door.mayWait()) {
            throw new IllegalStateException("a shard's thread can't wait for the store: chain the next stage instead");
        }
        if (!brief || SPINNERS.get() >= Spin.THREADS_MAX) {
            return;
        }
        try {
            if (SPINNERS.incrementAndGet() <= Spin.THREADS_MAX) {
                Spin.until(this::isDone);
            }
        } finally {
            SPINNERS.decrementAndGet();
        }
    }
}
