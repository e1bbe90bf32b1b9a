package dev.flashkv.command;

import org.junit.jupiter.api.Test;

class NumberCommandsTest {

    @Test
    void countsUpAndDown() {
        Transcript.check("""
            > incr n
            (integer) 1
            > incrby n 10
            (integer) 11
            > decr n
            (integer) 10
            > decrby n 20
            (integer) -10
            > incrby n -5
            (integer) -15
            > decrby n -15
            (integer) 0
            > decr fresh
            (integer) -1
            > incrby other -7
            (integer) -7
            > decrby another 7
            (integer) -7
            > get n
            "0"
            > expire n 100
            (integer) 1
            > incr n
            (integer) 1
            > ttl n
            (integer) 100
            """);
    }

    @Test
    void refusesWhatIsNoInteger() {
        Transcript.check("""
            > set s abc
            OK
            > incr s
            (error) ERR value is not an integer or out of range
            > set s 1.5
            OK
            > decr s
            (error) ERR value is not an integer or out of range
            > set s " 1"
            OK
            > incr s
            (error) ERR value is not an integer or out of range
            > set s 01
            OK
            > incr s
            (error) ERR value is not an integer or out of range
            > set s ""
            OK
            > incr s
            (error) ERR value is not an integer or out of range
            > set s 9223372036854775808
            OK
            > incr s
            (error) ERR value is not an integer or out of range
            > get s
            "9223372036854775808"
            > incrby n abc
            (error) ERR value is not an integer or out of range
            > incrby n +1
            (error) ERR value is not an integer or out of range
            > decrby n 1.0
            (error) ERR value is not an integer or out of range
            > exists n
            (integer) 0
            > rpush list a
            (integer) 1
            > incr list
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > incrby list 1
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            # The increment is looked at before the key.
            > incrby list abc
            (error) ERR value is not an integer or out of range
            """);
    }

    @Test
    void doesNotOverflow() {
        Transcript.check("""
            > set n 9223372036854775806
            OK
            > incr n
            (integer) 9223372036854775807
            > incr n
            (error) ERR increment or decrement would overflow
            > get n
            "9223372036854775807"
            > decrby n 9223372036854775807
            (integer) 0
            > decrby n 9223372036854775807
            (integer) -9223372036854775807
            > decr n
            (integer) -9223372036854775808
            > decr n
            (error) ERR increment or decrement would overflow
            > incrby n -1
            (error) ERR increment or decrement would overflow
            > incrby n 9223372036854775807
            (integer) -1
            > decrby n -9223372036854775808
            (error) ERR decrement would overflow
            > incrby n -9223372036854775808
            (error) ERR increment or decrement would overflow
            """);
    }

    @Test
    void addsFloats() {
        Transcript.check("""
            > incrbyfloat f 0.1
            "0.1"
            > incrbyfloat f 0.2
            "0.3"
            > set f 10.50
            OK
            > incrbyfloat f 0.1
            "10.6"
            > incrbyfloat f -5
            "5.6"
            > set f 5.0e3
            OK
            > incrbyfloat f 2.0e2
            "5200"
            > incrbyfloat f -5200
            "0"
            > incrbyfloat f 0x10
            "16"
            > set f 3
            OK
            > incrbyfloat f 1.1
            "4.1"
            > expire f 100
            (integer) 1
            > incrbyfloat f 1
            "5.1"
            > ttl f
            (integer) 100
            > get f
            "5.1"
            > set big 1e17
            OK
            > incrbyfloat big 1
            "100000000000000001"
            > incr big
            (integer) 100000000000000002
            > set small 0
            OK
            > incrbyfloat small 0.00000000000000001
            "0.00000000000000001"
            """);
    }

    @Test
    void refusesWhatIsNoFloat() {
        Transcript.check("""
            > incrbyfloat f abc
            (error) ERR value is not a valid float
            > incrbyfloat f " 1"
            (error) ERR value is not a valid float
            > incrbyfloat f "1 "
            (error) ERR value is not a valid float
            > incrbyfloat f ""
            (error) ERR value is not a valid float
            > incrbyfloat f nan
            (error) ERR value is not a valid float
            > incrbyfloat f inf
            (error) ERR increment would produce NaN or Infinity
            > incrbyfloat f -inf
            (error) ERR increment would produce NaN or Infinity
            > exists f
            (integer) 0
            > set f abc
            OK
            > incrbyfloat f 1
            (error) ERR value is not a valid float
            > rpush list a
            (integer) 1
            > incrbyfloat list abc
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            """);
    }
}
