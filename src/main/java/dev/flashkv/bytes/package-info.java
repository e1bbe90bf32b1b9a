/** Binary-safe strings and the strict rules by which Redis reads numbers, patterns and slots out of them. */
@NullMarked
package dev.flashkv.bytes;

import org.jspecify.annotations.NullMarked;
