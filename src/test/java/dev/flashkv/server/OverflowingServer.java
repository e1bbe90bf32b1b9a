package dev.flashkv.server;

import dev.flashkv.Main;
import dev.flashkv.command.PlantedFault;
import java.util.Arrays;

/**
 * The server process with a command that overflows the stack: the first argument is its name, the others are the
 * server's.
 */
final class OverflowingServer {
    private OverflowingServer() {}

    /** Starts it. */
    public static void main(String[] args) {
        PlantedFault.overflow(args[0]);
        Main.main(Arrays.copyOfRange(args, 1, args.length));
    }
}
