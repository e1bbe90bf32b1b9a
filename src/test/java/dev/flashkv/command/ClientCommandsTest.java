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
        engine.client.buffers(10, 20, 30);

        assertThat(Plain.string(engine.run("CLIENT", "INFO")))
                .isEqualTo("id=1 addr=127.0.0.1:50000 laddr=127.0.0.1:6379 fd=-1 name=me age=7 idle=2 flags=N db=0"
                        + " sub=0 psub=0 ssub=0 multi=-1 qbuf=10 qbuf-free=20 argv-mem=0 multi-mem=0 rbs=0 rbp=0"
                        + " obl=0 oll=0 omem=30 tot-mem=60 events=r cmd=client|info user=default redir=-1 resp=2"
                        + " lib-name= lib-ver=\n");
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
    void keepsCopiesOfWhatClientsSend() {
        byte[] chunk = "xxname".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        engine.client.name(Bytes.wrap(chunk, 2, 4));
        chunk[2] = 'N';
        assertThat(engine.client.name()).isEqualTo(Bytes.of("name"));
    }
}
