/** The data types: what one key can hold, and how each type lays out its bytes. */
@NullMarked
package dev.flashkv.data;

import org.jspecify.annotations.NullMarked;
