package dev.flashkv.keyspace;

/** A clock that stands still until somebody moves it: for tests. */
public interface MovableClock extends Clock {
    /**
     * Moves the clock on.
     *
     * @param millis by how many milliseconds; 0 leaves it where it is
     * @throws IllegalArgumentException if that is negative, or leads further than the clock goes; it stays where it is
     */
    void advanceMillis(long millis);
}
