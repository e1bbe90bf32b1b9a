package dev.flashkv.command;

import java.util.function.Consumer;

/**
 * What becomes of errors after which the JVM itself is not to be relied on, such as being out of memory. An embedded
 * store answers the command with an internal error and goes on: whether the process ends is its host's to decide. The
 * server process ends, for one that can do nothing any more but still holds its port is worse than none.
 */
public final class FatalErrors {
    private static volatile Consumer<VirtualMachineError> handler = error -> {};

    private FatalErrors() {}

    /** From now on {@code handler} is told of such errors, by whatever thread meets one; it may end the process. */
    public static void handleBy(Consumer<VirtualMachineError> handler) {
        FatalErrors.handler = handler;
    }

    /** To be called with whatever has been caught, before anything else is done about it. */
    public static void check(Throwable failure) {
        if (failure instanceof VirtualMachineError error) {
            handler.accept(error);
        }
    }
}
