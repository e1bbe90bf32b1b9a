package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What notifications tell of each command, in order. */
class KeyspaceNotificationTest {
    private static final String EVENT_PREFIX = "__keyevent@";

    private final Engine engine = new Engine();
    private final Messages messages = new Messages();
    private final Client listener = new Client(2, engine.server, "127.0.0.1:50001", "127.0.0.1:6379", () -> {});

    @BeforeEach
    void listen() {
        listener.version(RespVersion.RESP3);
        listener.inbox(messages);
        psubscribe(EVENT_PREFIX + "*");
        engine.run("CONFIG", "SET", "notify-keyspace-events", "EAnm");
    }

    private void psubscribe(String pattern) {
        Command command = CommandTable.standard().resolve(new Bytes[] {Bytes.of("PSUBSCRIBE"), Bytes.of(pattern)});
        Execution.onConnection(command, (Handler.OnConnection) command.spec().handler(), listener);
    }

    /** The events since the last call, each as the event, the key, and the database's number unless that is 0. */
    private List<String> events() {
        List<String> events = new ArrayList<>();
        for (Object message : messages.take()) {
            List<?> parts = (List<?>) message;
            String channel = (String) parts.get(2);
            int colon = channel.indexOf("__:");
            String database = channel.substring(EVENT_PREFIX.length(), colon);
            events.add(
                    channel.substring(colon + 3) + " " + parts.get(3) + (database.equals("0") ? "" : "@" + database));
        }
        return events;
    }

    /** Each line is a command and, behind an arrow, what is told of it; a number of milliseconds moves the clock. */
    private void check(String session) {
        List<String> actual = new ArrayList<>();
        for (String line : session.lines().toList()) {
            String command = line.substring(0, line.indexOf(" ->"));
            if (command.startsWith("+")) {
                engine.advanceMillis(Long.parseLong(command.substring(1)));
            } else if (command.equals("sweep")) {
                engine.sweep();
            } else {
                Reply reply = engine.run(Transcript.words(command));
                assertThat(reply).as(command).isNotInstanceOf(Reply.ErrorReply.class);
            }
            actual.add((command + " -> " + String.join(", ", events())).strip());
        }
        assertThat(actual).isEqualTo(session.lines().map(String::strip).toList());
    }

    @Test
    void strings() {
        check("""
                SET k v -> new k, set k
                SET k v EX 100 -> set k, expire k
                SET k v KEEPTTL -> set k
                SET k v XX GET PX 5 -> set k, expire k
                SET k v NX ->
                SET k v PXAT 1 -> set k, expire k
                SET k v EX 10 -> expired k, new k, set k, expire k
                GET nope -> keymiss nope
                SET other v GET -> keymiss other, new other, set other
                GETSET other w -> set other
                GETDEL other -> del other
                GETDEL other -> keymiss other
                GETEX k EX 10 -> expire k
                GETEX k PERSIST -> persist k
                GETEX k PERSIST ->
                GETEX k ->
                GETEX k PXAT 1 -> del k
                SETEX k 10 v -> new k, set k, expire k
                PSETEX k 10 v -> set k, expire k
                SETNX k v ->
                SETNX l v -> new l, set l
                APPEND k x -> append k
                APPEND a x -> new a, append a
                SETRANGE a 1 xx -> setrange a
                SETRANGE b 3 x -> new b, setrange b
                SETRANGE c 3 "" ->
                INCR i -> new i, incrby i
                DECR i -> incrby i
                INCRBY i 2 -> incrby i
                DECRBY i 2 -> incrby i
                INCRBYFLOAT i 0.5 -> incrbyfloat i
                INCRBYFLOAT j 0.5 -> new j, incrbyfloat j
                MSET i 1 x 2 i 3 -> set i, new x, set x, set i
                MSETNX i 1 y 1 ->
                MSETNX y 1 z 1 -> new y, set y, new z, set z
                MGET y nope z nope2 -> keymiss nope, keymiss nope2
                STRLEN nope -> keymiss nope
                GETRANGE nope 0 1 -> keymiss nope
                LCS nope y -> keymiss nope""");
    }

