package dev.flashkv.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A client that asks for a small value at regular times. A question that had to wait until the one before it was
 * answered counts from when it was due: what the server kept waiting was waiting.
 */
final class PacedReader implements AutoCloseable {
    /** From one question to the next. */
    static final long INTERVAL_NANOS = 500_000;

    /** How long answers took, and how often the disturbance happened meanwhile. */
    record Result(double p50Millis, double p99Millis, double maxMillis, double times) {
        Result with(long happened) {
            return new Result(p50Millis, p99Millis, maxMillis, happened);
        }
    }

    private final BlockingConnection connection;
    private final int keys;
    private final SplittableRandom random = new SplittableRandom(1);

    /** A client of the server at that port, which has that many keys. */
    PacedReader(int port, int keys) throws IOException {
        this.connection = new BlockingConnection(port);
        this.keys = keys;
    }

    /** Asks for so long. */
    Result run(long nanos) throws IOException {
        long[] taken = new long[(int) (nanos / INTERVAL_NANOS)];
        long beganNanos = System.nanoTime();
        ByteBuffer request = ByteBuffer.allocate(256);
        for (int i = 0; i < taken.length; i++) {
            long dueNanos = beganNanos + i * INTERVAL_NANOS;
            long nowNanos = System.nanoTime();
            if (nowNanos < dueNanos) {
                while (nowNanos < dueNanos) {
                    LockSupport.parkNanos(dueNanos - nowNanos);
                    nowNanos = System.nanoTime();
                }
                // Having slept too long is not the server's fault.
                dueNanos = nowNanos;
            }
            request.clear();
            BlockingConnection.append(request, "GET", Disturber.key(random.nextInt(keys)));
            connection.send(request.flip());
            connection.awaitReplies(1);
            taken[i] = System.nanoTime() - dueNanos;
        }
        Arrays.sort(taken);
        return new Result(
                taken[taken.length / 2] / 1e6,
                taken[(int) (taken.length * 99L / 100)] / 1e6,
                taken[taken.length - 1] / 1e6,
                0);
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }
}
