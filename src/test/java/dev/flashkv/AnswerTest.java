package dev.flashkv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.reply.Reply;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What it is to wait for a stage of a store; where that is refused, see {@link LifecycleTest}. */
class AnswerTest {
    private static final FlashKv STORE = FlashKv.create();

    @AfterAll
    static void close() {
        STORE.close();
    }

    private static CompletableFuture<Reply> pop(String list) {
        return STORE.execute("BLPOP", list, "0").toCompletableFuture();
    }

    @Test
    void anAnswerThatTakesLongIsWaitedForAsLong() throws Exception {
        CompletableFuture<Reply> popped = pop("late");
        CompletableFuture<?> pushed = CompletableFuture.runAsync(
                () -> STORE.execute("RPUSH", "late", "x"),
                CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS));
        assertThat(popped.get()).isEqualTo(Reply.array(Reply.bulk("late"), Reply.bulk("x")));
        pushed.join();
        assertThat(popped.join()).isSameAs(popped.get(0, TimeUnit.SECONDS));
    }

    @Test
    void waitingEndsWithItsTime() {
        CompletableFuture<Reply> popped = pop("never");
        assertThatThrownBy(() -> popped.get(0, TimeUnit.NANOSECONDS)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> popped.get(-1, TimeUnit.DAYS)).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> popped.get(1, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        STORE.execute("RPUSH", "never", "x").toCompletableFuture().join();
        assertThat(popped).succeedsWithin(Stages.PATIENCE);
    }

    @Test
    void waitingEndsByInterruption() {
        CompletableFuture<Reply> popped = pop("interrupted");
        Thread.currentThread().interrupt();
        assertThatThrownBy(popped::get).isInstanceOf(InterruptedException.class);
        STORE.execute("RPUSH", "interrupted", "x").toCompletableFuture().join();
        assertThat(popped).succeedsWithin(Stages.PATIENCE);
    }
}
