package dev.flashkv.keyspace;

/** Somebody who keeps what he has read of keys, and is told when it is no longer so. */
public interface KeyReader {
    /** Whether he still wants to be told. Once he does not, he may be forgotten. Any thread may ask. */
    boolean isInterested();
}
