/**
 * The Redis protocol as bytes: {@link dev.flashkv.resp.RespParser} turns network chunks into requests, {@link
 * dev.flashkv.resp.RespWriter} turns replies into RESP2 or RESP3. No sockets, no threads.
 */
@NullMarked
package dev.flashkv.resp;

import org.jspecify.annotations.NullMarked;
