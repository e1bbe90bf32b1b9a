package dev.flashkv.linearizability;

import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

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

    /** Commands at one instant, by MULTI and EXEC: the reply to EXEC. */
    default Reply transaction(List<List<String>> commands) throws IOException {
        List<List<String>> all = new ArrayList<>(List.of(List.of("MULTI")));
        all.addAll(commands);
        all.add(List.of("EXEC"));
        send(all);
        for (int i = 0; i <= commands.size(); i++) {
            Reply reply = receive();
            if (!reply.equals(i == 0 ? Reply.OK : Reply.status("QUEUED"))) {
                throw new AssertionError(all.get(i) + " is answered " + reply);
            }
        }
        return receive();
    }

    /**
     * Watches keys, looks at them all, and carries out what {@code decide} says then, unless one of them has changed
     * meanwhile: the commands' replies, or a null.
     */
    default Reply ifUnchanged(List<String> keys, Function<Reply, List<List<String>>> decide) throws IOException {
        Reply watched = call(with("WATCH", keys));
        if (!watched.equals(Reply.OK)) {
            throw new AssertionError("WATCH is answered " + watched);
        }
        return transaction(decide.apply(call(with("MGET", keys))));
    }

    /** A command and its arguments. */
    static String[] with(String name, List<String> arguments) {
        return Stream.concat(Stream.of(name), arguments.stream()).toArray(String[]::new);
    }

    /** Leaves, whatever has not been answered. */
    @Override
    void close() throws IOException;
}
