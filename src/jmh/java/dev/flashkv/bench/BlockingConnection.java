package dev.flashkv.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A connection of one thread, which waits for what it sends and reads. */
final class BlockingConnection implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
    private final ReplyCounter replies = new ReplyCounter();

    BlockingConnection(int port) throws IOException {
        channel = SocketChannel.open();
        channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Appends a command as clients write it; its words are ASCII. */
    static void append(ByteBuffer out, String... words) {
        out.put(ascii("*" + words.length + "\r\n"));
        for (String word : words) {
            out.put(ascii("$" + word.length() + "\r\n" + word + "\r\n"));
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends all of it. */
    void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Reads as many whole replies. */
    void awaitReplies(int count) throws IOException {
        int awaited = count;
        while (awaited > 0) {
            receive();
            awaited -= replies.feed(in);
        }
    }

    /** Reads what has come of the replies, at least one byte of it, into {@link #in}. */
    private void receive() throws IOException {
        in.clear();
        if (channel.read(in) < 0) {
            throw new IOException("the server has closed the connection");
        }
        in.flip();
    }

    /** Sends one command and reads its reply. */
    void call(String... words) throws IOException {
        sendOne(words);
        awaitReplies(1);
    }

    /** Sends one command and returns its reply, as it came: markers, lengths and line ends included. */
    String ask(String... words) throws IOException {
        sendOne(words);
        StringBuilder reply = new StringBuilder();
        int whole = 0;
        while (whole == 0) {
            receive();
            reply.append(StandardCharsets.ISO_8859_1.decode(in.duplicate()));
            whole = replies.feed(in);
        }
        return reply.toString();
    }

    private void sendOne(String... words) throws IOException {
        int length = 16;
        for (String word : words) {
            length += word.length() + 16;
        }
        ByteBuffer request = ByteBuffer.allocate(length);
        append(request, words);
        send(request.flip());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
