package dev.flashkv.dispatch;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Several event loops as one executor. A task submitted by a loop stays on that loop; others go to the loops in turn.
 */
final class EventLoopGroup extends AbstractExecutorService {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoopGroup.class);

    /*
     * pins: tasks that always run on one loop, whoever submits them. They are the tasks of selectors that came to a
     * loop which had one already, so there are at most as many as loops; the array is replaced whole.
     */

    private record Pin(Runnable task, EventLoop loop) {}

    private final List<EventLoop> loops = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final LoopWatch watch;
    private volatile Pin[] pins = new Pin[0];
    private volatile boolean shutdown;

    /**
     * Loops that run at once.
     *
     * @param loopCount how many, at least 1
     * @param threads makes their threads
     * @param sleepMillisMax the longest sleep of a loop with nothing to do; 0 for no bound
     */
    EventLoopGroup(int loopCount, ThreadFactory threads, long sleepMillisMax) {
        for (int i = 0; i < loopCount; i++) {
            loops.add(new EventLoop(this, threads, sleepMillisMax));
        }
        watch = new LoopWatch(loops);
        loops.forEach(EventLoop::start);
        watch.start();
    }

    /** How many loops there are. */
    int size() {
        return loops.size();
    }

    @Override
    public void execute(Runnable task) {
        if (shutdown) {
            throw new RejectedExecutionException("the event loops have been shut down");
        }
        EventLoop current = EventLoop.current();
        EventLoop target = pinnedLoop(task);
        if (target == null) {
            target = current != null && current.group() == this ? current : nextInTurn();
        }
        if (target == current) {
            target.executeOwn(task);
        } else {
            target.executeFromOutside(task);
        }
    }

    private EventLoop nextInTurn() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    private @Nullable EventLoop pinnedLoop(Runnable task) {
        for (Pin pin : pins) {
            if (pin.task == task) {
                return pin.loop;
            }
        }
        return null;
    }

    /**
     * Pins {@code selectorTask}, which has come to a loop with a selector of its own, to a loop without one: there it
     * runs when it is submitted next. Without such a loop nothing changes, and the task polls where it is.
     */
    synchronized void sendToLoopWithoutSelector(@Nullable Runnable selectorTask) {
        if (selectorTask == null || pinnedLoop(selectorTask) != null) {
            return;
        }
        for (EventLoop loop : loops) {
            if (!loop.hasSelector() && Arrays.stream(pins).noneMatch(pin -> pin.loop == loop)) {
                Pin[] more = Arrays.copyOf(pins, pins.length + 1);
                more[pins.length] = new Pin(selectorTask, loop);
                pins = more;
                return;
            }
        }
        LOG.warn("There are more selectors than event loops: set akka.io.tcp.nr-of-selectors to {}", loops.size());
    }

    @Override
    public void shutdown() {
        shutdown = true;
        loops.forEach(EventLoop::stop);
        watch.stop();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }

    @Override
    public boolean isTerminated() {
        return shutdown && loops.stream().noneMatch(loop -> loop.thread().isAlive());
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long deadline = System.nanoTime() + unit.toNanos(timeout);
        for (EventLoop loop : loops) {
            long left = deadline - System.nanoTime();
            if (left > 0) {
                TimeUnit.NANOSECONDS.timedJoin(loop.thread(), left);
            }
        }
        return isTerminated();
    }
}
