package dev.flashkv.server;

import dev.flashkv.command.Client;
import dev.flashkv.command.OutputLimits;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Disconnects one client when more waits for it than it may: at once when it is very much, else when it has been for
 * too long. Thread-safe: whoever adds something checks, and a timer does.
 */
final class OutputLimit {
    private static final Logger LOG = LoggerFactory.getLogger(OutputLimit.class);
    private static final long NOT_EXCEEDED = Long.MIN_VALUE;

    private final Client client;
    private final OutputLimits limits;
    private final ClientMemory.Account memory;
    private final AtomicBoolean dropped = new AtomicBoolean();

    /**
     * Since when the soft limit has been reached, as far as anybody has looked; two who look at once may both set it.
     */
    private volatile long softSinceMillis = NOT_EXCEEDED;

    OutputLimit(Client client, OutputLimits limits, ClientMemory.Account memory) {
        this.client = client;
        this.limits = limits;
        this.memory = memory;
    }

    /** Disconnects the client if it is time to; says whether it has been disconnected by this limit. */
    boolean dropsIfExceeded() {
        memory.update();
        long waitingBytes = client.buffers().waitingBytes();
        OutputLimits.Limit limit = limits.of(client);
        if (limit.hardBytes() > 0 && waitingBytes >= limit.hardBytes()) {
            drop(waitingBytes, "at the hard limit of " + limit.hardBytes());
        } else if (limit.softBytes() > 0 && waitingBytes >= limit.softBytes()) {
            long nowMillis = client.server().clock().nowMillis();
            if (softSinceMillis == NOT_EXCEEDED) {
                softSinceMillis = nowMillis;
            } else if (nowMillis - softSinceMillis > TimeUnit.SECONDS.toMillis(limit.softSeconds())) {
                drop(
                        waitingBytes,
                        "above the soft limit of " + limit.softBytes() + " for more than " + limit.softSeconds()
                                + " seconds");
            }
        } else if (softSinceMillis != NOT_EXCEEDED) {
            softSinceMillis = NOT_EXCEEDED;
        }
        return dropped.get();
    }

    private void drop(long waitingBytes, String why) {
        if (!client.isDisconnected() && dropped.compareAndSet(false, true)) {
            LOG.warn(
                    "Client {} from {} is disconnected: {} bytes wait for it, {} (client-output-buffer-limit)",
                    client.id(),
                    client.address(),
                    waitingBytes,
                    why);
            client.disconnect();
        }
    }
}
