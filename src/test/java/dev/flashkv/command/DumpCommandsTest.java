package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import org.junit.jupiter.api.Test;

class DumpCommandsTest {
    private static final String V = "\"\\x00\\x01v\\x0a\\x00\\x91\\x08\\xce\\xb2\\x198\\x8a\\xce\"";

    private final Engine engine = new Engine();

    @Test
    void dumpsAndRestores() {
        Transcript.check(engine, """
            > dump missing
            (nil)
            > restore k 0 %1$s
            OK
            > get k
            "v"
            > ttl k
            (integer) -1
            > restore k 0 %1$s
            (error) BUSYKEY Target key name already exists.
            > restore k 1000 %1$s replace
            OK
            > pttl k
            (integer) 1000
            > restore k 1700000001234 %1$s absttl replace
            OK
            > pttl k
            (integer) 1234
            > restore k 0 %1$s replace idletime 1000
            OK
            > object idletime k
            (integer) 1000
            > restore k 0 %1$s freq 255 replace
            OK
            > object idletime k
            (integer) 0
            """.formatted(V));
        for (String command : new String[] {"SET k 12345", "RPUSH l 1 two 3", "SET long " + "x".repeat(1000)}) {
            engine.run(command.split(" "));
            String key = command.split(" ", 3)[1];
            Bytes dump = ((Reply.Bulk) engine.run("DUMP", key)).bytes();
            assertThat(engine.run(Bytes.of("RESTORE"), Bytes.of("copy"), Bytes.of("0"), dump, Bytes.of("REPLACE")))
                    .isEqualTo(Reply.OK);
            assertThat(engine.run("DUMP", "copy")).isEqualTo(engine.run("DUMP", key));
        }
    }

    @Test
    void refusesWhatItCanNotRestore() {
        Transcript.check(engine, """
            > restore k 0 junk
            (error) ERR DUMP payload version or checksum are wrong
            > restore k 0 ""
            (error) ERR DUMP payload version or checksum are wrong
            > restore k -1 %1$s
            (error) ERR Invalid TTL value, must be >= 0
            > restore k x %1$s
            (error) ERR value is not an integer or out of range
            > restore k 0 %1$s idletime -1
            (error) ERR Invalid IDLETIME value, must be >= 0
            > restore k 0 %1$s freq 256
            (error) ERR Invalid FREQ value, must be >= 0 and <= 255
            > restore k 0 %1$s freq 1 idletime 1
            (error) ERR syntax error
            > restore k 0 %1$s idletime
            (error) ERR syntax error
            > exists k
            (integer) 0
            > set k old
            OK
            # Whatever is wrong, what was there stays.
            > restore k 0 junk replace
            (error) ERR DUMP payload version or checksum are wrong
            > restore k 0 "\\x63\\x0a\\x00\\x9a\\x9c\\x99\\x46\\x4f\\xe3\\x62\\x2c" replace
            (error) ERR DUMP payload version or checksum are wrong
            > get k
            "old"
            """.formatted(V));
    }

    @Test
    void aTimeThatHasPassedStoresNothing() {
        Transcript.check(engine, """
            > restore k 1 %1$s absttl
            OK
            > exists k
            (integer) 0
            > set k old
            OK
            > restore k 1 %1$s absttl replace
            OK
            > exists k
            (integer) 0
            # So long a time lies in the past: the sum overflows.
            > restore k 9223372036854775807 %1$s
            OK
            > exists k
            (integer) 0
            > restore k 9223372036854775807 %1$s absttl
            OK
            > pexpiretime k
            (integer) 9223372036854775807
            """.formatted(V));
    }
}
