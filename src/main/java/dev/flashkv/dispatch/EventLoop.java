package dev.flashkv.dispatch;

import java.io.IOException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that runs tasks and waits for sockets. Tasks it submits to itself cost neither an atomic operation nor a
 * wake-up; it sleeps in the operating system's selector, and only when there is nothing to run.
 */
final class EventLoop implements Runnable {

    /*
     * Two queues: "own" for what the loop's thread submits, "inbox" for what other threads do. The inbox is looked at
     * after every INBOX_INTERVAL own tasks, so neither starves the other.
     *
     * Going to sleep, and being woken (Dekker's pattern; all four accesses are sequentially consistent):
     *
     *     the loop                              another thread
     *     state = SLEEPING                      inbox.add(task)
     *     unless the inbox is empty: no sleep   if state is SLEEPING, set it to AWAKE and wake the loop
     *     state = AWAKE
     *
     * In whatever order these happen, the loop sees the task or the other thread sees it sleeping. Waking is sticky,
     * for a parked thread as for a selector, so it may come before the sleep begins.
     *
     * A loop without a selector looks for tasks a little longer before it parks: a caller who waits for one answer and
     * then asks the next needs about that long. There is no such wait before a selector, where each look would be a
     * system call.
     *
     * The selector is Akka's: its registry submits a task that calls select() and submits itself again. The task takes
     * its turn with all others, and inside it the loop runs what there is to run before it looks at the sockets. A
     * loop has one selector at most; one without parks.
     *
     * When many sockets are ready at once, what comes of the first is done before the last are begun, a slice after the
     * other: step by step for all, each step would find the data of its connection gone from the caches. All slices are
     * done before the sockets are looked at again. To look earlier would serve none earlier, as what is found goes
     * behind what there is; and each look costs two system calls for every socket that has not been read from yet.
     *
     * A task that has time gives way: one such task runs before each look at the sockets, after the others that there
     * were, and between slices one for as many others as there mostly are. So whoever has much to do, and does it in
     * pieces, keeps a request waiting for one piece, however many there are; and they get on while others never leave
     * the loop idle, too.
     *
     * Akka takes interest in reading away from a socket that has become readable, and gives it back by a task that
     * waits until select() has returned, with a wake-up. So a select() that was woken returns once without having
     * looked: by the next, interest has been given back, and the JDK's selector, which compares with what it told the
     * kernel last, makes no system call of either change. That was every ninth part of the loop's time.
     */

    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    /** How many of the tasks that are there at first run before what comes of them. */
    private static final int SLICE_TASKS = 32;

    /** How many run in a slice with what comes of them, as a request takes about four: none waits for ever. */
    private static final int TASKS_PER_SLICE_MAX = 8 * SLICE_TASKS;

    /** How many tasks run before one that gives way to them. */
    private static final int TASKS_PER_TURN_MAX = 256;

    private static final int INBOX_INTERVAL = 16;

    private static final int AWAKE = 0;
    private static final int SLEEPING = 1;
    /** Looks for tasks itself, so that nobody needs to wake it. */
    private static final int SPINNING = 2;

    private static final ThreadLocal<@Nullable EventLoop> CURRENT = new ThreadLocal<>();

    private final EventLoopGroup group;
    private final Thread thread;
    private final long sleepMillisMax;
    private final ArrayDeque<Runnable> own = new ArrayDeque<>();
    /** Tasks that give way to others. */
    private final ArrayDeque<Runnable> patient = new ArrayDeque<>();

    /** Tasks of slices to come: empty but while {@link #runTasks} runs. */
    private final ArrayDeque<Runnable> later = new ArrayDeque<>();

    private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
    private final AtomicInteger state = new AtomicInteger(AWAKE);
    private final AtomicLong tasksRun = new AtomicLong();
    private int sinceInbox;
    private @Nullable Runnable running;
    /** Whether the last call of select() has returned without a look at the sockets. */
    private boolean returnedUnlooked;

    private volatile boolean stopping;
    private volatile @Nullable LoopSelector selector;

    /**
     * A loop that has not started.
     *
     * @param group the loops it is one of
     * @param threads makes its thread
     * @param sleepMillisMax the longest sleep, a net below the protocol above; 0 for no bound
     */
    EventLoop(EventLoopGroup group, ThreadFactory threads, long sleepMillisMax) {
        this.group = group;
        this.thread = threads.newThread(this);
        this.sleepMillisMax = sleepMillisMax;
    }

    /** The loop whose thread is calling, or null. */
    static @Nullable EventLoop current() {
        return CURRENT.get();
    }

    EventLoopGroup group() {
        return group;
    }

    void start() {
        thread.start();
    }

    Thread thread() {
        return thread;
    }

    /** Submits a task from the loop's own thread, behind those submitted before. */
    void executeOwn(Runnable task) {
        own.addLast(task);
    }

    /** Submits a task from the loop's own thread that is to run when others have had their turn. */
    void executePatiently(Runnable task) {
        patient.addLast(task);
    }

    /** Submits a task from another thread. */
    void executeFromOutside(Runnable task) {
        inbox.add(task);
        wake();
    }

