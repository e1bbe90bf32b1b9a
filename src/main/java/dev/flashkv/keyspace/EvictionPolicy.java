package dev.flashkv.keyspace;

import java.util.Locale;

/** What happens when a command wants memory beyond the limit: Redis' maxmemory-policy. */
public enum EvictionPolicy {
    /** Commands that may take memory are refused. */
    NOEVICTION,
    /** The keys that have not been used for the longest time go. */
    ALLKEYS_LRU;

    /** The name as redis.conf spells it, such as allkeys-lru. */
    public String redisName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
