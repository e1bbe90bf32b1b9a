package dev.flashkv.linearizability;

import dev.flashkv.reply.Reply;
import dev.flashkv.resp.ReplyReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client on a socket of its own. */
public final class TcpCaller implements Caller {
    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    /** Connects. */
    public TcpCaller(InetSocketAddress server) throws IOException {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(server, TIMEOUT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    @Override
    public void send(List<List<String>> pipeline) throws IOException {
        StringBuilder text = new StringBuilder();
        for (List<String> command : pipeline) {
            text.append('*').append(command.size()).append("\r\n");
            for (String word : command) {
                text.append('$').append(word.length()).append("\r\n");
                text.append(word).append("\r\n");
            }
        }
        socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public Reply receive() throws IOException {
        return ReplyReader.read(in);
    }

    /** Makes {@link #close} reset the connection, as the end of a crashed client's host does. */
    public void resetWhenClosed() throws IOException {
        socket.setSoLinger(true, 0);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
