package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.resp.RespVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionCommandsTest {
    private final Engine engine = new Engine();

    @Test
    void answersPingAndEcho() {
        Transcript.check("""
            > ping
            PONG
            > ping "a b"
            "a b"
            > ping a b
            (error) ERR wrong number of arguments for 'ping' command
            > echo "\\x00\\r\\n\\xff"
            "\\x00\\r\\n\\xff"
            > echo
            (error) ERR wrong number of arguments for 'echo' command
            """);
    }

    @Test
    void helloDescribesTheServer() {
        assertThat(Plain.map(engine.run("HELLO")))
                .isEqualTo(Map.of(
                        "server", "redis",
                        "version", "7.0.15",
                        "proto", 2L,
                        "id", 1L,
                        "mode", "standalone",
                        "role", "master",
                        "modules", List.of()));
    }

    @Test
    void helloChoosesTheProtocol() {
        assertThat(Plain.map(engine.run("HELLO", "3"))).containsEntry("proto", 3L);
        assertThat(engine.client.version()).isEqualTo(RespVersion.RESP3);

        assertThat(Plain.map(engine.run("HELLO"))).containsEntry("proto", 3L);
        assertThat(Plain.of(engine.run("HELLO", "4"))).isEqualTo("-NOPROTO unsupported protocol version");
        assertThat(Plain.of(engine.run("HELLO", "2", "BOGUS"))).isEqualTo("-ERR Syntax error in HELLO option 'BOGUS'");
        assertThat(engine.client.version()).isEqualTo(RespVersion.RESP3);

        engine.run("HELLO", "2");
        assertThat(engine.client.version()).isEqualTo(RespVersion.RESP2);
    }

    @Test
    void helloTakesOptionsInAnyOrder() {
        assertThat(Plain.map(engine.run("hello", "3", "auth", "default", "any", "setname", "me")))
                .containsEntry("proto", 3L);
        assertThat(engine.client.name()).isEqualTo(Bytes.of("me"));
        engine.run("HELLO", "3", "SETNAME", "you", "AUTH", "default", "any");
        assertThat(engine.client.name()).isEqualTo(Bytes.of("you"));
    }

    @Test
    void helloRefusesWhatIsNoHello() {
        Transcript.check(engine, """
            > hello 1
            (error) NOPROTO unsupported protocol version
            > hello 03
            (error) ERR Protocol version is not an integer or out of range
            > hello x
            (error) ERR Protocol version is not an integer or out of range
            > hello 3 auth default
            (error) ERR Syntax error in HELLO option 'auth'
            > hello 3 setname
            (error) ERR Syntax error in HELLO option 'setname'
            > hello 3 auth nobody secret
            (error) WRONGPASS invalid username-password pair or user is disabled.
            > hello 3 setname "a b"
            (error) ERR Client names cannot contain spaces, newlines or special characters.
            # What came before the mistake has happened.
            > hello 3 setname kept bogus
            (error) ERR Syntax error in HELLO option 'bogus'
            > client getname
            "kept"
            """);
        assertThat(engine.client.version()).isEqualTo(RespVersion.RESP2);
    }

    @Test
    void needsNoPassword() {
        Transcript.check("""
            > auth default anything
            OK
            > auth nobody anything
            (error) WRONGPASS invalid username-password pair or user is disabled.
            > auth secret
            (error) ERR AUTH <password> called without any password configured for the default user. \
            Are you sure your configuration is correct?
            > auth a b c
            (error) ERR syntax error
            """);
    }

    @Test
    void selectsDatabasesThatThereAre() {
        engine.server.configure("databases", "3");
        Transcript.check(engine, """
            > set k in0
            OK
            > select 2
            OK
            > get k
            (nil)
            > select 3
            (error) ERR DB index is out of range
            > select -1
            (error) ERR DB index is out of range
            > select 2147483648
            (error) ERR value is out of range, value must between -2147483648 and 2147483647
            > select 00
            (error) ERR value is not an integer or out of range
            > select ""
            (error) ERR value is not an integer or out of range
            > select 0
            OK
            > get k
            "in0"
            """);
    }

    @Test
    void hasSixteenDatabasesUnlessToldOtherwise() {
        Transcript.check("""
            > select 15
            OK
            > select 16
            (error) ERR DB index is out of range
            """);
    }

    @Test
    void quitClosesAfterTheReply() {
        assertThat(Plain.of(engine.run("QUIT", "ignored"))).isEqualTo("OK");
        assertThat(engine.client.isClosing()).isTrue();
    }

    @Test
    void resetMakesTheConnectionNew() {
        engine.run("HELLO", "3", "SETNAME", "me");
        engine.run("CLIENT", "SETINFO", "LIB-NAME", "jedis");
        engine.run("SELECT", "5");

        assertThat(Plain.of(engine.run("RESET"))).isEqualTo("RESET");

        assertThat(engine.client.version()).isEqualTo(RespVersion.RESP2);
        assertThat(engine.client.name()).isEqualTo(Bytes.EMPTY);
        assertThat(engine.client.database()).isZero();
        assertThat(engine.client.libraryName()).isEqualTo(Bytes.of("jedis"));
    }
}
