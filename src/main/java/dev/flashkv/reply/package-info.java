/** What commands answer, as values that know nothing of the wire, and Redis' error texts. */
@NullMarked
package dev.flashkv.reply;

import org.jspecify.annotations.NullMarked;
