package dev.flashkv.command;

import org.junit.jupiter.api.Test;

class PersistenceCommandsTest {

    @Test
    void nobodyIsToldThatDataIsSafe() {
        Transcript.check("""
            > save
            (error) ERR FlashKV keeps nothing on disk yet: what it has is gone when it stops
            > bgsave
            (error) ERR FlashKV keeps nothing on disk yet: what it has is gone when it stops
            > bgsave schedule
            (error) ERR FlashKV keeps nothing on disk yet: what it has is gone when it stops
            > bgsave later
            (error) ERR syntax error
            > bgrewriteaof
            (error) ERR FlashKV keeps nothing on disk yet: what it has is gone when it stops
            > lastsave
            (error) ERR FlashKV keeps nothing on disk yet: what it has is gone when it stops
            """);
    }

    @Test
    void waitsForNobody() {
        Transcript.check("""
            > wait 0 0
            (integer) 0
            > wait 3 0
            (integer) 0
            > wait x 0
            (error) ERR value is not an integer or out of range
            > wait 0 x
            (error) ERR timeout is not an integer or out of range
            > wait 0 -1
            (error) ERR timeout is negative
            """);
    }
}
