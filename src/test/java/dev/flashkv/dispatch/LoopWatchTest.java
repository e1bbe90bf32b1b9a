package dev.flashkv.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.CapturedLog;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The watch is told by the test when to look: nothing depends on how long that takes. */
class LoopWatchTest {
    private final EventLoopGroup group = new EventLoopGroup(1, Thread::new, 0);
    private final EventLoop loop = new EventLoop(group, task -> new Thread(task, "loop-under-test"), 0);
    private final LoopWatch watch = new LoopWatch(List.of(loop));
    private final CapturedLog log = CapturedLog.of(LoopWatch.class);

    @BeforeEach
    void start() {
        loop.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        loop.thread().interrupt(); // of a test that has failed, the task may still be running
        loop.stop();
        loop.thread().join();
        group.shutdown();
        watch.stop();
        log.close();
    }

    @Test
    void aTaskThatKeepsTheLoopBusyFromOneLookToTheNextIsReportedOnce() throws InterruptedException {
        Blockage first = block();
        watch.look();
        assertThat(log.messages()).isEmpty();
        watch.look();
        watch.look();
        assertThat(log.messages())
                .singleElement()
                .asString()
                .contains("One task has kept loop-under-test busy", "LoopWatchTest");
        first.end();
        watch.look();

        Blockage second = block();
        watch.look();
        watch.look();
        assertThat(log.messages()).hasSize(2);
        second.end();
    }

    @Test
    void aLoopThatRunsTasksOrHasNoneIsNot() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            Blockage blockage = block();
            watch.look();
            blockage.end();
        }
        while (!loop.isIdle()) {
            Thread.onSpinWait();
        }
        watch.look();
        watch.look();
        watch.look();
        assertThat(log.messages()).isEmpty();
    }

    /** A task that has begun and does not end by itself. */
    private Blockage block() throws InterruptedException {
        Blockage blockage = new Blockage();
        loop.executeFromOutside(blockage);
        assertThat(blockage.begun.await(20, TimeUnit.SECONDS)).isTrue();
        return blockage;
    }

    private final class Blockage implements Runnable {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch mayEnd = new CountDownLatch(1);

        @Override
        public void run() {
            begun.countDown();
            try {
                mayEnd.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Ends the task, and waits until the loop has counted it. */
        void end() {
            long before = loop.tasksRun();
            mayEnd.countDown();
            while (loop.tasksRun() == before) {
                Thread.onSpinWait();
            }
        }
    }
}
