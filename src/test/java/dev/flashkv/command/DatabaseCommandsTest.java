package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DatabaseCommandsTest {

    @Test
    void copiesValuesThatLiveTheirOwnLives() {
        Transcript.check("""
            > rpush l a b
            (integer) 2
            > copy l m
            (integer) 1
            > rpush l c
            (integer) 3
            > lset m 0 x
            OK
            > lrange l 0 -1
            ["a", "b", "c"]
            > lrange m 0 -1
            ["x", "b"]
            > append s hello
            (integer) 5
            > append s " world"
            (integer) 11
            > copy s t
            (integer) 1
            > setrange s 0 J
            (integer) 11
            > append t !
            (integer) 12
            > mget s t
            ["Jello world", "hello world!"]
            """);
    }

    @Test
    void copiesExpiryAndReplacesOnlyWhenAskedTo() {
        Transcript.check("""
            > set a 1 px 100
            OK
            > set b 2
            OK
            > copy a b
            (integer) 0
            > copy a b replace
            (integer) 1
            > pttl b
            (integer) 100
            > copy b a replace
            (integer) 1
            > persist a
            (integer) 1
            > copy a b replace
            (integer) 1
            > pttl b
            (integer) -1
            > copy missing b replace
            (integer) 0
            > copy a a
            (error) ERR source and destination objects are the same
            > copy a b db 16
            (error) ERR DB index is out of range
            > copy a b db
            (error) ERR syntax error
            """);
    }

    @Test
    void copiesAndMovesBetweenDatabases() {
        Transcript.check("""
            > set a 1 px 100
            OK
            > copy a a db 7
            (integer) 1
            > move a 7
            (integer) 0
            > select 7
            OK
            > pttl a
            (integer) 100
            > persist a
            (integer) 1
            > move a 0
            (integer) 0
            > move a 7
            (error) ERR source and destination objects are the same
            > move a 8
            (integer) 1
            > dbsize
            (integer) 0
            > move a 8
            (integer) 0
            > select 0
            OK
            (101 ms later)
            > select 8
            OK
            # In database 0 it has expired.
            > move a 0
            (integer) 1
            > dbsize
            (integer) 0
            """);
    }

    @Test
    void swapsDatabases() {
        Transcript.check("""
            > mset a 0 b 0
            OK
            > swapdb 0 15
            OK
            > dbsize
            (integer) 0
            > select 15
            OK
            > mget a b
            ["0", "0"]
            > swapdb 15 2
            OK
            > swapdb 3 4
            OK
            > select 2
            OK
            > dbsize
            (integer) 2
            > swapdb 2 2
            OK
            > dbsize
            (integer) 2
            > swapdb x 1
            (error) ERR invalid first DB index
            > swapdb 1 2147483648
            (error) ERR invalid second DB index
            > swapdb 1 16
            (error) ERR DB index is out of range
            """);
    }

    @Test
    void databasesShareOneAccountOfMemory() {
        Engine engine = new Engine();
        engine.run("SET", "a", "value");
        long one = engine.heapBytes();
        engine.run("COPY", "a", "a", "DB", "9");
        assertThat(engine.heapBytes()).isEqualTo(2 * one);
        engine.run("SWAPDB", "0", "9");
        engine.run("FLUSHDB");
        assertThat(engine.heapBytes()).isEqualTo(one);
        engine.run("FLUSHALL");
        assertThat(engine.heapBytes()).isZero();
    }
}
