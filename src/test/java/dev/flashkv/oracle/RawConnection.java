package dev.flashkv.oracle;

import dev.flashkv.resp.ReplyReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A blocking connection that shows replies as they are on the wire. Every read ends within the timeout: a server that
 * hangs is a failed test, not a stuck build.
 */
final class RawConnection implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    RawConnection(Target target, Duration timeout) throws IOException {
        try {
            socket.connect(target.address(), Math.toIntExact(timeout.toMillis()));
            socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            out = socket.getOutputStream();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Changes how long a read may take from now on. */
    void timeout(Duration timeout) throws IOException {
        socket.setSoTimeout(Math.toIntExact(timeout.toMillis()));
    }

    /** Sends the commands as one pipeline, in one write. */
    void send(List<Command> commands) throws IOException {
        ByteArrayOutputStream pipeline = new ByteArrayOutputStream();
        for (Command command : commands) {
            pipeline.writeBytes(command.encoded());
        }
        out.write(pipeline.toByteArray());
    }

    /** Sends bytes, one char a byte, as they are. */
    void sendRaw(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Tells the server that nothing more will come, while replies can still be read. */
    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Exactly one complete reply, one char a byte. */
    String readReply() throws IOException {
        return new String(ReplyReader.readRaw(in), StandardCharsets.ISO_8859_1);
    }

    /** The replies that have arrived by now; waits for the rest of one that has begun. */
    List<String> readAvailable() throws IOException {
        List<String> replies = new ArrayList<>();
        while (in.available() > 0) {
            replies.add(readReply());
        }
        return replies;
    }

    /** Appends all that comes until the server closes; if it does not in time, what came is there all the same. */
    void readToEnd(StringBuilder received) throws IOException {
        try {
            int next = in.read();
            while (next >= 0) {
                received.append((char) next);
                next = in.read();
            }
        } catch (SocketException e) {
            // A reset: the server closed while bytes of ours were on their way to it. What it sent before has arrived.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
