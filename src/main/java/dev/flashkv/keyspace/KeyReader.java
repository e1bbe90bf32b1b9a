package dev.flashkv.keyspace;

/** Somebody who keeps what he has read of keys, and is told when it is no longer so. */
public interface KeyReader {}
