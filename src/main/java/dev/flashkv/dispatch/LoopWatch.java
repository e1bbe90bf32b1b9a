package dev.flashkv.dispatch;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says so in the log when a task keeps an event loop busy for seconds, and where it is. */
final class LoopWatch {
    private static final Logger LOG = LoggerFactory.getLogger(LoopWatch.class);
    private static final long INTERVAL_SECONDS = 2;
    private static final int FRAMES_MAX = 12;
    private static final int NOT_LOOKED_YET = -1;

    private final List<EventLoop> loops;
    private final long[] tasksRun;
    private final boolean[] reported;
    private final ScheduledExecutorService timer;

    /** Watches {@code loops}, but not before {@link #start}. */
    LoopWatch(List<EventLoop> loops) {
        this.loops = loops;
        this.tasksRun = new long[loops.size()];
        Arrays.fill(tasksRun, NOT_LOOKED_YET);
        this.reported = new boolean[loops.size()];
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "flashkv-loop-watch");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Looks every other second from now on. */
    void start() {
        var unused = timer.scheduleAtFixedRate(this::look, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        timer.shutdownNow();
    }

    /** Reports each loop that is at the same task as at the last look, once for that task. */
    void look() {
        for (int i = 0; i < loops.size(); i++) {
            EventLoop loop = loops.get(i);
            long now = loop.tasksRun();
            boolean stuck = now == tasksRun[i] && !loop.isIdle();
            if (stuck && !reported[i]) {
                report(loop.thread());
            }
            reported[i] = stuck;
            tasksRun[i] = now;
        }
    }

    private static void report(Thread thread) {
        LOG.warn(
                "One task has kept {} busy for over {} s; all clients of this loop wait. It is at{}",
                thread.getName(),
                INTERVAL_SECONDS,
                Arrays.stream(thread.getStackTrace())
                        .limit(FRAMES_MAX)
                        .map(frame -> "\n  " + frame)
                        .collect(Collectors.joining()));
    }
}
