package dev.flashkv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Reply;
import dev.flashkv.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AtomicExecutionTest {
    private static final Bytes STOCK = Bytes.of("stock");

    private final ManualClock clock = new ManualClock();
    private final FlashKv store = FlashKv.create(clock);

    @AfterEach
    void close() {
        store.close();
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void carriesOutAllCommandsTogether() {
        List<Reply> replies = get(store.atomically(
                store.batch().add("SET", "a", "1").add("LPUSH", "a", "x").add("MGET", "a", "b")));
        assertThat(replies)
                .satisfiesExactly(
                        ok -> assertThat(ok).isEqualTo(Reply.OK),
                        error -> assertThat(error).isInstanceOf(Reply.ErrorReply.class),
                        values -> assertThat(values).isEqualTo(Reply.array(Reply.bulk("1"), Reply.NULL)));
        assertThat(get(store.atomically(store.batch()))).isEmpty();
    }

    @Test
    void whatCannotBeQueuedKeepsAllFromBeingCarriedOut() {
        assertThatThrownBy(() ->
                        get(store.atomically(store.batch().add("SET", "a", "1").add("NONSENSE"))))
                .hasCauseInstanceOf(CommandException.class)
                .hasMessageContaining("unknown command 'NONSENSE'");
        assertThat(get(store.get("a"))).isEmpty();
    }

    @Test
    void aBatchThatQuitsIsNotTakenForOneThatCameTooLate() {
        assertThatThrownBy(() -> get(store.atomically(
                        List.of(STOCK),
                        () -> CompletableFuture.completedFuture(
                                store.batch().add("SET", "a", "1").add("QUIT")))))
                .hasCauseInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has ended before its EXEC");
        assertThat(get(store.get("a"))).isEmpty();
    }

    @Test
    void aBatchIsForOneExecution() {
        CommandBatch batch = store.batch().add("PING");
        get(store.atomically(batch));
        assertThatThrownBy(() -> store.atomically(batch)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void decidesByWhatItHasRead() {
        get(store.set("stock", "10"));
        Optional<List<Reply>> replies = get(store.atomically(
                List.of(STOCK),
                () -> store.get("stock")
                        .thenApply(stock -> store.batch()
                                .add("SET", "stock", Integer.toString(Integer.parseInt(stock.orElseThrow()) / 2))
                                .add("INCR", "sales"))));
        assertThat(replies).contains(List.of(Reply.OK, Reply.integer(1)));
        assertThat(get(store.get("stock"))).contains("5");
    }

    @Test
    void doesNothingIfAWatchedKeyChangesMeanwhile() {
        get(store.set("stock", "10"));
        assertThat(get(store.atomically(
                        List.of(Bytes.of("other"), STOCK),
                        () -> store.set("stock", "9")
                                .thenApply(isNew -> store.batch().add("SET", "stock", "5")))))
                .isEmpty();
        assertThat(get(store.get("stock"))).contains("9");
    }

    @Test
    void doesNothingIfAWatchedKeyExpiresMeanwhile() {
        get(store.setWithTtl("stock", "10", Duration.ofSeconds(1)));
        assertThat(get(store.atomically(List.of(STOCK), () -> {
                    clock.advance(Duration.ofMillis(1001));
                    return CompletableFuture.completedFuture(store.batch().add("SET", "stock", "5"));
                })))
                .isEmpty();
        assertThat(get(store.get("stock"))).isEmpty();
    }

    @Test
    void aFailureToDecideEndsIt() {
        assertThatThrownBy(() -> get(store.atomically(List.of(STOCK), () -> {
                    throw new ArithmeticException("undecided");
                })))
                .hasCauseInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> get(store.atomically(
                        List.of(),
                        () -> CompletableFuture.completedFuture(store.batch().add("PING")))))
                .hasCauseInstanceOf(CommandException.class)
                .hasMessageContaining("wrong number of arguments for 'watch'");
    }

    @Test
    void manyThatTryAgainLoseNoUpdate() {
        int clients = 8;
        int increments = 50;
        List<CompletionStage<Void>> all = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            all.add(incrementTimes(increments));
        }
        all.forEach(AtomicExecutionTest::get);
        assertThat(get(store.get("stock"))).contains(Integer.toString(clients * increments));
    }

    private CompletionStage<Void> incrementTimes(int times) {
        if (times == 0) {
            return CompletableFuture.completedFuture(null);
        }
        return store.atomically(
                        List.of(STOCK),
                        () -> store.get("stock")
                                .thenApply(stock -> store.batch()
                                        .add("SET", "stock", Long.toString(Long.parseLong(stock.orElse("0")) + 1))))
                .thenComposeAsync(done -> incrementTimes(done.isPresent() ? times - 1 : times));
    }
}
