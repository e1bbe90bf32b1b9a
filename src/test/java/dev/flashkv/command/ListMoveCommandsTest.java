package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import org.junit.jupiter.api.Test;

class ListMoveCommandsTest {

    @Test
    void movesBetweenLists() {
        Transcript.check("""
            > rpush a 1 2 3
            (integer) 3
            > lmove a b left right
            "1"
            > lmove a b RIGHT Left
            "3"
            > lrange b 0 -1
            ["3", "1"]
            > rpoplpush a b
            "2"
            > exists a
            (integer) 0
            > lrange b 0 -1
            ["2", "3", "1"]
            > rpoplpush a b
            (nil)
            > lmove a b left up
            (error) ERR syntax error
            """);
    }

    @Test
    void rotatesAListInPlace() {
        Transcript.check("""
            > rpush a 1 2 3
            (integer) 3
            > expire a 100
            (integer) 1
            > lmove a a left right
            "1"
            > rpoplpush a a
            "1"
            > rpoplpush a a
            "3"
            > lrange a 0 -1
            ["3", "1", "2"]
            > rpush one x
            (integer) 1
            > expire one 100
            (integer) 1
            > lmove one one left left
            "x"
            # A list of one element is never gone for a moment, which would have taken its expiry.
            > ttl one
            (integer) 100
            """);
    }

    @Test
    void takesNothingWhenItCanNotBeAdded() {
        Transcript.check("""
            > rpush a 1
            (integer) 1
            > set s v
            OK
            > lmove a s left left
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > rpoplpush s a
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > lmove missing s left left
            (nil)
            > lrange a 0 -1
            ["1"]
            """);
    }

    @Test
    void popsFromTheFirstListThereIs() {
        Transcript.check("""
            > rpush b 1 2 3
            (integer) 3
            > rpush c 4
            (integer) 1
            > lmpop 3 a b c left
            ["b", ["1"]]
            > lmpop 3 a b c right count 5
            ["b", ["3", "2"]]
            > lmpop 3 a b c left
            ["c", ["4"]]
            > lmpop 3 a b c left
            (nil array)
            > dbsize
            (integer) 0
            > lmpop 0 a left
            (error) ERR numkeys should be greater than 0
            > lmpop 2 a left
            (error) ERR syntax error
            > lmpop 1 a left count 0
            (error) ERR count should be greater than 0
            > lmpop 1 a left count 1 count 1
            (error) ERR syntax error
            > set a v
            OK
            > lmpop 2 a b left
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            """);
    }

    @Test
    void accountsForBothLists() {
        Engine engine = new Engine();
        engine.run("RPUSH", "{t}a", "element", "x".repeat(1000));
        engine.run("RPUSH", "{t}b", "y");
        long before = engine.heapBytes();
        engine.run("RPOPLPUSH", "{t}a", "{t}b");
        assertThat(engine.heapBytes()).isEqualTo(before);
        engine.run("LMOVE", "{t}a", "{u}c", "LEFT", "LEFT");
        assertThat(engine.run("EXISTS", "{t}a")).isEqualTo(Reply.ZERO);
        engine.run("LMPOP", "2", "{t}b", "{u}c", "LEFT", "COUNT", "10");
        engine.run("LMPOP", "2", "{t}b", "{u}c", "LEFT", "COUNT", "10");
        assertThat(engine.heapBytes()).isZero();
    }
}
