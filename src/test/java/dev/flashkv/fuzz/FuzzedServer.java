package dev.flashkv.fuzz;

import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;

/**
 * A whole server that any bytes are sent to, on a connection of their own: it must close in the end and go on serving.
 */
final class FuzzedServer implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;

    private final FlashKv store = FlashKv.create();
    private final TcpDoor door = store.listen("127.0.0.1", 0);

    /**
     * Sends the bytes and reads to the end; throws an {@link AssertionError} when there is none, or the server is no
     * more.
     */
    void take(byte[] data) throws IOException {
        try (Socket socket =
                new Socket(door.address().getAddress(), door.address().getPort())) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(data);
            socket.shutdownOutput();
            InputStream replies = socket.getInputStream();
            replies.transferTo(OutputStream.nullOutputStream());
        } catch (SocketException e) {
            // It has closed before it had read all, as after a protocol error.
        }
        // Whatever was changed on purpose is set back, so that one input does not decide what the next one meets.
        for (String[] call : new String[][] {
            {"CLIENT", "UNPAUSE"},
            {"CONFIG", "SET", "requirepass", "", "maxclients", "10000", "maxmemory", "0"},
            {"FLUSHALL"}
        }) {
            Reply reply = store.execute(call).toCompletableFuture().join();
            if (reply instanceof Reply.ErrorReply) {
                throw new AssertionError(call[0] + " answers " + reply);
            }
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
