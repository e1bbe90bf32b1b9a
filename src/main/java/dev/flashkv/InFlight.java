package dev.flashkv;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the embedded batches on their way, so that closing can let them finish. Thread-safe, no locks. */
final class InFlight {

    /* The sign bit says that no more may begin; the rest counts. One word, so that both change together. */
    private static final long CLOSED = Long.MIN_VALUE;

    private final AtomicLong state = new AtomicLong();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();

    /** A batch begins; says whether it may. */
    boolean begin() {
        if (state.incrementAndGet() > 0) {
            return true;
        }
        end();
        return false;
    }

    /** A batch that was let begin has ended. */
    void end() {
        if (state.decrementAndGet() == CLOSED) {
            drained.complete(null);
        }
    }

    /** Lets no more begin. Says whether this is the first call. */
    boolean refuseNew() {
        long before = state.getAndUpdate(count -> count | CLOSED);
        if (before == 0) {
            drained.complete(null);
        }
        return before >= 0;
    }

    /** Completes when no more may begin and all have ended. */
    CompletableFuture<Void> drained() {
        return drained;
    }
}
