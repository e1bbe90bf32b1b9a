/** The event loop: a dispatcher for Akka whose threads run actors and wait for sockets in one place. */
@NullMarked
package dev.flashkv.dispatch;

import org.jspecify.annotations.NullMarked;
