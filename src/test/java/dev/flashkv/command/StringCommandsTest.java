package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Several strings at once, and parts of strings. */
class StringCommandsTest {

    @Test
    void msetMgetMsetnx() {
        Transcript.check("""
            > mset a 1 b 2 c 3
            OK
            > mget a b missing c a
            ["1", "2", (nil), "3", "1"]
            > rpush list x
            (integer) 1
            > mget list a
            [(nil), "1"]
            > mset a 4 a 5
            OK
            > get a
            "5"
            > expire a 100
            (integer) 1
            > mset a 6 list string
            OK
            > ttl a
            (integer) -1
            > get list
            "string"
            > mset a 1 b
            (error) ERR wrong number of arguments for 'mset' command
            > mset a
            (error) ERR wrong number of arguments for 'mset' command
            > msetnx x 1 a 2
            (integer) 0
            > exists x
            (integer) 0
            > msetnx x 1 y 2 x 3
            (integer) 1
            > mget x y
            ["3", "2"]
            > msetnx z 1 z
            (error) ERR wrong number of arguments for 'msetnx' command
            > mget
            (error) ERR wrong number of arguments for 'mget' command
            > set w 1 px 10
            OK
            (11 ms later)
            > mget w
            [(nil)]
            > msetnx w 1 v 2
            (integer) 1
            """);
    }

    @Test
    void appendAndStrlen() {
        Transcript.check("""
            > strlen k
            (integer) 0
            > append k ""
            (integer) 0
            > exists k
            (integer) 1
            > append k Hello
            (integer) 5
            > append k " World"
            (integer) 11
            > get k
            "Hello World"
            > strlen k
            (integer) 11
            > expire k 100
            (integer) 1
            > append k !
            (integer) 12
            > ttl k
            (integer) 100
            > set n 12
            OK
            > append n 3
            (integer) 3
            > incr n
            (integer) 124
            > strlen n
            (integer) 3
            > rpush list a
            (integer) 1
            > append list x
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > strlen list
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            """);
    }

    @Test
    void getrange() {
        Transcript.check("""
            > set k "This is a string"
            OK
            > getrange k 0 3
            "This"
            > getrange k -3 -1
            "ing"
            > getrange k 0 -1
            "This is a string"
            > getrange k 10 100
            "string"
            > getrange k 5 4
            ""
            > getrange k 16 20
            ""
            > getrange k -1 -3
            ""
            # An end before the first byte means the first byte.
            > getrange k 0 -100
            "T"
            > getrange k -100 -99
            "T"
            > getrange k -100 2
            "Thi"
            > getrange k -9223372036854775808 9223372036854775807
            "This is a string"
            > getrange k 9223372036854775807 9223372036854775807
            ""
            > substr k 0 3
            "This"
            > set n 12345
            OK
            > getrange n 1 -2
            "234"
            > set empty ""
            OK
            > getrange empty 0 -1
            ""
            > getrange missing 0 -1
            ""
            > getrange k a 1
            (error) ERR value is not an integer or out of range
            > getrange k 0 9223372036854775808
            (error) ERR value is not an integer or out of range
            > rpush list a
            (integer) 1
            > getrange list 0 1
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > substr list a 1
            (error) ERR value is not an integer or out of range
            """);
    }

    @Test
    void setrange() {
        Transcript.check("""
            > setrange k 3 ""
            (integer) 0
            > exists k
            (integer) 0
            > setrange k 2 ab
            (integer) 4
            > get k
            "\\x00\\x00ab"
            > setrange k 1 XYZ
            (integer) 4
            > get k
            "\\x00XYZ"
            > setrange k 3 1234
            (integer) 7
            > setrange k 100 ""
            (integer) 7
            > get k
            "\\x00XY1234"
            > set n 100
            OK
            > expire n 50
            (integer) 1
            > setrange n 0 2
            (integer) 3
            > incr n
            (integer) 201
            > ttl n
            (integer) 50
            > setrange k -1 x
            (error) ERR offset is out of range
            > setrange k abc x
            (error) ERR value is not an integer or out of range
            > setrange k 536870912 x
            (error) ERR string exceeds maximum allowed size (proto-max-bulk-len)
            > setrange k 536870911 xy
            (error) ERR string exceeds maximum allowed size (proto-max-bulk-len)
            > setrange k 9223372036854775807 x
            (error) ERR string exceeds maximum allowed size (proto-max-bulk-len)
            > setrange missing 9223372036854775807 x
            (error) ERR string exceeds maximum allowed size (proto-max-bulk-len)
            > setrange k 9223372036854775807 ""
            (integer) 7
            > rpush list a
            (integer) 1
            > setrange list 536870912 x
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > setrange list 0 ""
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > setrange list -1 x
            (error) ERR offset is out of range
            """);
    }

    @Test
    void stringsObeyTheLongestLength() {
        Engine engine = new Engine();
        engine.limits.bulkBytesMax(10);
        Transcript.check(engine, """
            > setrange k 9 x
            (integer) 10
            > setrange k 10 x
            (error) ERR string exceeds maximum allowed size (proto-max-bulk-len)
            > append k y
            (error) ERR string exceeds maximum allowed size (proto-max-bulk-len)
            > append k ""
            (integer) 10
            > strlen k
            (integer) 10
            """);
        // However much is allowed, an array has its limits.
        engine.limits.bulkBytesMax(Long.MAX_VALUE);
        assertThat(engine.run("SETRANGE", "k", "2147483647", "x")).isEqualTo(Errors.STRING_TOO_LONG);
        assertThat(engine.run("SETRANGE", "k", "9223372036854775807", "x")).isEqualTo(Errors.STRING_TOO_LONG);
    }

    @Test
    void storesCopiesOfItsArguments() {
        Engine engine = new Engine();
        byte[] chunk = "kkkkvvvv".getBytes(StandardCharsets.US_ASCII);
        Bytes key = Bytes.wrap(chunk, 0, 4);
        Bytes value = Bytes.wrap(chunk, 4, 4);
        engine.run(Bytes.of("SET"), key, value);
        engine.run(Bytes.of("RPUSH"), Bytes.of("list"), value);
        engine.run(Bytes.of("APPEND"), Bytes.of("appended"), value);
        engine.run(Bytes.of("APPEND"), Bytes.of("appended"), value);
        Arrays.fill(chunk, (byte) 'x');
        assertThat(engine.run("GET", "kkkk")).isEqualTo(Reply.bulk("vvvv"));
        assertThat(engine.run("LINDEX", "list", "0")).isEqualTo(Reply.bulk("vvvv"));
        assertThat(engine.run("GET", "appended")).isEqualTo(Reply.bulk("vvvvvvvv"));
    }
}
