package dev.flashkv.keyspace;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What happens when a command wants memory beyond the limit: Redis' maxmemory-policy, its values in Redis' order. */
public enum EvictionPolicy {
    /** Of the keys with a TTL, those go that have not been used for the longest time. */
    VOLATILE_LRU(Order.RECENCY, true),
    /** Of the keys with a TTL, those go that are used least often. */
    VOLATILE_LFU(Order.FREQUENCY, true),
    /** Keys with a TTL go at random. */
    VOLATILE_RANDOM(Order.RANDOM, true),
    /** The keys that expire next go. */
    VOLATILE_TTL(Order.DEADLINE, true),
    /** The keys that have not been used for the longest time go. */
    ALLKEYS_LRU(Order.RECENCY, false),
    /** The keys that are used least often go. */
    ALLKEYS_LFU(Order.FREQUENCY, false),
    /** Keys go at random. */
    ALLKEYS_RANDOM(Order.RANDOM, false),
    /** Commands that may take memory are refused. */
    NOEVICTION(Order.NONE, false);

    /** By what the keys are chosen that go first. */
    public enum Order {
        /** The time of the last use. */
        RECENCY,
        /** How often a key is used, as {@link Frequency} counts it. */
        FREQUENCY,
        /** Chance. */
        RANDOM,
        /** The deadline. */
        DEADLINE,
        /** None goes. */
        NONE
    }

    private final Order order;
    private final boolean sparesPersistent;

    EvictionPolicy(Order order, boolean sparesPersistent) {
        this.order = order;
        this.sparesPersistent = sparesPersistent;
    }

    /** By what the keys are chosen that go first. */
    public Order order() {
        return order;
    }

    /** Whether keys without a TTL stay, whatever happens. */
    public boolean sparesPersistent() {
        return sparesPersistent;
    }

    /** Whether entries keep how often they are used, in place of when they were used last. */
    public boolean countsUses() {
        return order == Order.FREQUENCY;
    }

    /** The name as redis.conf spells it, such as allkeys-lru. */
    public String redisName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The policy of that {@link #redisName}, in any case; null when there is none. */
    public static @Nullable EvictionPolicy of(String redisName) {
        for (EvictionPolicy policy : values()) {
            if (policy.redisName().equalsIgnoreCase(redisName)) {
                return policy;
            }
        }
        return null;
    }

    /** All names, in Redis' order. */
    public static List<String> redisNames() {
        return Arrays.stream(values()).map(EvictionPolicy::redisName).toList();
    }
}