    /** Wakes the loop's thread if it sleeps. */
    void wake() {
        if (state.get() == SLEEPING && state.compareAndSet(SLEEPING, AWAKE)) {
            LoopSelector sleepsIn = selector;
            if (sleepsIn != null) {
                sleepsIn.wakeSleeper();
            }
            LockSupport.unpark(thread);
        }
    }

    /** Lets the loop end once nothing is left to run. */
    void stop() {
        stopping = true;
        wake();
    }

    /** Whether it has nothing to do. */
    boolean isIdle() {
        return state.get() != AWAKE;
    }

    /** How many tasks have ended so far. */
    long tasksRun() {
        return tasksRun.get();
    }

    @Override
    public void run() {
        CURRENT.set(this);
        int tasks = 0;
        while (true) {
            // Of a loop with a selector, little but the selector's task runs from here: turns are taken in select().
            Runnable task = ++tasks % TASKS_PER_TURN_MAX == 0 ? patient.pollFirst() : null;
            if (task == null) {
                task = next();
            }
            if (task == null) {
                task = patient.pollFirst();
            }
            if (task != null) {
                runGuarded(task);
            } else if (stopping) {
                return;
            } else {
                park();
            }
        }
    }

    private @Nullable Runnable next() {
        if (++sinceInbox >= INBOX_INTERVAL || own.isEmpty()) {
            sinceInbox = 0;
            Runnable fromOutside = inbox.poll();
            if (fromOutside != null) {
                return fromOutside;
            }
        }
        return own.pollFirst();
    }

    private void runGuarded(Runnable task) {
        Runnable outer = running;
        running = task;
        try {
            task.run();
        } catch (Throwable failure) {
            failed(failure);
        }
        running = outer;
        tasksRun.lazySet(tasksRun.getPlain() + 1);
    }

    /** The loop goes on, as a pool's next thread would; an error of the JVM is Akka's to decide on. */
    private void failed(Throwable failure) {
        LOG.error("A task of {} failed", thread.getName(), failure);
        Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
        if (failure instanceof Error && handler != null) {
            handler.uncaughtException(thread, failure);
        }
    }

    private void park() {
        state.set(SPINNING);
        Spin.until(() -> !inbox.isEmpty() || stopping);
        state.set(SLEEPING);
        if (inbox.isEmpty() && !stopping) {
            if (sleepMillisMax == 0) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(sleepMillisMax));
            }
        }
        state.set(AWAKE);
    }

    // ---- for the loop's selector, on the loop's thread ----

    /** Makes {@code candidate} this loop's selector if it has none; says whether it is now. */
    boolean adopt(LoopSelector candidate) {
        if (selector == null) {
            selector = candidate;
        }
        return selector == candidate;
    }

    boolean hasSelector() {
        return selector != null;
    }

    /** The loop's selector has been closed. */
    void release(LoopSelector closed) {
        if (selector == closed) {
            selector = null;
            // Should the loop be asleep in it, closing has woken it; should it be about to park, it must not.
            wake();
        }
    }

    /** The task that is running now. */
    @Nullable
    Runnable running() {
        return running;
    }

    /**
     * Runs what there is to run, and one task that has given way to that, then looks at the sockets: sleeps there when
     * nothing is left and {@code caller} has not been woken.
     *
     * @return how many sockets have become ready
     */
    int select(LoopSelector caller, Selector sockets) throws IOException {
        boolean idle = runTasks();
        boolean woken = caller.takeWakeup();
        if (idle && woken && !returnedUnlooked) {
            returnedUnlooked = true;
            return 0;
        }
        returnedUnlooked = false;
        boolean gaveWay = runPatient();
        if (!idle || woken || stopping || gaveWay) {
            return sockets.selectNow();
        }
        state.set(SLEEPING);
        try {
            return inbox.isEmpty() && !caller.takeWakeup() && !stopping
                    ? sockets.select(sleepMillisMax)
                    : sockets.selectNow();
        } finally {
            state.set(AWAKE);
        }
    }

    /** Runs the tasks there are, slice by slice, and a bounded number of what comes of them; says whether none is left. */
    private boolean runTasks() {
        while (own.size() > SLICE_TASKS) {
            later.addFirst(own.removeLast());
        }
        long turnAt = tasksRun.getPlain() + TASKS_PER_TURN_MAX;
        boolean idle = runSlice();
        while (!later.isEmpty()) {
            if (tasksRun.getPlain() >= turnAt) {
                runPatient();
                turnAt += TASKS_PER_TURN_MAX;
            }
            for (int i = 0; i < SLICE_TASKS && !later.isEmpty(); i++) {
                own.addLast(later.removeFirst());
            }
            idle = runSlice();
        }
        return idle;
    }

    /** Runs what is in the queues and what comes of it, within bounds; says whether nothing is left. */
    private boolean runSlice() {
        for (int i = 0; i < TASKS_PER_SLICE_MAX; i++) {
            Runnable task = next();
            if (task == null) {
                return true;
            }
            runGuarded(task);
        }
        return false;
    }

    /** Runs a task that has given way; says whether there was one. */
    private boolean runPatient() {
        Runnable task = patient.pollFirst();
        if (task != null) {
            runGuarded(task);
        }
        return task != null;
    }
}
