package dev.flashkv.server;

import dev.flashkv.Main;
import dev.flashkv.command.PlantedFault;
import dev.flashkv.dispatch.LoopThreads;
import java.util.Arrays;

/**
 * The server process with a command after which its loop meets an error that nobody but Akka catches, and that ends the
 * actor system: the first argument is the command's name, the others are the server's.
 */
final class EndingServer {
    private EndingServer() {}

    /** Starts it. */
    public static void main(String[] args) {
        PlantedFault.after(args[0], EndingServer::endSystem);
        Main.main(Arrays.copyOfRange(args, 1, args.length));
    }

    /** Returns false: the command itself succeeds. */
    private static boolean endSystem() {
        if (!LoopThreads.afterOthers(EndingServer::fail)) {
            throw new IllegalStateException("not on an event loop");
        }
        return false;
    }

    private static void fail() {
        throw new LinkageError("planted");
    }
}
