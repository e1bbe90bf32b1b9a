package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is expected here is what redis-server 7.0.15 documents for the command, but for the names of groups. */
class ArgumentSyntaxTest {

    private static String read(String syntax, KeySpec keys) {
        return show(ArgumentSyntax.of(
                CommandGroup.GENERIC.command(syntax).keys(keys).onConnection((client, args) -> Reply.OK)));
    }

    private static String show(List<Argument> arguments) {
        return arguments.stream().map(ArgumentSyntaxTest::show).collect(Collectors.joining(" "));
    }

    private static String show(Argument argument) {
        StringBuilder text = new StringBuilder();
        switch (argument.type()) {
            case PURE_TOKEN -> {}
            case ONEOF, BLOCK ->
                text.append(argument.type().redisName())
                        .append('(')
                        .append(show(argument.parts()))
                        .append(')');
            default ->
                text.append(argument.name()).append(':').append(argument.type().redisName());
        }
        if (argument.keyRange() >= 0) {
            text.append('#').append(argument.keyRange());
        }
        if (!argument.token().isEmpty()) {
            text.insert(0, argument.token() + (text.isEmpty() ? "" : "="));
        }
        argument.traits().forEach(trait -> text.append(',').append(trait.redisName()));
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            PING                                   ; ''
            PING [message]                         ; message:string,optional
            GETRANGE key start end                 ; key:key#0 start:integer end:integer
            EXPIREAT key unix-time-seconds         ; key:key#0 unix-time-seconds:unix-time
            KEYS pattern                           ; pattern:pattern
            INCRBYFLOAT key increment              ; key:key#0 increment:double
            LINSERT key BEFORE|AFTER pivot element ; key:key#0 oneof(BEFORE AFTER) pivot:string element:string
            EXPIRE key seconds [NX|XX]             ; key:key#0 seconds:integer oneof(NX XX),optional
            GETEX key [EX seconds|PX milliseconds|PERSIST] ; key:key#0 oneof(EX=seconds:integer PX=milliseconds:integer PERSIST),optional
            SCAN cursor [MATCH pattern] [COUNT count]      ; cursor:integer MATCH=pattern:pattern,optional COUNT=count:integer,optional
            SORT key [LIMIT offset count] [ALPHA]  ; key:key#0 LIMIT=block(offset:integer count:integer),optional ALPHA,optional
            SORT key [GET pattern [GET pattern ...]]       ; key:key#0 GET=pattern:pattern,optional,multiple,multiple_token
            INFO [section [section ...]]           ; section:string,optional,multiple
            HELLO [protover [AUTH username password] [SETNAME name]] ; block(protover:integer AUTH=block(username:string password:string),optional SETNAME=name:string,optional),optional
            ZUNION numkeys [WEIGHTS weight [weight ...]] [AGGREGATE SUM|MIN] ; numkeys:integer WEIGHTS=weight:string,optional,multiple AGGREGATE=oneof(SUM MIN),optional
            LIST [FILTERBY MODULE name|ACLCAT category]    ; FILTERBY=oneof(MODULE=name:string ACLCAT=category:string),optional
            LMOVE LEFT|RIGHT LEFT|RIGHT            ; oneof(LEFT RIGHT) oneof(LEFT RIGHT)
            XADD [MAXLEN|MINID [=|~] threshold [LIMIT count]] *|id ; block(oneof(MAXLEN MINID) oneof(= ~),optional threshold:string LIMIT=count:integer,optional),optional oneof(* id:string)
            GEOSEARCH <FROMMEMBER member|FROMLONLAT longitude latitude> <BYRADIUS radius <M|KM>> ; oneof(FROMMEMBER=member:string FROMLONLAT=block(longitude:string latitude:string)) BYRADIUS=block(radius:string oneof(M KM))
            CLIENT|KILL ip:port|<[ID client-id] [USER username]>   ; oneof(ip:port:string block(ID=client-id:integer,optional USER=username:string,optional))
            CLIENT|SETINFO LIB-NAME libname|LIB-VER libver ; oneof(LIB-NAME=libname:string LIB-VER=libver:string)
            COMMAND|GETKEYS command arg [arg ...]  ; command:string arg:string,multiple
            EVAL script [arg ...]                  ; script:string arg:string,optional,multiple
            """)
    void readsSyntax(String syntax, String arguments) {
        KeySpec keys = syntax.contains(" key") ? KeySpec.range(1, 1, 1) : KeySpec.NONE;
        assertThat(read(syntax, keys)).isEqualTo(arguments);
    }

    @Test
    void findsKeysByTheirPlaces() {
        assertThat(read("DEL key [key ...]", KeySpec.all())).isEqualTo("key:key#0,multiple");
        assertThat(read("MSET key value [key value ...]", KeySpec.pairs()))
                .isEqualTo("block(key:key#0 value:string),multiple");
        assertThat(read("RENAME key newkey", KeySpec.range(1, 1, 1).and(KeySpec.range(2, 2, 1))))
                .isEqualTo("key:key#0 newkey:key#1");
        assertThat(read(
                        "BITOP operation destkey key [key ...]",
                        KeySpec.range(2, 2, 1).and(KeySpec.range(3, -1, 1))))
                .isEqualTo("operation:string destkey:key#0 key:key#1,multiple");
        assertThat(read("LCS key1 key2 [LEN]", KeySpec.range(1, 2, 1))).isEqualTo("key1:key#0 key2:key#0 LEN,optional");
        assertThat(read("LMPOP numkeys key [key ...] LEFT|RIGHT", KeySpec.counted(1)))
                .isEqualTo("numkeys:integer key:key#0,multiple oneof(LEFT RIGHT)");
        assertThat(read(
                        "SORT key [BY pattern] [STORE destination]",
                        KeySpec.range(1, 1, 1)
                                .andAnywhere("pattern", args -> new int[0])
                                .andAnywhere("destination", args -> new int[0])))
                .isEqualTo("key:key#0 BY=pattern:pattern#1,optional STORE=destination:key#2,optional");
        assertThat(read("OBJECT|ENCODING key", KeySpec.range(2, 2, 1))).isEqualTo("key:key#0");
        assertThat(read("PUBLISH channel message", KeySpec.NONE)).isEqualTo("channel:string message:string");
    }

    @Test
    void namesGroupsAfterTheirParts() {
        List<Argument> arguments = ArgumentSyntax.of(CommandGroup.GENERIC
                .command("SET [NX|XX] [LIMIT offset count]")
                .onConnection((client, args) -> Reply.OK));
        assertThat(arguments).extracting(Argument::name).containsExactly("nx_xx", "offset_count");
        assertThat(arguments.get(0).parts()).extracting(Argument::name).containsExactly("nx", "xx");
    }

    @Test
    void readsEveryRowOfTheTable() {
        for (CommandSpec row : CommandTable.standard().rows()) {
            assertThat(ArgumentSyntax.of(row).isEmpty())
                    .as(row.name())
                    .isEqualTo(row.syntax().toLowerCase(Locale.ROOT).equals(row.name()));
        }
    }
}
