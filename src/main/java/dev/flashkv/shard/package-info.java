/**
 * The shard actors, the batches of commands that relay through them, and the hold by which a command over several
 * shards happens at one instant.
 */
@NullMarked
package dev.flashkv.shard;

import org.jspecify.annotations.NullMarked;
