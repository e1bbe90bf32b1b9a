package dev.flashkv.command;

import org.junit.jupiter.api.Test;

class ExpireCommandsTest {

    @Test
    void tellsTheTimeLeft() {
        Transcript.check("""
            > ttl missing
            (integer) -2
            > pttl missing
            (integer) -2
            > expiretime missing
            (integer) -2
            > pexpiretime missing
            (integer) -2
            > set k v
            OK
            > ttl k
            (integer) -1
            > pttl k
            (integer) -1
            > expiretime k
            (integer) -1
            > pexpiretime k
            (integer) -1
            > pexpire k 10499
            (integer) 1
            # Seconds are rounded.
            > ttl k
            (integer) 10
            > expiretime k
            (integer) 1700000010
            > pexpiretime k
            (integer) 1700000010499
            > pexpire k 10500
            (integer) 1
            > ttl k
            (integer) 11
            > expiretime k
            (integer) 1700000011
            (10100 ms later)
            > ttl k
            (integer) 0
            > pttl k
            (integer) 400
            (400 ms later)
            > pttl k
            (integer) 0
            (1 ms later)
            > pttl k
            (integer) -2
            """);
    }

    @Test
    void setsTheDeadline() {
        Transcript.check("""
            > expire missing 10
            (integer) 0
            > set k v
            OK
            > expire k 10
            (integer) 1
            > pttl k
            (integer) 10000
            > pexpire k 10
            (integer) 1
            > pttl k
            (integer) 10
            > expireat k 1700000020
            (integer) 1
            > pttl k
            (integer) 20000
            > pexpireat k 1700000000030
            (integer) 1
            > pttl k
            (integer) 30
            > persist k
            (integer) 1
            > persist k
            (integer) 0
            > persist missing
            (integer) 0
            > pttl k
            (integer) -1
            """);
    }

    @Test
    void aDeadlineThatHasComeDeletesTheKey() {
        Transcript.check("""
            > set k v
            OK
            > expire k 0
            (integer) 1
            > exists k
            (integer) 0
            > set k v
            OK
            > expire k -1
            (integer) 1
            > dbsize
            (integer) 0
            > set k v
            OK
            > pexpireat k 1700000000000
            (integer) 1
            > exists k
            (integer) 0
            > set k v
            OK
            > expireat k -9223372036854775
            (integer) 1
            > exists k
            (integer) 0
            > set k v
            OK
            > pexpire k -9223372036854775808
            (integer) 1
            > exists k
            (integer) 0
            """);
    }

    @Test
    void setsTheDeadlineOnCondition() {
        Transcript.check("""
            > set k v
            OK
            > expire k 100 xx
            (integer) 0
            > expire k 100 gt
            (integer) 0
            > ttl k
            (integer) -1
            > expire k 100 nx
            (integer) 1
            > expire k 200 NX
            (integer) 0
            > ttl k
            (integer) 100
            > expire k 50 gt
            (integer) 0
            > expire k 100 gt
            (integer) 0
            > expire k 200 gt
            (integer) 1
            > expire k 200 lt
            (integer) 0
            > expire k 300 lt
            (integer) 0
            > expire k 150 lt
            (integer) 1
            > ttl k
            (integer) 150
            > expire k 300 xx
            (integer) 1
            > expire k 400 xx gt
            (integer) 1
            > expire k 300 lt xx
            (integer) 1
            > ttl k
            (integer) 300
            > expire k -1 gt
            (integer) 0
            > expire k -1 lt
            (integer) 1
            > exists k
            (integer) 0
            > set k v
            OK
            > expire k 100 lt
            (integer) 1
            > persist k
            (integer) 1
            > expire k 100 xx lt
            (integer) 0
            > expire k 100 nx nx
            (integer) 1
            > expire missing 100 nx
            (integer) 0
            """);
    }

    @Test
    void refusesBadOptionsAndNumbers() {
        Transcript.check("""
            > expire k 10 foo
            (error) ERR Unsupported option foo
            > expire k 10 nx foo
            (error) ERR Unsupported option foo
            > expire k 10 "b\\r\\nar\\r\\n"
            (error) ERR Unsupported option b  ar
            > expire k 10 "b\\x00ar"
            (error) ERR Unsupported option b
            > expire k 10 nx xx
            (error) ERR NX and XX, GT or LT options at the same time are not compatible
            > expire k 10 gt nx
            (error) ERR NX and XX, GT or LT options at the same time are not compatible
            > expire k 10 gt lt
            (error) ERR GT and LT options at the same time are not compatible
            > expire k abc gt lt
            (error) ERR GT and LT options at the same time are not compatible
            > expire k abc
            (error) ERR value is not an integer or out of range
            > expire k 9223372036854775807
            (error) ERR invalid expire time in 'expire' command
            > expire k -9223372036854775808
            (error) ERR invalid expire time in 'expire' command
            > expire k 9223372036854775
            (error) ERR invalid expire time in 'expire' command
            > pexpire k 9223372036854775807
            (error) ERR invalid expire time in 'pexpire' command
            > expireat k 9223372036854776
            (error) ERR invalid expire time in 'expireat' command
            > pexpireat k 9223372036854775808
            (error) ERR value is not an integer or out of range
            > expire k
            (error) ERR wrong number of arguments for 'expire' command
            """);
    }

    @Test
    void theLatestOfAllDeadlines() {
        Transcript.check("""
            > set k v
            OK
            > pexpireat k 9223372036854775807
            (integer) 1
            > pexpiretime k
            (integer) 9223372036854775807
            > expiretime k
            (integer) 9223372036854776
            > pttl k
            (integer) 9223370336854775807
            > ttl k
            (integer) 9223370336854776
            """);
    }
}
