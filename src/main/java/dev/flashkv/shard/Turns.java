package dev.flashkv.shard;

/** Lets others have their turn between the pieces of work that takes long. Thread-safe. */
@FunctionalInterface
public interface Turns {

    /**
     * Runs {@code task} on the calling thread when others have had their turn there, if that thread takes turns.
     *
     * @return false if it does not: then nothing happens
     */
    boolean afterOthers(Runnable task);
}
