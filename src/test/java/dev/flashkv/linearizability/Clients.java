package dev.flashkv.linearizability;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Threads of clients, all let loose at once; the first that fails fails the test. */
public final class Clients {
    /** A client that takes this much longer than it should hangs. */
    private static final long PATIENCE_SECONDS = 60;

    /** What one client does, in a thread of its own. */
    @FunctionalInterface
    public interface Work {
        /** Does it; {@code client} is its number, from 0 on. */
        void run(int client) throws Exception;
    }

    private Clients() {}

    private static void runOne(Soak soak, Work work, int client) throws Exception {
        boolean done = false;
        try {
            work.run(client);
            done = true;
        } finally {
            if (!done) {
                soak.fail(); // then the others need not go on
            }
        }
    }

    /** Returns when all are done. */
    public static void run(int count, Soak soak, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int client = i;
                running.add(threads.submit(() -> {
                    runOne(soak, work, client);
                    return null;
                }));
            }
            while (!soak.isOver() && running.stream().noneMatch(Future::isDone)) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            for (Future<?> each : running) {
                each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException e) {
            throw new AssertionError("a client failed; " + soak, e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionError("a client hangs; " + soak, e);
        } finally {
            threads.shutdownNow();
            threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }
}
