package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import org.junit.jupiter.api.Test;

/** SET and GET with all their options, and the commands that are one of those with an option. */
class SetAndGetCommandsTest {

    @Test
    void setAndGet() {
        Transcript.check("""
            > set k v
            OK
            > get k
            "v"
            > SeT k "other value"
            OK
            > get k
            "other value"
            > get missing
            (nil)
            > set "" ""
            OK
            > get ""
            ""
            > set "\\x00\\r\\n\\xff" "\\x00\\r\\n\\xfe"
            OK
            > get "\\x00\\r\\n\\xff"
            "\\x00\\r\\n\\xfe"
            > rpush list a
            (integer) 1
            > get list
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > set list string
            OK
            > type list
            string
            > get
            (error) ERR wrong number of arguments for 'get' command
            > get a b
            (error) ERR wrong number of arguments for 'get' command
            > set k
            (error) ERR wrong number of arguments for 'set' command
            """);
    }

    @Test
    void setOnlyIfAbsentOrPresent() {
        Transcript.check("""
            > set k 1 xx
            (nil)
            > exists k
            (integer) 0
            > set k 1 nx
            OK
            > set k 2 nx
            (nil)
            > get k
            "1"
            > set k 3 XX
            OK
            > get k
            "3"
            > set k 4 nx nx
            (nil)
            > set k 4 xx xx
            OK
            > rpush list a
            (integer) 1
            > set list s nx
            (nil)
            > set list s xx
            OK
            > get list
            "s"
            """);
    }

    @Test
    void setReturnsTheOldValue() {
        Transcript.check("""
            > set k 1 get
            (nil)
            > set k 2 get
            "1"
            > set k 3 get get
            "2"
            > set k 4 nx get
            "3"
            > get k
            "3"
            > set k 5 get xx
            "3"
            > get k
            "5"
            > set absent 1 xx get
            (nil)
            > exists absent
            (integer) 0
            > set absent 1 get nx
            (nil)
            > get absent
            "1"
            > rpush list a
            (integer) 1
            > set list s get
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > set list s nx get
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > type list
            list
            > set k 6 ex 10 get
            "5"
            > pttl k
            (integer) 10000
            """);
    }

    @Test
    void setWithExpiry() {
        Transcript.check("""
            > set k v ex 10
            OK
            > pttl k
            (integer) 10000
            > set k v px 1500
            OK
            > pttl k
            (integer) 1500
            > set k v exat 1700000020
            OK
            > pttl k
            (integer) 20000
            > set k v PXAT 1700000000300
            OK
            > pttl k
            (integer) 300
            # The same option again overrules the first.
            > set k v ex 10 ex 20
            OK
            > ttl k
            (integer) 20
            > set k w keepttl
            OK
            > ttl k
            (integer) 20
            > get k
            "w"
            > set k w keepttl keepttl nx get
            "w"
            > set k x
            OK
            > ttl k
            (integer) -1
            > set fresh v keepttl
            OK
            > ttl fresh
            (integer) -1
            # A point in time that has passed is no error.
            > set k v exat 1
            OK
            > exists k
            (integer) 0
            > set k v pxat 1
            OK
            > get k
            (nil)
            > dbsize
            (integer) 1
            > set k v nx ex 10
            OK
            > ttl k
            (integer) 10
            > set k v nx ex 99
            (nil)
            > ttl k
            (integer) 10
            """);
    }

    @Test
    void setRefusesBadOptions() {
        Transcript.check("""
            > set k v nx xx
            (error) ERR syntax error
            > set k v xx nx
            (error) ERR syntax error
            > set k v foo
            (error) ERR syntax error
            > set k v ex
            (error) ERR syntax error
            > set k v ex 10 px 10
            (error) ERR syntax error
            > set k v exat 10 ex 10
            (error) ERR syntax error
            > set k v pxat 10 exat 10
            (error) ERR syntax error
            > set k v keepttl ex 10
            (error) ERR syntax error
            > set k v px 10 keepttl
            (error) ERR syntax error
            > set k v persist
            (error) ERR syntax error
            > set k v ex abc
            (error) ERR value is not an integer or out of range
            > set k v ex 1.5
            (error) ERR value is not an integer or out of range
            > set k v ex abc foo
            (error) ERR syntax error
            > set k v ex 0
            (error) ERR invalid expire time in 'set' command
            > set k v px -1
            (error) ERR invalid expire time in 'set' command
            > set k v exat 0
            (error) ERR invalid expire time in 'set' command
            > set k v pxat -5
            (error) ERR invalid expire time in 'set' command
            > set k v ex 9223372036854775807
            (error) ERR invalid expire time in 'set' command
            > set k v ex 9223372036854775
            (error) ERR invalid expire time in 'set' command
            > set k v px 9223372036854775807
            (error) ERR invalid expire time in 'set' command
            > set k v exat 9223372036854776
            (error) ERR invalid expire time in 'set' command
            > set k v ex 9223372036854775808
            (error) ERR value is not an integer or out of range
            > exists k
            (integer) 0
            > set k v pxat 9223372036854775807
            OK
            > pexpiretime k
            (integer) 9223372036854775807
            # Bad times are found before the type and before NX.
            > rpush list a
            (integer) 1
            > set list v get ex 0
            (error) ERR invalid expire time in 'set' command
            > set list v nx ex 0
            (error) ERR invalid expire time in 'set' command
            """);
    }

