/**
 * Values as bytes: Redis' RDB format, version 10, as far as DUMP and RESTORE need it. Reading trusts nothing: whatever
 * is not exactly right ends in {@link dev.flashkv.rdb.RdbFormatException}, and takes memory in proportion to what was
 * sent.
 */
@NullMarked
package dev.flashkv.rdb;

import org.jspecify.annotations.NullMarked;
