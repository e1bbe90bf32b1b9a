package dev.flashkv;

import static org.assertj.core.api.Assertions.fail;

import dev.flashkv.reply.CommandException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for stages, in tests only. */
public final class Stages {
    /** More than anything takes that does not hang. */
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private Stages() {}

    /** The stage's result; what failed it is thrown as it is. */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("not completed after " + PATIENCE, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** What a stage fails with, as those see it that look at this very stage. */
    public static Throwable failureOf(CompletionStage<?> stage) {
        return await(stage.<Throwable>handle(
                (result, failure) -> failure == null ? new AssertionError("succeeded: " + result) : failure));
    }

    /** The error that a typed operation ends with. */
    public static String errorOf(CompletionStage<?> stage) {
        Throwable failure = failureOf(stage);
        if (failure instanceof CommandException expected) {
            return expected.reply().text();
        }
        return fail("not an error of Redis", failure);
    }
}