    @Test
    void lists() {
        check("""
                RPUSH l a b c -> new l, rpush l
                LPUSH l x -> lpush l
                LPUSHX l y -> lpush l
                RPUSHX l z -> rpush l
                LPUSHX nope y ->
                LINSERT l BEFORE a q -> linsert l
                LINSERT l BEFORE nope q ->
                LSET l 0 w -> lset l
                LREM l 0 nope ->
                LREM l 0 a -> lrem l
                LTRIM l 0 -1 -> ltrim l
                LTRIM l 5 1 -> ltrim l, del l
                LTRIM l 5 1 ->
                RPUSH l a a -> new l, rpush l
                LREM l 0 a -> lrem l, del l
                RPUSH l a b c d e -> new l, rpush l
                LPOP l -> lpop l
                LPOP l 0 ->
                RPOP l 2 -> rpop l
                LPOP l 9 -> lpop l, del l
                LPOP l ->
                RPUSH l a b -> new l, rpush l
                LMOVE l l LEFT RIGHT -> rpush l, lpop l
                LMOVE l m LEFT RIGHT -> new m, rpush m, lpop l
                LMOVE l m RIGHT LEFT -> lpush m, rpop l, del l
                RPOPLPUSH m o -> new o, lpush o, rpop m
                LMOVE nope o LEFT LEFT ->
                LMOVE m m LEFT RIGHT -> rpush m, lpop m
                LMPOP 2 nope o LEFT -> lpop o, del o
                BLPOP nope m 0 -> lpop m, del m
                RPUSH l 3 1 2 -> new l, rpush l
                BLMOVE l m LEFT LEFT 0 -> new m, lpush m, lpop l
                BRPOPLPUSH l m 0 -> lpush m, rpop l
                BLMPOP 0 1 m RIGHT COUNT 5 -> rpop m, del m
                SORT l STORE s -> new s, sortstore s
                SORT l STORE s -> sortstore s
                SORT nope STORE s -> keymiss nope, del s
                SORT l BY w_* GET d_* -> keymiss w_1, keymiss d_1
                LLEN nope -> keymiss nope
                LRANGE nope 0 -1 -> keymiss nope""");
    }

    @Test
    void anyKeys() {
        check("""
                MSET k v l v -> new k, set k, new l, set l
                DEL k nope l -> del k, del l
                SET k v -> new k, set k
                UNLINK k -> del k
                SET k v -> new k, set k
                EXPIRE k 100 -> expire k
                EXPIRE k 100 NX ->
                PERSIST k -> persist k
                PERSIST k ->
                PEXPIREAT k 1 -> del k
                SET k v -> new k, set k
                RENAME k k ->
                RENAME k l -> new l, rename_from k, rename_to l
                SET m x EX 10 -> new m, set m, expire m
                RENAME m l -> new l, rename_from m, rename_to l
                RENAMENX l o -> new o, rename_from l, rename_to o
                MOVE o 1 -> new o@1, move_from o, move_to o@1
                SET c 1 EX 10 -> new c, set c, expire c
                COPY c d -> new d, copy_to d
                COPY c d ->
                COPY c d REPLACE -> new d, copy_to d
                COPY c d DB 2 -> new d@2, copy_to d@2
                TOUCH c nope -> keymiss nope
                EXISTS c nope -> keymiss nope
                TYPE nope -> keymiss nope
                TTL nope -> keymiss nope
                PEXPIRETIME nope -> keymiss nope
                DUMP nope -> keymiss nope
                OBJECT ENCODING nope ->
                MEMORY USAGE nope ->
                SWAPDB 0 2 ->
                DEL d -> del d
                SELECT 2 ->
                DEL d -> del d@2
                FLUSHDB ->
                FLUSHALL ->
                RANDOMKEY ->
                SCAN 0 ->""");
    }

    @Test
    void restore() {
        engine.run("SET", "k", "v");
        Bytes payload = ((Reply.Bulk) engine.run("DUMP", "k")).bytes();
        events();
        engine.run(Bytes.of("RESTORE"), Bytes.of("r"), Bytes.of("5000"), payload);
        assertThat(events()).containsExactly("new r", "restore r");
        engine.run(Bytes.of("RESTORE"), Bytes.of("r"), Bytes.of("0"), payload, Bytes.of("REPLACE"));
        assertThat(events()).containsExactly("new r", "restore r");
        Bytes[] past = {
            Bytes.of("RESTORE"), Bytes.of("r"), Bytes.of("1"), payload, Bytes.of("REPLACE"), Bytes.of("ABSTTL")
        };
        engine.run(past);
        assertThat(events()).containsExactly("del r");
        engine.run(past);
        assertThat(events()).isEmpty();
    }

