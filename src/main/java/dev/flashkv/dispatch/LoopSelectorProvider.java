package dev.flashkv.dispatch;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import org.jspecify.annotations.Nullable;

/**
 * The JVM's selector provider while FlashKV's server process runs on event loops: everything is the JDK's own, but
 * that selectors know the loops. Only the server process installs it; an embedded store leaves its host's alone.
 */
public final class LoopSelectorProvider extends SelectorProvider {
    private static final String PROPERTY = "java.nio.channels.spi.SelectorProvider";
    private static final String JDK_PROVIDER = "sun.nio.ch.DefaultSelectorProvider";

    private final SelectorProvider jdk;

    /**
     * Made by the JVM, which reads the class' name from a system property.
     *
     * @throws IllegalStateException if the JVM was started without the right to reach its own provider
     */
    public LoopSelectorProvider() {
        try {
            jdk = (SelectorProvider)
                    Class.forName(JDK_PROVIDER).getMethod("get").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the JDK's selector provider can't be reached", e);
        }
    }

    /**
     * Makes this the JVM's provider if that is possible. It must come before the first use of a socket or selector.
     *
     * @return whether it is the provider now; if not, it says so by {@code false} and nothing has changed, for instance
     *     because the JVM was not started with {@code --add-exports java.base/sun.nio.ch=ALL-UNNAMED}
     */
    public static boolean install() {
        @Nullable String before = System.getProperty(PROPERTY);
        try {
            new LoopSelectorProvider();
        } catch (IllegalStateException e) {
            return false;
        }
        System.setProperty(PROPERTY, LoopSelectorProvider.class.getName());
        if (provider() instanceof LoopSelectorProvider) {
            return true;
        }
        if (before == null) {
            System.clearProperty(PROPERTY);
        } else {
            System.setProperty(PROPERTY, before);
        }
        return false;
    }

    @Override
    public AbstractSelector openSelector() throws IOException {
        return new LoopSelector(this, jdk.openSelector());
    }

    @Override
    public DatagramChannel openDatagramChannel() throws IOException {
        return jdk.openDatagramChannel();
    }

    @Override
    public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
        return jdk.openDatagramChannel(family);
    }

    @Override
    public Pipe openPipe() throws IOException {
        return jdk.openPipe();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel() throws IOException {
        return jdk.openServerSocketChannel();
    }

    @Override
    public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
        return jdk.openServerSocketChannel(family);
    }

    @Override
    public SocketChannel openSocketChannel() throws IOException {
        return jdk.openSocketChannel();
    }

    @Override
    public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
        return jdk.openSocketChannel(family);
    }

    @Override
    public @Nullable Channel inheritedChannel() throws IOException {
        return jdk.inheritedChannel();
    }
}
