package dev.flashkv;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The answers that embedded callers wait for, so that closing can let them come in, and fail those that never will.
 * Thread-safe.
 */
final class InFlight {

    /*
     * begin: enters itself, then looks whether it may. refuseNew: closes, then looks whether anybody is there. However
     * the two interleave, one of them sees the other, so nobody is overlooked.
     */

    private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean closed;

    /** An answer is going to be waited for; says whether it may. */
    boolean begin(CompletableFuture<?> answer) {
        if (closed) {
            return false;
        }
        waiting.add(answer);
        if (closed) {
            end(answer);
            return false;
        }
        return true;
    }

    /** An answer that was let begin has come in. */
    @SuppressWarnings("CollectionUndefinedEquality") // a future equals itself and no other
    void end(CompletableFuture<?> answer) {
        waiting.remove(answer);
        if (closed) {
            completeIfDrained();
        }
    }

    /** Lets no more begin. */
    void refuseNew() {
        closed = true;
        completeIfDrained();
    }

    /** Whether no more may begin. */
    boolean isClosed() {
        return closed;
    }

    /** Completes when no more may begin and all have come in. */
    CompletableFuture<Void> drained() {
        return drained;
    }

    /** Fails all that have not come in. */
    void abandon() {
        for (CompletableFuture<?> answer : waiting) {
            answer.completeExceptionally(closedTooEarly());
            end(answer);
        }
    }

    /** What an answer fails with that does not come in before the store is closed. */
    static IllegalStateException closedTooEarly() {
        return new IllegalStateException("the store was closed before it could answer");
    }

    private void completeIfDrained() {
        // Not isEmpty, whose count may be off for a moment while others come and go.
        if (!waiting.iterator().hasNext()) {
            drained.complete(null);
        }
    }
}
