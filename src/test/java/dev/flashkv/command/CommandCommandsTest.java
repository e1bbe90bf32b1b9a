package dev.flashkv.command;

import static dev.flashkv.command.KeySpec.Access.ACCESS;
import static dev.flashkv.command.KeySpec.Access.DELETE;
import static dev.flashkv.command.KeySpec.Access.OW;
import static dev.flashkv.command.KeySpec.Access.RW;
import static dev.flashkv.command.KeySpec.Access.UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Reply;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandCommandsTest {
    private final Engine engine = new Engine();

    private List<Object> infos(String... names) {
        String[] words = new String[names.length + 2];
        words[0] = "COMMAND";
        words[1] = "INFO";
        System.arraycopy(names, 0, words, 2, names.length);
        return Plain.list(engine.run(words));
    }

    @SuppressWarnings("unchecked")
    private List<Object> infoOf(String name) {
        return (List<Object>) infos(name).get(0);
    }

    private static String nameOf(Object info) {
        return info == null ? null : (String) ((List<?>) info).get(0);
    }

    private static String sorted(Object words) {
        return ((Collection<?>) words).stream().map(Object::toString).sorted().collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            get         ;  2; fast readonly                              ; 1 1 1; @fast @read @string                ; ''
            setrange    ;  4; denyoom write                              ; 1 1 1; @slow @string @write               ; ''
            incr        ;  2; denyoom fast write                         ; 1 1 1; @fast @string @write               ; ''
            lpush       ; -3; denyoom fast write                         ; 1 1 1; @fast @list @write                 ; ''
            linsert     ;  5; denyoom write                              ; 1 1 1; @list @slow @write                 ; ''
            lrange      ;  4; readonly                                   ; 1 1 1; @list @read @slow                  ; ''
            type        ;  2; fast readonly                              ; 1 1 1; @fast @keyspace @read              ; ''
            expire      ; -3; fast write                                 ; 1 1 1; @fast @keyspace @write             ; ''
            ping        ; -1; fast                                       ; 0 0 0; @connection @fast                  ; request_policy:all_shards response_policy:all_succeeded
            hello       ; -1; allow_busy fast loading no_auth noscript stale; 0 0 0; @connection @fast               ; ''
            quit        ; -1; allow_busy fast loading no_auth noscript stale; 0 0 0; @connection @fast               ; ''
            select      ;  2; fast loading stale                         ; 0 0 0; @connection @fast                  ; ''
            client      ; -2; ''                                         ; 0 0 0; @slow                              ; ''
            client|list ; -2; admin loading noscript stale               ; 0 0 0; @admin @connection @dangerous @slow; nondeterministic_output
            client|id   ;  2; loading noscript stale                     ; 0 0 0; @connection @slow                  ; ''
            command     ; -1; loading stale                              ; 0 0 0; @connection @slow                  ; nondeterministic_output_order
            command|docs; -2; loading stale                              ; 0 0 0; @connection @slow                  ; nondeterministic_output_order
            config      ; -2; ''                                         ; 0 0 0; @slow                              ; ''
            config|set  ; -4; admin loading noscript stale               ; 0 0 0; @admin @dangerous @slow            ; request_policy:all_nodes response_policy:all_succeeded
            dbsize      ;  1; fast readonly                              ; 0 0 0; @fast @keyspace @read              ; request_policy:all_shards response_policy:agg_sum
            flushall    ; -1; write                                      ; 0 0 0; @dangerous @keyspace @slow @write  ; request_policy:all_shards response_policy:all_succeeded
            info        ; -1; loading stale                              ; 0 0 0; @dangerous @slow                   ; nondeterministic_output request_policy:all_shards response_policy:special
            time        ;  1; fast loading stale                         ; 0 0 0; @fast                              ; nondeterministic_output
            debug       ; -2; admin loading noscript stale               ; 0 0 0; @admin @dangerous @slow            ; ''
            """)
    void infoIsRedis(String name, long arity, String flags, String keys, String categories, String tips) {
        List<Object> info = infoOf(name);
        assertThat(info).hasSize(10);
        assertThat(info.get(0)).isEqualTo(name);
        assertThat(info.get(1)).isEqualTo(arity);
        assertThat(sorted(info.get(2))).isEqualTo(flags);
        assertThat(info.get(3) + " " + info.get(4) + " " + info.get(5)).isEqualTo(keys);
        assertThat(sorted(info.get(6))).isEqualTo(categories);
        assertThat(sorted(info.get(7))).isEqualTo(tips);
    }

    @Test
    void infoHasKeySpecifications() {
        assertThat(infoOf("get").get(8))
                .isEqualTo(Set.of(Map.of(
                        "flags", Set.of("RO", "access"),
                        "begin_search", Map.of("type", "index", "spec", Map.of("index", 1L)),
                        "find_keys",
                                Map.of("type", "range", "spec", Map.of("lastkey", 0L, "keystep", 1L, "limit", 0L)))));
    }

    @Test
    void infoTellsRangesOfKeysApart() {
        CommandSpec rename = CommandGroup.GENERIC
                .command("MOVE-LIKE key newkey")
                .arity(3)
                .keys(KeySpec.first(RW, ACCESS, DELETE)
                        .and(KeySpec.range(2, 2, 1, OW, UPDATE).note("a remark")))
                .onConnection((client, args) -> Reply.OK);
        List<Object> info = Plain.list(CommandInfo.info(rename));
        assertThat(info.subList(3, 6)).containsExactly(1L, 2L, 1L);
        Set<?> ranges = (Set<?>) info.get(8);
        assertThat(ranges).hasSize(2);
        assertThat(ranges.stream()
                        .map(range -> ((Map<?, ?>) range).get("flags"))
                        .toList())
                .isEqualTo(ranges.stream()
                        .map(range -> ((Map<?, ?>) range).containsKey("notes")
                                ? Set.of("OW", "update")
                                : Set.of("RW", "access", "delete"))
                        .toList());
    }

    @Test
    void infoNestsSubcommands() {
        assertThat(infoOf("get").get(9)).isEqualTo(Set.of());
        assertThat(((List<?>) infoOf("config").get(9))
                        .stream().map(CommandCommandsTest::nameOf).toList())
                .contains("config|get", "config|set", "config|resetstat", "config|help");
    }

    @Test
    void infoKnowsNamesInAnyCase() {
        List<Object> infos = infos("GET", "nonsense", "Client|ID", "client|nonsense", "get|x", "client|");
        assertThat(infos.stream().map(CommandCommandsTest::nameOf))
                .containsExactly("get", null, "client|id", null, null, null);
    }

    @Test
    void listsAllCommands() {
        int count = CommandTable.standard().rows().size();
        assertThat(Plain.of(engine.run("COMMAND", "COUNT"))).isEqualTo((long) count);
        assertThat(Plain.list(engine.run("COMMAND"))).hasSize(count).isEqualTo(infos());
        assertThat(Plain.list(engine.run("COMMAND", "LIST"))).hasSize(count).contains("get", "client");
    }

    @Test
    void listsSomeCommands() {
        assertThat(Plain.list(engine.run("COMMAND", "LIST", "FILTERBY", "PATTERN", "CLIENT|*")))
                .contains("client|id", "client|setinfo")
                .doesNotContain("client");
        assertThat(Plain.list(engine.run("command", "list", "filterby", "aclcat", "List")))
                .contains("lpush", "lrange")
                .doesNotContain("get", "del");
        assertThat(Plain.list(engine.run("COMMAND", "LIST", "FILTERBY", "ACLCAT", "nonsense")))
                .isEmpty();
        assertThat(Plain.list(engine.run("COMMAND", "LIST", "FILTERBY", "MODULE", "json")))
                .isEmpty();
        Transcript.check(engine, """
            > command list filterby
            (error) ERR syntax error
            > command list filterby colour red
            (error) ERR syntax error
            > command list filterby aclcat list x
            (error) ERR syntax error
            > command nonsense
            (error) ERR unknown subcommand 'nonsense'. Try COMMAND HELP.
            > command count x
            (error) ERR wrong number of arguments for 'command|count' command
            """);
        assertThat(Plain.list(engine.run("COMMAND", "HELP"))).contains("COUNT", "HELP");
    }

    @Test
    void findsKeys() {
        Transcript.check(engine, """
            > command getkeys get a
            ["a"]
            > command getkeys MSET a 1 b 2
            ["a", "b"]
            > command getkeys mset a 1 b
            ["a", "b"]
            > command getkeys del a b c
            ["a", "b", "c"]
            > command getkeys rename a b
            ["a", "b"]
            > command getkeys get a b
            (error) ERR Invalid number of arguments specified for command
            > command getkeys mset a
            (error) ERR Invalid number of arguments specified for command
            > command getkeys nonsense a
            (error) ERR Invalid command specified
            > command getkeys client nonsense
            (error) ERR Invalid command specified
            > command getkeys client|id x
            (error) ERR Invalid command specified
            > command getkeys ping a b c
            (error) ERR The command has no key arguments
            > command getkeys client id
            (error) ERR The command has no key arguments
            > command getkeys get
            (error) ERR wrong number of arguments for 'command|getkeys' command
            """);
        assertThat(Plain.of(engine.run("COMMAND", "GETKEYSANDFLAGS", "MSET", "a", "1", "b", "2")))
                .isEqualTo(List.of(List.of("a", Set.of("OW", "update")), List.of("b", Set.of("OW", "update"))));
    }

    @Test
    void accessMayDependOnAnOption() {
        KeySpec.Range keys = KeySpec.first(RW, ACCESS, UPDATE)
                .without("GET", 3, OW, UPDATE)
                .ranges()
                .get(0);
        assertThat(keys.access()).extracting(KeySpec.Access::redisName).contains("variable_flags");
        assertThat(keys.access(new Args(Transcript.words("set k v")))).containsExactlyInAnyOrder(OW, UPDATE);
        assertThat(keys.access(new Args(Transcript.words("set k v nx get"))))
                .containsExactlyInAnyOrder(RW, ACCESS, UPDATE);
        assertThat(keys.access(new Args(Transcript.words("set get v")))).containsExactlyInAnyOrder(OW, UPDATE);
        assertThat(keys.access(new Args(Transcript.words("set k get")))).containsExactlyInAnyOrder(OW, UPDATE);
    }

    // ---- DOCS ----

    @Test
    void documentsCommands() {
        Map<String, Object> docs = Plain.map(engine.run("COMMAND", "DOCS", "GET", "nonsense", "client|setname"));
        assertThat(docs).containsOnlyKeys("get", "client|setname");
        assertThat(docs.get("get"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("since", "1.0.0")
                .containsEntry("group", "string")
                .containsEntry("complexity", "O(1)")
                .containsEntry("arguments", List.of(Map.of("name", "key", "type", "key", "key_spec_index", 0L)))
                .containsOnlyKeys("summary", "since", "group", "complexity", "arguments");
        assertThat(Plain.map(engine.run("COMMAND", "DOCS")))
                .hasSize(CommandTable.standard().rows().size());
    }

    @Test
    void documentsSubcommandsAndDeprecation() {
        assertThat(Plain.map(engine.run("COMMAND", "DOCS", "config")).get("config"))
                .extracting("subcommands")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsKeys("config|get", "config|set");
        CommandSpec old = CommandGroup.STRING
                .command("OLD")
                .arity(1)
                .deprecated("6.2.0", "`NEW`")
                .onConnection((client, args) -> Reply.OK);
        assertThat(Plain.map(CommandInfo.docs(old)))
                .containsEntry("doc_flags", Set.of("deprecated"))
                .containsEntry("deprecated_since", "6.2.0")
                .containsEntry("replaced_by", "`NEW`");
    }
}
