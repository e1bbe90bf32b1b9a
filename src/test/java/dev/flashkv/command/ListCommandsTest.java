package dev.flashkv.command;

import org.junit.jupiter.api.Test;

class ListCommandsTest {

    @Test
    void pushes() {
        Transcript.check("""
            > rpush l a b
            (integer) 2
            > lpush l c d
            (integer) 4
            > lrange l 0 -1
            ["d", "c", "a", "b"]
            > lpushx l e f
            (integer) 6
            > rpushx l g
            (integer) 7
            > lrange l 0 -1
            ["f", "e", "d", "c", "a", "b", "g"]
            > lpushx missing a
            (integer) 0
            > rpushx missing a
            (integer) 0
            > exists missing
            (integer) 0
            > llen l
            (integer) 7
            > llen missing
            (integer) 0
            > rpush binary "" "\\x00\\r\\n\\xff"
            (integer) 2
            > lrange binary 0 -1
            ["", "\\x00\\r\\n\\xff"]
            > set s v
            OK
            > lpush s a
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > rpushx s a
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > llen s
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > lpush l
            (error) ERR wrong number of arguments for 'lpush' command
            """);
    }

    @Test
    void pops() {
        Transcript.check("""
            > rpush l a b c d e f
            (integer) 6
            > lpop l
            "a"
            > rpop l
            "f"
            > lpop l 2
            ["b", "c"]
            > rpop l 5
            ["e", "d"]
            > exists l
            (integer) 0
            > lpop l
            (nil)
            > lpop l 2
            (nil array)
            > rpop l 0
            (nil array)
            > rpush l a
            (integer) 1
            > lpop l 0
            []
            > lpop l 9223372036854775807
            ["a"]
            > lpop l -1
            (error) ERR value is out of range, must be positive
            > lpop l abc
            (error) ERR value is out of range, must be positive
            > rpop l 1 2
            (error) ERR wrong number of arguments for 'rpop' command
            > set s v
            OK
            > lpop s
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > rpop s 0
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > lpop s -1
            (error) ERR value is out of range, must be positive
            """);
    }

    @Test
    void readsByPlace() {
        Transcript.check("""
            > rpush l a b c
            (integer) 3
            > lindex l 0
            "a"
            > lindex l -1
            "c"
            > lindex l 3
            (nil)
            > lindex l -4
            (nil)
            > lindex l -9223372036854775808
            (nil)
            > lindex l abc
            (error) ERR value is not an integer or out of range
            > lindex missing abc
            (nil)
            > lrange l 0 0
            ["a"]
            > lrange l -2 -1
            ["b", "c"]
            > lrange l -100 100
            ["a", "b", "c"]
            > lrange l 2 1
            []
            > lrange l 3 10
            []
            > lrange l 0 -100
            []
            > lrange l -9223372036854775808 9223372036854775807
            ["a", "b", "c"]
            > lrange missing 0 -1
            []
            > lrange missing a 1
            (error) ERR value is not an integer or out of range
            > set s v
            OK
            > lrange s 0 b
            (error) ERR value is not an integer or out of range
            > lrange s 0 1
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            > lindex s abc
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            """);
    }

    @Test
    void replacesByPlace() {
        Transcript.check("""
            > rpush l a b c
            (integer) 3
            > lset l 1 B
            OK
            > lset l -1 C
            OK
            > lrange l 0 -1
            ["a", "B", "C"]
            > lset l 3 x
            (error) ERR index out of range
            > lset l -4 x
            (error) ERR index out of range
            > lset l abc x
            (error) ERR value is not an integer or out of range
            > lset missing abc x
            (error) ERR no such key
            > set s v
            OK
            > lset s abc x
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            """);
    }

    @Test
    void removesByValue() {
        Transcript.check("""
            > rpush l a b a c a b a
            (integer) 7
            > lrem l 2 a
            (integer) 2
            > lrange l 0 -1
            ["b", "c", "a", "b", "a"]
            > lrem l -1 b
            (integer) 1
            > lrange l 0 -1
            ["b", "c", "a", "a"]
            > lrem l 0 a
            (integer) 2
            > lrem l 0 a
            (integer) 0
            > lrem l -9223372036854775808 b
            (integer) 1
            > lrem l 9223372036854775807 c
            (integer) 1
            > exists l
            (integer) 0
            > lrem missing 0 a
            (integer) 0
            > lrem missing x a
            (error) ERR value is not an integer or out of range
            > set s v
            OK
            > lrem s 0 a
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            """);
    }

