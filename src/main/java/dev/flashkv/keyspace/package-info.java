/**
 * One shard's data: a plain map of typed values behind verbs that look after expiry, memory, statistics and eviction,
 * on an injected clock. Belongs to one thread at a time and knows nothing of threads.
 */
@NullMarked
package dev.flashkv.keyspace;

import org.jspecify.annotations.NullMarked;