    @Test
    void keysThatExpire() {
        check("""
                SET a v PX 10 -> new a, set a, expire a
                SET b v PX 10 -> new b, set b, expire b
                SET c v PX 10 -> new c, set c, expire c
                SET d v PX 10 -> new d, set d, expire d
                +10 ->
                GET a ->
                sweep ->
                +1 ->
                GET a -> expired a, keymiss a
                SET b v -> expired b, new b, set b
                DEL c -> expired c
                sweep -> expired d""");
    }

    @Test
    void keysThatAreEvicted() {
        engine.run("SET", "a", "x".repeat(2000));
        engine.run("CONFIG", "SET", "maxmemory", "1500", "maxmemory-policy", "allkeys-lru");
        events();
        engine.run("SET", "b", "y");
        assertThat(events()).containsExactly("evicted a", "new b", "set b");
    }

    @Test
    void anErrorTellsNothing() {
        engine.run("RPUSH", "l", "a");
        events();
        engine.run("SET", "l", "x", "GET");
        engine.run("INCR", "l");
        engine.run("RESTORE", "l", "0", "x");
        engine.run("RENAME", "nope", "l");
        engine.run("LSET", "l", "7", "x");
        assertThat(events()).isEmpty();
    }

    @Test
    void classesAreChosenByLetters() {
        String[][] rows = {
            {"E", ""},
            {"A", ""},
            {"E$", "set k, set m, incrby m"},
            {"Eg", "expire k, del l, del k"},
            {"El", "lpush l, lpop l"},
            {"En", "new k, new l, new m"},
            {"Em", "keymiss nope"},
            {"EA", "set k, expire k, lpush l, lpop l, del l, set m, incrby m, del k"},
            {"Eszhdt", ""},
        };
        for (String[] row : rows) {
            engine.run("FLUSHALL");
            engine.run("CONFIG", "SET", "notify-keyspace-events", row[0]);
            engine.run("SET", "k", "v", "EX", "10");
            engine.run("LPUSH", "l", "a");
            engine.run("LPOP", "l");
            engine.run("SET", "m", "1");
            engine.run("INCR", "m");
            engine.run("GET", "nope");
            engine.run("DEL", "k");
            assertThat(String.join(", ", events())).as(row[0]).isEqualTo(row[1]);
        }
    }

    @Test
    void eachEventIsToldByKeyAndByEvent() {
        psubscribe("__keyspace@*__:*");
        engine.run("CONFIG", "SET", "notify-keyspace-events", "KE$g");
        engine.run("SET", "k", "v", "EX", "10");
        assertThat(messages.take())
                .containsExactly(
                        List.of("pmessage", "__keyspace@*__:*", "__keyspace@0__:k", "set"),
                        List.of("pmessage", "__keyevent@*", "__keyevent@0__:set", "k"),
                        List.of("pmessage", "__keyspace@*__:*", "__keyspace@0__:k", "expire"),
                        List.of("pmessage", "__keyevent@*", "__keyevent@0__:expire", "k"));
        engine.run("CONFIG", "SET", "notify-keyspace-events", "K$");
        engine.run("SET", "k", "v");
        assertThat(messages.take()).containsExactly(List.of("pmessage", "__keyspace@*__:*", "__keyspace@0__:k", "set"));
        engine.run("CONFIG", "SET", "notify-keyspace-events", "");
        engine.run("SET", "k", "v");
        assertThat(messages.take()).isEmpty();
    }

    @Test
    void lettersAreShownInOneOrder() {
        Transcript.check("""
                > config set notify-keyspace-events mnKx$g
                OK
                > config get notify-keyspace-events
                {"notify-keyspace-events": "g$xnKm"}
                > config set notify-keyspace-events KEAn
                OK
                > config get notify-keyspace-events
                {"notify-keyspace-events": "AKE"}
                > config set notify-keyspace-events Kq
                (error) ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') - Invalid event class character. Use 'Ag$lshzxeKEtmdn'.
                > config set notify-keyspace-events ""
                OK
                > config get notify-keyspace-events
                {"notify-keyspace-events": ""}""");
    }
}
