package dev.flashkv.server;

import dev.flashkv.resp.ReplyReader;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A connection on which tests send and read bytes as they are, one char a byte. Every read ends within the timeout: a
 * server that hangs is a failed test, not a stuck build.
 */
final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 20_000;
    private static final int SYSTEM_DEFAULT = 0;

    private final Socket socket = new Socket();
    private final InputStream in;
    private final OutputStream out;

    RawClient(InetSocketAddress server) throws IOException {
        this(server, SYSTEM_DEFAULT);
    }

    /** A client whose own buffers take {@code bufferBytes} in each direction, about. */
    RawClient(InetSocketAddress server, int bufferBytes) throws IOException {
        if (bufferBytes != SYSTEM_DEFAULT) {
            socket.setReceiveBufferSize(bufferBytes);
            socket.setSendBufferSize(bufferBytes);
        }
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(server, TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /** The command as clients write it: an array of bulk strings. */
    static String command(String... words) {
        StringBuilder text = new StringBuilder("*").append(words.length).append("\r\n");
        for (String word : words) {
            text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
        }
        return text.toString();
    }

    /** Sends the bytes in one write. */
    void send(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends one command and returns its reply as it came. */
    String call(String... command) throws IOException {
        send(command(command));
        return readReply();
    }

    /** Exactly one reply, its line end included. */
    String readReply() throws IOException {
        return new String(ReplyReader.readRaw(in), StandardCharsets.ISO_8859_1);
    }

    /** Reads {@code bytes.length} bytes, or as many as come before the server closes; returns how many. */
    int read(byte[] bytes) throws IOException {
        return in.readNBytes(bytes, 0, bytes.length);
    }

    /** All that comes until the server closes. */
    String readToEnd() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        in.transferTo(bytes);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Tells the server that nothing more will come; replies can still be read. */
    void closeOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Makes {@link #close()} reset the connection, as the end of a crashed client's host does. */
    void resetWhenClosed() throws IOException {
        socket.setSoLinger(true, 0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
