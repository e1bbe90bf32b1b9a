/** The TCP door: connections as streams of batches, the sessions behind them, and the settings of the process. */
@NullMarked
package dev.flashkv.server;

import org.jspecify.annotations.NullMarked;
