package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClientCommandsTest {
    private final Engine engine = new Engine();
    private final List<Long> disconnected = new ArrayList<>();
    private final Client second = client(2, "10.0.0.2:1002");
    private final Client third = client(3, "10.0.0.3:1003");

    private Client client(long id, String address) {
        return new Client(id, engine.server, address, "127.0.0.1:6379", () -> disconnected.add(id));
    }

    @BeforeEach
    void connect() {
        engine.server.clients = List.of(engine.client, second, third);
    }

    @Test
    void namesTheConnection() {
        Transcript.check(engine, """
            > client id
            (integer) 1
            > client getname
            (nil)
            > client setname !~
            OK
            > client getname
            "!~"
            > client setname "a b"
            (error) ERR Client names cannot contain spaces, newlines or special characters.
            > client setname "a\\n"
            (error) ERR Client names cannot contain spaces, newlines or special characters.
            > client setname "\\x7f"
            (error) ERR Client names cannot contain spaces, newlines or special characters.
            > client setname "\\xe4"
            (error) ERR Client names cannot contain spaces, newlines or special characters.
            > client getname
            "!~"
            > client setname ""
            OK
            > client getname
            (nil)
            """);
    }

    @Test
    void keepsTheLibrarysName() {
        Transcript.check(engine, """
            > client setinfo lib-name jedis
            OK
            > CLIENT SETINFO LIB-VER 8.0.2
            OK
            > client setinfo lib-name "a b"
            (error) ERR lib-name cannot contain spaces, newlines or special characters.
            > client setinfo LIB-VER "a\\n"
            (error) ERR LIB-VER cannot contain spaces, newlines or special characters.
            > client setinfo colour red
            (error) ERR Unrecognized option 'colour'
            > client setinfo lib-name
            (error) ERR wrong number of arguments for 'client|setinfo' command
            """);
        assertThat(Plain.string(engine.run("CLIENT", "INFO"))).endsWith(" lib-name=jedis lib-ver=8.0.2\n");
        engine.run("CLIENT", "SETINFO", "lib-name", "");
        assertThat(Plain.string(engine.run("CLIENT", "INFO"))).endsWith(" lib-name= lib-ver=8.0.2\n");
    }

    @Test
    void describesAConnectionAsRedisDoes() {
        engine.run("CLIENT", "SETNAME", "me");
        engine.advanceMillis(5_999);
        engine.client.active("client|info", engine.server.nowMillis);
        engine.advanceMillis(2_000);
        engine.client.buffers(buffers(100, 200, 30, 0));

        assertThat(Plain.string(engine.run("CLIENT", "INFO")))
                .isEqualTo("id=1 addr=127.0.0.1:50000 laddr=127.0.0.1:6379 fd=-1 name=me age=7 idle=2 flags=N db=0"
                        + " sub=0 psub=0 ssub=0 multi=-1 qbuf=100 qbuf-free=0 argv-mem=10 multi-mem=0 rbs=200 rbp=30"
                        + " obl=30 oll=0 omem=0 tot-mem=1334 events=r cmd=client|info user=default redir=-1 resp=2"
                        + " lib-name= lib-ver=\n");
    }

    private static ClientBuffers buffers(long query, long capacity, long reply, long output) {
        return new ClientBuffers() {
            @Override
            public long queryBytes() {
                return query;
            }

            @Override
            public long replyCapacityBytes() {
                return capacity;
            }

            @Override
            public long replyBytes() {
                return reply;
            }

            @Override
            public long outputBytes() {
                return output;
            }
        };
    }

    @Test
    void describesWhatOtherConnectionsAreUpTo() {
        second.active("get", engine.server.nowMillis);
        second.buffers(buffers(0, 0, 0, 5_000));
        second.waiting(true);
        second.closeAfterReply();
        assertThat(Plain.string(engine.run("CLIENT", "LIST", "ID", "2")))
                .contains(" flags=bc ", " argv-mem=0 ", " oll=1 omem=5000 ", " events=rw cmd=get ");
        assertThat(Plain.string(engine.run("CLIENT", "LIST", "ID", "3"))).contains(" cmd=NULL ", " tot-mem=1024 ");
        assertThat(Plain.string(engine.run("CLIENT", "LIST", "ID", "1"))).contains(" cmd=client|list ");
    }

    @Test
    void listsConnections() {
        assertThat(ids("CLIENT", "LIST")).containsExactly("1", "2", "3");
        assertThat(ids("CLIENT", "LIST", "TYPE", "Normal")).containsExactly("1", "2", "3");
        assertThat(ids("CLIENT", "LIST", "TYPE", "pubsub")).isEmpty();
        assertThat(ids("CLIENT", "LIST", "TYPE", "master")).isEmpty();
        assertThat(ids("CLIENT", "LIST", "ID", "3", "9", "-1", "2", "3")).containsExactly("3", "2", "3");
        assertThat(ids("CLIENT", "LIST", "ID", "9")).isEmpty();
    }

    private List<String> ids(String... words) {
        return Plain.string(engine.run(words))
                .lines()
                .map(line -> line.substring("id=".length(), line.indexOf(' ')))
                .toList();
    }

    @Test
    void refusesUnknownListFilters() {
        Transcript.check(engine, """
            > client list junk
            (error) ERR syntax error
            > client list type
            (error) ERR syntax error
            > client list type junk
            (error) ERR Unknown client type 'junk'
            > client list type normal x
            (error) ERR syntax error
            > client list id
            (error) ERR syntax error
            > client list id 1 x
            (error) ERR Invalid client ID
            """);
    }

    @Test
    void killsByAddress() {
        assertThat(Plain.of(engine.run("CLIENT", "KILL", "10.0.0.2:1002"))).isEqualTo("OK");
        assertThat(disconnected).containsExactly(2L);
        assertThat(Plain.of(engine.run("CLIENT", "KILL", "10.0.0.9:1"))).isEqualTo("-ERR No such client");
    }

    @Test
    void killsItselfByAddressAfterTheReply() {
        assertThat(Plain.of(engine.run("CLIENT", "KILL", "127.0.0.1:50000"))).isEqualTo("OK");
        assertThat(engine.client.isClosing()).isTrue();
        assertThat(disconnected).isEmpty();
    }

    @Test
    void killsByFiltersAndSparesTheCaller() {
        assertThat(Plain.of(engine.run("CLIENT", "KILL", "ID", "3"))).isEqualTo(1L);
        assertThat(disconnected).containsExactly(3L);
        assertThat(Plain.of(engine.run("CLIENT", "KILL", "ID", "3", "ADDR", "10.0.0.2:1002")))
                .isEqualTo(0L);
        assertThat(Plain.of(
                        engine.run("CLIENT", "KILL", "LADDR", "127.0.0.1:6379", "USER", "default", "TYPE", "normal")))
                .isEqualTo(2L);
        assertThat(engine.client.isClosing()).isFalse();
    }

    @Test
    void killsTheCallerWhenToldTo() {
        assertThat(Plain.of(engine.run("CLIENT", "KILL", "ID", "1", "SKIPME", "no")))
                .isEqualTo(1L);
        assertThat(engine.client.isClosing()).isTrue();
        assertThat(disconnected).isEmpty();
    }

    @Test
    void refusesUnknownKillFilters() {
        Transcript.check(engine, """
            > client kill
            (error) ERR wrong number of arguments for 'client|kill' command
            > client kill id
            (error) ERR No such client
            > client kill id 0
            (error) ERR client-id should be greater than 0
            > client kill id x
            (error) ERR client-id should be greater than 0
            > client kill id 9 addr
            (error) ERR syntax error
            > client kill type junk
            (error) ERR Unknown client type 'junk'
            > client kill user nobody
            (error) ERR No such user 'nobody'
            > client kill skipme maybe
            (error) ERR syntax error
            > client kill junk 1
            (error) ERR syntax error
            > client kill type master
            (integer) 0
            """);
        assertThat(disconnected).isEmpty();
    }

    @Test
    void saysWhatSubcommandsThereAre() {
        Transcript.check(engine, """
            > client
            (error) ERR wrong number of arguments for 'client' command
            > client nonsense a b
            (error) ERR unknown subcommand 'nonsense'. Try CLIENT HELP.
            > client "a\\r\\nb\\x00c"
            (error) ERR unknown subcommand 'a  b'. Try CLIENT HELP.
            > client id x
            (error) ERR wrong number of arguments for 'client|id' command
            """);
        assertThat(Plain.list(engine.run("CLIENT", "HELP")))
                .startsWith("CLIENT <subcommand> [<arg> [value] [opt] ...]. Subcommands are:")
                .contains("SETNAME connection-name")
                .endsWith("HELP", "    Prints this help.");
    }

    @Test
    void marksConnectionsThatStayAndThoseThatDoNotTouch() {
        Transcript.check(engine, """
            > client no-evict on
            OK
            > client no-touch ON
            OK
            """);
        assertThat(Plain.string(engine.run("CLIENT", "INFO"))).contains(" flags=eT ");
        Transcript.check(engine, """
            > client no-evict maybe
            (error) ERR syntax error
            > client no-touch maybe
            (error) ERR syntax error
            > client no-evict off
            OK
            > client no-touch off
            OK
            """);
        assertThat(Plain.string(engine.run("CLIENT", "INFO"))).contains(" flags=N ");
    }

    @Test
    void usesOfAClientThatDoesNotTouchDoNotCountButForTouch() {
        Bytes key = Bytes.of("k");
        engine.run("SET", "k", "v");
        engine.run("CLIENT", "NO-TOUCH", "ON");
        engine.advanceMillis(1_000);
        engine.run("GET", "k");
        engine.run("MGET", "k", "l");
        engine.run("APPEND", "k", "w");
        assertThat(engine.of(key).idleMillis(key)).isEqualTo(1_000);
        engine.run("TOUCH", "k");
        assertThat(engine.of(key).idleMillis(key)).isZero();
        engine.advanceMillis(1_000);
        engine.run("GET", "k");
        assertThat(engine.of(key).idleMillis(key)).isEqualTo(1_000);
        engine.run("RESET");
        engine.run("GET", "k");
        assertThat(engine.of(key).idleMillis(key)).isZero();
    }

    @Test
    void pausesUntilATime() {
        Transcript.check(engine, """
            > client pause 100
            OK
            > client pause 0 all
            OK
            > client pause 250 WRITE
            OK
            > client unpause
            OK
            > client pause 9223372036854775807
            (error) ERR timeout is not an integer or out of range
            > client pause abc
            (error) ERR timeout is not an integer or out of range
            > client pause 9223372036854775808
            (error) ERR timeout is not an integer or out of range
            > client pause -1
            (error) ERR timeout is negative
            > client pause abc foo
            (error) ERR CLIENT PAUSE mode must be WRITE or ALL
            > client pause 1 write x
            (error) ERR unknown subcommand or wrong number of arguments for 'pause'. Try CLIENT HELP.
            > client unpause x
            (error) ERR wrong number of arguments for 'client|unpause' command
            """);
        assertThat(engine.server.pause.asked)
                .containsExactly("1700000000100 ALL", "1700000000000 ALL", "1700000000250 WRITE", "END");
    }

    /** The commands whose replies are sent, out of a pipeline. */
    private List<String> answered(String... commands) {
        List<String> answered = new ArrayList<>();
        for (String command : commands) {
            engine.run(command.split(" "));
            if (engine.client.replyMode().takesReply()) {
                answered.add(command);
            }
        }
        return answered;
    }

    @Test
    void repliesAreSkippedOrSwitchedOff() {
        assertThat(answered("CLIENT REPLY SKIP", "PING 1", "PING 2")).containsExactly("PING 2");
        assertThat(answered("CLIENT REPLY SKIP", "CLIENT REPLY SKIP", "PING 1", "PING 2"))
                .containsExactly("PING 2");
        assertThat(answered("CLIENT REPLY SKIP", "CLIENT REPLY ON", "PING")).containsExactly("CLIENT REPLY ON", "PING");
        assertThat(answered("CLIENT REPLY OFF", "PING", "CLIENT REPLY SKIP", "NOSUCH", "CLIENT REPLY ON", "PING 1"))
                .containsExactly("CLIENT REPLY ON", "PING 1");
        assertThat(answered("CLIENT REPLY SKIP", "CLIENT REPLY OFF", "PING", "CLIENT REPLY ON", "PING 1"))
                .containsExactly("CLIENT REPLY ON", "PING 1");
        assertThat(answered("CLIENT REPLY OFF", "CLIENT REPLY foo", "CLIENT REPLY ON"))
                .containsExactly("CLIENT REPLY ON");
        assertThat(answered("CLIENT REPLY OFF", "RESET", "PING")).containsExactly("RESET", "PING");
        assertThat(answered("CLIENT REPLY SKIP", "RESET", "PING")).containsExactly("PING");
        Transcript.check(engine, """
            > client reply maybe
            (error) ERR syntax error
            """);
    }

    @Test
    void knowsOfNoRedirectionAndOfNobodyBlocked() {
        Transcript.check(engine, """
            > client getredir
            (integer) -1
            > client unblock 2
            (integer) 0
            > client unblock 2 timeout
            (integer) 0
            > client unblock 2 ERROR
            (integer) 0
            > client unblock 2 foo
            (error) ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR
            > client unblock abc
            (error) ERR value is not an integer or out of range
            > client unblock 2 error x
            (error) ERR unknown subcommand or wrong number of arguments for 'unblock'. Try CLIENT HELP.
            """);
    }

    @Test
    void keepsCopiesOfWhatClientsSend() {
        byte[] chunk = "xxname".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        engine.client.name(Bytes.wrap(chunk, 2, 4));
        chunk[2] = 'N';
        assertThat(engine.client.name()).isEqualTo(Bytes.of("name"));
    }
}
