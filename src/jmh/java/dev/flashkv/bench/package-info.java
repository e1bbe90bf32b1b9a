/** Benchmarks: FlashKV beside redis-server. */
package dev.flashkv.bench;
