package dev.flashkv;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stage that a store completes, or one that follows from it. Who would wait for it for ever, because only the waiting
 * thread could complete it, is told so instead.
 */
class Answer<T> extends CompletableFuture<T> {
    private final EmbeddedDoor door;

    Answer(EmbeddedDoor door) {
        this.door = door;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Answer<>(door);
    }

    @Override
    public T join() {
        checkMayWait();
        return super.join();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        checkMayWait();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        checkMayWait();
        return super.get(timeout, unit);
    }

    private void checkMayWait() {
        if (!isDone() && !door.mayWait()) {
            throw new IllegalStateException("a shard's thread can't wait for the store: chain the next stage instead");
        }
    }
}
