package dev.flashkv.server;

import dev.flashkv.command.Client;
import dev.flashkv.command.ClientBuffers;
import java.util.Arrays;
import java.util.Collection;

/** The largest buffers of any client in the last few seconds, looked at once a second. Thread-safe. */
final class BufferPeaks {
    private static final int SECONDS = 8;

    private final long[] inputBytes = new long[SECONDS];
    private final long[] outputBytes = new long[SECONDS];
    private int next;

    /** Looks at the clients; to be called once a second. O(clients). */
    synchronized void sample(Collection<Client> clients) {
        long input = 0;
        long output = 0;
        for (Client client : clients) {
            ClientBuffers buffers = client.buffers();
            input = Math.max(input, buffers.inputBytes());
            output = Math.max(output, buffers.waitingBytes());
        }
        inputBytes[next] = input;
        outputBytes[next] = output;
        next = (next + 1) % SECONDS;
    }

    /** The largest that one client had sent and that was not carried out yet. */
    synchronized long inputBytes() {
        return Arrays.stream(inputBytes).max().orElse(0);
    }

    /** The largest that waited for one client. */
    synchronized long outputBytes() {
        return Arrays.stream(outputBytes).max().orElse(0);
    }
}
