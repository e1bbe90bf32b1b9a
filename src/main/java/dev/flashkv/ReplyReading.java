package dev.flashkv;

import akka.Done;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Reply;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Turns replies into what the typed operations promise. */
final class ReplyReading {

    /** What TTL answers when there is no such key. */
    private static final long NO_KEY = -2;

    private ReplyReading() {}

    /** What {@code reading} makes of the reply; an error reply fails the stage with {@link CommandException} itself. */
    static <T> CompletionStage<T> read(CompletionStage<Reply> reply, Function<Reply, T> reading) {
        // Not thenApply, which would hide the exception in a CompletionException from whoever looks at this stage.
        CompletableFuture<T> result = reply.toCompletableFuture().newIncompleteFuture();
        CompletionStage<?> unused = reply.whenComplete((answer, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else if (answer instanceof Reply.ErrorReply error) {
                result.completeExceptionally(new CommandException(error));
            } else {
                try {
                    result.complete(reading.apply(answer));
                } catch (RuntimeException unreadable) {
                    result.completeExceptionally(unreadable);
                }
            }
        });
        return result;
    }

    /** What {@code next} makes of the result; a failure of either fails the stage with just that. */
    static <T, U> CompletionStage<U> then(CompletionStage<T> first, Function<T, CompletionStage<U>> next) {
        CompletableFuture<U> result = first.toCompletableFuture().newIncompleteFuture();
        CompletionStage<?> unused = first.whenComplete((value, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                CompletionStage<?> unusedToo = next.apply(value).whenComplete((last, laterFailure) -> {
                    if (laterFailure != null) {
                        result.completeExceptionally(laterFailure);
                    } else {
                        result.complete(last);
                    }
                });
            }
        });
        return result;
    }

    static Done done(Reply reply) {
        return Done.getInstance();
    }

    static long integer(Reply reply) {
        if (reply instanceof Reply.IntegerReply integer) {
            return integer.value();
        }
        throw unexpected(reply);
    }

    static boolean flag(Reply reply) {
        return integer(reply) != 0;
    }

    static OptionalLong remaining(Reply reply) {
        long remaining = integer(reply);
        return remaining == NO_KEY ? OptionalLong.empty() : OptionalLong.of(remaining);
    }

    static String status(Reply reply) {
        if (reply instanceof Reply.Status status) {
            return status.text();
        }
        throw unexpected(reply);
    }

    static Bytes bytes(Reply reply) {
        if (reply instanceof Reply.Bulk bulk) {
            return bulk.bytes();
        }
        throw unexpected(reply);
    }

    static String text(Reply reply) {
        return bytes(reply).toString();
    }

    static Optional<Bytes> optionalBytes(Reply reply) {
        return reply instanceof Reply.Null ? Optional.empty() : Optional.of(bytes(reply));
    }

    static Optional<String> optionalText(Reply reply) {
        return reply instanceof Reply.Null ? Optional.empty() : Optional.of(text(reply));
    }

    /** A list of what {@code reading} makes of each element; no array is an empty list. */
    static <T> Function<Reply, List<T>> listOf(Function<Reply, T> reading) {
        return reply -> {
            if (reply instanceof Reply.Null) {
                return List.of();
            }
            return elements(reply).stream().map(reading).toList();
        };
    }

    static <T> Function<Reply, ScanPage<T>> page(Function<Reply, T> reading) {
        return reply -> {
            List<Reply> parts = elements(reply);
            return new ScanPage<>(
                    Long.parseUnsignedLong(text(parts.get(0))),
                    elements(parts.get(1)).stream().map(reading).toList());
        };
    }

    private static List<Reply> elements(Reply reply) {
        if (reply instanceof Reply.Array array) {
            return array.elements();
        }
        throw unexpected(reply);
    }

    private static IllegalStateException unexpected(Reply reply) {
        return new IllegalStateException("not the kind of reply that this command gives: " + reply);
    }
}
