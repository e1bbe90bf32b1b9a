/**
 * FlashKV's front doors: the embedded API for an application's own actor system, and the server process. Both stand on
 * the same shards.
 */
@NullMarked
package dev.flashkv;

import org.jspecify.annotations.NullMarked;
