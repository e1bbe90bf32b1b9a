package dev.flashkv.dispatch;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.AbstractSelectableChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A selector that, called on an event loop, runs the loop's tasks before it looks at the sockets. Called on any other
 * thread it is the JDK's selector and nothing else.
 */
final class LoopSelector extends AbstractSelector {

    /*
     * The JDK's selector does the work, and its keys are what registering returns. wakeup() is a flag: the select()
     * that comes next, or is under way but not asleep, does not sleep. Only a loop that does sleep is really woken.
     *
     * The first select() on a loop makes this the loop's selector. Where the loop has one already, Akka's task that
     * called select() is sent to a loop without: two selectors on one loop would sleep through each other's events.
     */

    private final Selector sockets;
    private volatile boolean woken;
    private volatile @Nullable EventLoop loop;

    LoopSelector(SelectorProvider provider, Selector sockets) {
        super(provider);
        this.sockets = sockets;
    }

    @Override
    public int select() throws IOException {
        EventLoop current = EventLoop.current();
        if (current == null) {
            return sockets.select();
        }
        EventLoop owner = loop;
        if (owner == null) {
            owner = settle(current);
        }
        return owner == current ? current.select(this, sockets) : sockets.selectNow();
    }

    private @Nullable EventLoop settle(EventLoop current) {
        if (current.adopt(this)) {
            loop = current;
            return current;
        }
        current.group().sendToLoopWithoutSelector(current.running());
        return null;
    }

    @Override
    public int select(long timeoutMillis) throws IOException {
        return EventLoop.current() == null ? sockets.select(timeoutMillis) : select();
    }

    @Override
    public int selectNow() throws IOException {
        return sockets.selectNow();
    }

    @Override
    public Selector wakeup() {
        woken = true;
        EventLoop owner = loop;
        if (owner == null) {
            sockets.wakeup();
        } else if (EventLoop.current() != owner) {
            owner.wake();
        }
        return this;
    }

    /** Takes note of a wake-up; says whether there was one. */
    boolean takeWakeup() {
        boolean was = woken;
        if (was) {
            woken = false;
        }
        return was;
    }

    /** Wakes the thread that sleeps in this selector, or the next that would. */
    void wakeSleeper() {
        sockets.wakeup();
    }

    @Override
    protected SelectionKey register(AbstractSelectableChannel channel, int operations, Object attachment) {
        try {
            // The channel notes the key once for the JDK's selector and once for this one; it forgets both together.
            return channel.register(sockets, operations, attachment);
        } catch (ClosedChannelException e) {
            throw new IllegalBlockingModeException();
        }
    }

    @Override
    public Set<SelectionKey> keys() {
        return sockets.keys();
    }

    @Override
    public Set<SelectionKey> selectedKeys() {
        return sockets.selectedKeys();
    }

    @Override
    protected void implCloseSelector() throws IOException {
        sockets.close();
        EventLoop owner = loop;
        if (owner != null) {
            owner.release(this);
        }
    }
}