    @Test
    void insertsBesideAPivot() {
        Transcript.check("""
            > rpush l a c a
            (integer) 3
            > linsert l before c b
            (integer) 4
            > linsert l AFTER a x
            (integer) 5
            > lrange l 0 -1
            ["a", "x", "b", "c", "a"]
            > linsert l after missing y
            (integer) -1
            > linsert missing before a b
            (integer) 0
            > linsert l beside a b
            (error) ERR syntax error
            > set s v
            OK
            > linsert s beside a b
            (error) ERR syntax error
            > linsert s before a b
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            """);
    }

    @Test
    void trims() {
        Transcript.check("""
            > rpush l a b c d e
            (integer) 5
            > ltrim l 1 -2
            OK
            > lrange l 0 -1
            ["b", "c", "d"]
            > ltrim l -100 100
            OK
            > llen l
            (integer) 3
            > ltrim l 1 1
            OK
            > lrange l 0 -1
            ["c"]
            > ltrim l 1 0
            OK
            > exists l
            (integer) 0
            > rpush l a
            (integer) 1
            > ltrim l 5 10
            OK
            > exists l
            (integer) 0
            > ltrim missing 0 1
            OK
            > ltrim missing 0 x
            (error) ERR value is not an integer or out of range
            > set s v
            OK
            > ltrim s 0 1
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            """);
    }

    @Test
    void findsPlaces() {
        Transcript.check("""
            > rpush l a b c 1 2 3 c c
            (integer) 8
            > lpos l c
            (integer) 2
            > lpos l 1
            (integer) 3
            > lpos l c rank 2
            (integer) 6
            > lpos l c rank -1
            (integer) 7
            > lpos l c RANK -3
            (integer) 2
            > lpos l c rank 4
            (nil)
            > lpos l x
            (nil)
            > lpos l c count 2
            [(integer) 2, (integer) 6]
            > lpos l c count 0
            [(integer) 2, (integer) 6, (integer) 7]
            > lpos l c rank -1 count 2
            [(integer) 7, (integer) 6]
            > lpos l c rank 2 count 0
            [(integer) 6, (integer) 7]
            > lpos l c count 9223372036854775807
            [(integer) 2, (integer) 6, (integer) 7]
            > lpos l x count 1
            []
            > lpos l c maxlen 2
            (nil)
            > lpos l c maxlen 3
            (integer) 2
            > lpos l c maxlen 0 count 0
            [(integer) 2, (integer) 6, (integer) 7]
            > lpos l c rank -1 maxlen 2 count 0
            [(integer) 7, (integer) 6]
            > lpos l c rank 1 rank 2
            (integer) 6
            > lpos l c rank -9223372036854775808
            (integer) 7
            > lpos l c rank -9223372036854775808 count 1
            [(integer) 7, (integer) 6, (integer) 2]
            > lpos l c rank 9223372036854775807
            (nil)
            > lpos missing c
            (nil)
            > lpos missing c count 1
            []
            """);
    }

    @Test
    void refusesBadSearches() {
        Transcript.check("""
            > lpos l c rank 0
            (error) ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use \
            negative to start from the end of the list
            > lpos l c rank x
            (error) ERR value is not an integer or out of range
            > lpos l c count -1
            (error) ERR COUNT can't be negative
            > lpos l c count x
            (error) ERR COUNT can't be negative
            > lpos l c maxlen -1
            (error) ERR MAXLEN can't be negative
            > lpos l c maxlen
            (error) ERR syntax error
            > lpos l c foo 1
            (error) ERR syntax error
            > lpos l c rank 0 foo
            (error) ERR RANK can't be zero: use 1 to start from the first match, 2 from the second ... or use \
            negative to start from the end of the list
            > set s v
            OK
            > lpos s c count -1
            (error) ERR COUNT can't be negative
            > lpos s c
            (error) WRONGTYPE Operation against a key holding the wrong kind of value
            """);
    }

    @Test
    void keepsTheDeadlineOfAList() {
        Transcript.check("""
            > rpush l a b c d e
            (integer) 5
            > pexpire l 100
            (integer) 1
            > lpush l x
            (integer) 6
            > lpop l
            "x"
            > lset l 0 y
            OK
            > lrem l 1 c
            (integer) 1
            > ltrim l 0 1
            OK
            > linsert l after y z
            (integer) 3
            > pttl l
            (integer) 100
            (101 ms later)
            > llen l
            (integer) 0
            > rpush l a
            (integer) 1
            > pttl l
            (integer) -1
            """);
    }
}
