package dev.flashkv.server;

import dev.flashkv.command.Client;
import dev.flashkv.command.ConfigOptions;
import dev.flashkv.keyspace.Limits;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all clients take together: buffers, transactions, and what is registered for them. When that comes to the limit (maxmemory-clients), those who take most
 * are disconnected. Thread-safe.
 */
final class ClientMemory {

    /*
     * Each connection has an account, brought up to date when its buffers have changed by a step, by whatever thread
     * notices; so the sum is off by a step for each connection at most, and a small command costs no atomic operation.
     * Who finds the sum at the limit looks at all accounts exactly, one thread at a time. A timer does, too.
     */

    private static final Logger LOG = LoggerFactory.getLogger(ClientMemory.class);
    private static final long STEP_BYTES = 4 * 1024;

    /* As in Redis: with less nobody could raise the limit again. */
    private static final long LIMIT_BYTES_MIN = 128 * 1024;
    private static final long PERCENT = 100;

    /*
     * Without a limit that is set: what is left has to do for the keys, and for what is at work. Those who are being
     * disconnected have their memory for as long as somebody else's command keeps their loop busy, so there is a second
     * limit, with them.
     */
    private static final long HEAP_PART = 3;
    private static final long HEAP_PART_WITH_LEAVING = 2;

    private final Limits limits;
    private final Set<Account> accounts = ConcurrentHashMap.newKeySet();
    private final AtomicLong totalBytes = new AtomicLong();
    private final AtomicLong evicted = new AtomicLong();
    private final ReentrantLock evicting = new ReentrantLock();
    private final long limitOfHeapBytes;
    private final long limitWithLeavingBytes;
    /** In bytes; below 0 a percentage of maxmemory; 0 for none but the heap's. */
    private volatile long setting;

    /** Accounts for a store with these options; {@code limits} knows maxmemory. */
    ClientMemory(ConfigOptions options, Limits limits) {
        this.limits = limits;
        this.limitOfHeapBytes = Runtime.getRuntime().maxMemory() / HEAP_PART;
        this.limitWithLeavingBytes = Runtime.getRuntime().maxMemory() / HEAP_PART_WITH_LEAVING;
        options.get("maxmemory-clients").bind(value -> setting = value.number());
    }

    /** One client's part. */
    final class Account {
        private final Client client;
        private final AtomicLong chargedBytes = new AtomicLong();
        private volatile boolean closed;

        private Account(Client client) {
            this.client = client;
        }

        /** Its buffers may have changed: disconnects clients if they take too much now. Any thread may call it. */
        void update() {
            long bytes = client.memoryBytes();
            long charged = chargedBytes.get();
            if (Math.abs(bytes - charged) < STEP_BYTES || closed) {
                return;
            }
            charge(bytes);
            if (closed) {
                charge(0);
            } else if (bytes > charged) {
                evictIfAbove();
            }
        }

        /** The client has gone. */
        void close() {
            closed = true;
            charge(0);
            accounts.remove(this);
        }

        private void charge(long bytes) {
            totalBytes.addAndGet(bytes - chargedBytes.getAndSet(bytes));
        }
    }

    /** The account of a client that has come. */
    Account open(Client client) {
        Account account = new Account(client);
        accounts.add(account);
        return account;
    }

    /** How many clients have been disconnected for the memory of all, since start or {@link #reset}. */
    long evictedCount() {
        return evicted.get();
    }

    /** Counts anew. */
    void reset() {
        evicted.set(0);
    }

    /** Brings all accounts up to date and disconnects clients if they take too much. O(clients). */
    void check() {
        // The heap is not so short that the accounts' being off by a step would matter.
        if (setting != 0) {
            accounts.forEach(account -> account.charge(account.closed ? 0 : account.client.memoryBytes()));
            evictIfAbove();
        }
    }

    /** The present limit. */
    private long limitBytes() {
        long set = setting;
        long memoryBytesMax = limits.memoryBytesMax();
        if (set == 0 || (set < 0 && memoryBytesMax == 0)) {
            return limitOfHeapBytes;
        }
        return set > 0 ? Math.max(set, LIMIT_BYTES_MIN) : Math.max(memoryBytesMax / PERCENT * -set, LIMIT_BYTES_MIN);
    }

    private void evictIfAbove() {
        long limit = limitBytes();
        // Who is evicting right now sees what others have charged before they came here, or the next look does.
        if (totalBytes.get() < limit || !evicting.tryLock()) {
            return;
        }
        try {
            evict(limit);
        } finally {
            evicting.unlock();
        }
    }

    private void evict(long limit) {
        // Those who are being disconnected give their memory back in a moment.
        List<Account> present = accounts.stream()
                .filter(account -> !account.client.isDisconnected())
                .toList();
        long sum = present.stream()
                .mapToLong(account -> account.chargedBytes.get())
                .sum();
        // Of a limit that is set the heap is not to be told.
        long leaving = setting == 0 ? totalBytes.get() - sum : 0;
        sum = Math.max(sum, sum + leaving - (limitWithLeavingBytes - limit));
        if (sum < limit) {
            return;
        }
        // Copied first: an order must not change while it is made.
        List<Candidate> largestFirst = present.stream()
                .filter(account -> account.client.isEvictable())
                .map(account -> new Candidate(account.client, account.chargedBytes.get()))
                .sorted(Comparator.comparingLong(Candidate::bytes).reversed())
                .toList();
        for (Candidate each : largestFirst) {
            if (sum < limit) {
                return;
            }
            LOG.warn(
                    "Client {} from {} is disconnected: it takes {} bytes, all clients together {},"
                            + " with a limit of {} (maxmemory-clients)",
                    each.client.id(),
                    each.client.address(),
                    each.bytes,
                    sum,
                    limit);
            evicted.incrementAndGet();
            sum -= each.bytes;
            each.client.disconnect();
        }
    }

    private record Candidate(Client client, long bytes) {}
}
