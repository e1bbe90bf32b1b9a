package dev.flashkv.server;

import akka.io.Inet;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import java.util.function.IntSupplier;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the operating system probe connections that have been silent for a while, so that it notices when the other end
 * is gone without a word: the setting tcp-keepalive.
 */
final class KeepAlive extends Inet.AbstractSocketOption {

    /* As redis-server has it: three probes without an answer, a third of the time apart, end the connection. */
    private static final int PROBES = 3;
    private static final Logger LOG = LoggerFactory.getLogger(KeepAlive.class);

    private final IntSupplier seconds;

    /** Probes each connection after as many seconds as {@code seconds} says when it begins; 0 for never. */
    KeepAlive(IntSupplier seconds) {
        this.seconds = seconds;
    }

    @Override
    public void afterConnect(Socket socket) {
        int idleSeconds = seconds.getAsInt();
        if (idleSeconds == 0) {
            return;
        }
        try {
            socket.setKeepAlive(true);
            SocketChannel channel = socket.getChannel();
            setIfSupported(channel, ExtendedSocketOptions.TCP_KEEPIDLE, idleSeconds);
            setIfSupported(channel, ExtendedSocketOptions.TCP_KEEPINTERVAL, Math.max(1, idleSeconds / PROBES));
            setIfSupported(channel, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        } catch (IOException | IllegalArgumentException e) {
            // The connection is as good without; a client that has gone again already is told apart elsewhere.
            LOG.debug("Could not set keep-alive", e);
        }
    }

    private static void setIfSupported(SocketChannel channel, SocketOption<Integer> option, int value)
            throws IOException {
        if (channel.supportedOptions().contains(option)) {
            channel.setOption(option, value);
        }
    }
}
