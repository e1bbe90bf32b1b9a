package dev.flashkv.linearizability;

import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.util.List;

/** One client of a store, for one thread. */
public interface Caller extends AutoCloseable {

    /** Sends commands in one go. */
    void send(List<List<String>> pipeline) throws IOException;

    /** The next reply to what was sent; waits for it, but not for ever. */
    Reply receive() throws IOException;

    /** Sends one command and returns its reply. */
    default Reply call(String... command) throws IOException {
        send(List.of(List.of(command)));
        return receive();
    }

    /** Leaves, whatever has not been answered. */
    @Override
    void close() throws IOException;
}
