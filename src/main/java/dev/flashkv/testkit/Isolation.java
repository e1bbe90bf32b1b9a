package dev.flashkv.testkit;

/** What the tests of one class see of each other's keys. Tests of different classes never see anything. */
public enum Isolation {
    /**
     * A store for each test class, flushed before each test: keys set by a {@code @BeforeEach} method stay, those of a
     * {@code @BeforeAll} method don't. Clients may stay connected from test to test, and the door keeps its port. The
     * clock goes on where the test before left it; statistics do, too, and what {@code CONFIG SET} changed stays so.
     * Tests that run at the same time can't share such a store: the second one fails.
     */
    FLUSH,

    /** A store with a clock and a door of its own for each test, closed after it. Tests may run at the same time. */
    NEW_STORE,

    /** A store for each test class, with all its keys until the end of the class. Tests may run at the same time. */
    SHARED
}