    @Test
    void setExpiresOnTheClock() {
        Transcript.check("""
            > set k v px 50
            OK
            (50 ms later)
            > get k
            "v"
            > pttl k
            (integer) 0
            (1 ms later)
            > get k
            (nil)
            > set k v px 50
            OK
            (100 ms later)
            > exists k
            (integer) 0
            > set k v px 50
            OK
            (51 ms later)
            > set k w keepttl
            OK
            > ttl k
            (integer) -1
            """);
    }

    @Test
    void getsetGetdel() {
        Transcript.check("""
            > getset k 1
            (nil)
            > getset k 2
            "1"
            > expire k 100
            (integer) 1
            > getset k 3
            "2"
            > ttl k
            (integer) -1
            > getdel k
            "3"
            > getdel k
            (nil)
            > exists k
            (integer) 0
            > rpush list a
            (integer) 1
            > getset list v
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > getdel list
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > exists list
            (integer) 1
            """);
    }

    @Test
    void repliesOutliveTheValueTheyShow() {
        Engine engine = new Engine();
        String text = "x".repeat(100);
        engine.run("SET", "k", "");
        engine.run("APPEND", "k", text);
        assertThat(engine.run("SET", "k", "short", "GET")).isEqualTo(Reply.bulk(text));
        engine.run("APPEND", "k", text);
        assertThat(engine.run("GETSET", "k", "y".repeat(105))).isEqualTo(Reply.bulk("short" + text));
        engine.run("SETRANGE", "k", "0", "zzz");
        assertThat(engine.run("GETDEL", "k")).isEqualTo(Reply.bulk("zzz" + "y".repeat(102)));
    }

    @Test
    void getex() {
        Transcript.check("""
            > getex k
            (nil)
            > getex k ex 0
            (nil)
            > set k v
            OK
            > getex k
            "v"
            > ttl k
            (integer) -1
            > getex k ex 10
            "v"
            > pttl k
            (integer) 10000
            > getex k
            "v"
            > pttl k
            (integer) 10000
            > getex k px 10
            "v"
            > pttl k
            (integer) 10
            > getex k exat 1700000030
            "v"
            > ttl k
            (integer) 30
            > getex k pxat 1700000040000
            "v"
            > ttl k
            (integer) 40
            > getex k persist
            "v"
            > ttl k
            (integer) -1
            > getex k persist
            "v"
            > getex k ex 10 ex 20
            "v"
            > ttl k
            (integer) 20
            > getex k ex 10 persist
            (error) ERR syntax error
            > getex k persist ex 10
            (error) ERR syntax error
            > getex k keepttl
            (error) ERR syntax error
            > getex k nx
            (error) ERR syntax error
            > getex k ex
            (error) ERR syntax error
            > getex k ex 0
            (error) ERR invalid expire time in 'getex' command
            > getex k exat 9223372036854776
            (error) ERR invalid expire time in 'getex' command
            > getex k px abc
            (error) ERR value is not an integer or out of range
            > ttl k
            (integer) 20
            > getex k pxat 1
            "v"
            > exists k
            (integer) 0
            > rpush list a
            (integer) 1
            > getex list ex 0
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            """);
    }

    @Test
    void setnxSetexPsetex() {
        Transcript.check("""
            > setnx k 1
            (integer) 1
            > setnx k 2
            (integer) 0
            > get k
            "1"
            > rpush list a
            (integer) 1
            > setnx list v
            (integer) 0
            > setex k 10 v
            OK
            > pttl k
            (integer) 10000
            > psetex k 10 w
            OK
            > pttl k
            (integer) 10
            > get k
            "w"
            > setex list 10 v
            OK
            > type list
            string
            > setex k 0 v
            (error) ERR invalid expire time in 'setex' command
            > psetex k 0 v
            (error) ERR invalid expire time in 'psetex' command
            > setex k -1 v
            (error) ERR invalid expire time in 'setex' command
            > setex k abc v
            (error) ERR value is not an integer or out of range
            > psetex k 9223372036854775807 v
            (error) ERR invalid expire time in 'psetex' command
            > setex k 10
            (error) ERR wrong number of arguments for 'setex' command
            """);
    }
}
