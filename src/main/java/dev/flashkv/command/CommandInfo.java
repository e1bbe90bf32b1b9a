package dev.flashkv.command;

import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A row as COMMAND INFO and COMMAND DOCS describe it. */
final class CommandInfo {
    private CommandInfo() {}

    /** Array of COMMAND INFO's ten elements. */
    static Reply info(CommandSpec spec) {
        return Reply.array(
                Reply.bulk(spec.name()),
                Reply.integer(spec.arity()),
                words("", spec.flags().stream().map(CommandFlag::redisName).toList()),
                Reply.integer(spec.keys().first()),
                Reply.integer(spec.keys().last()),
                Reply.integer(spec.keys().step()),
                words(
                        "@",
                        spec.categories().stream().map(AclCategory::redisName).toList()),
                Reply.set(spec.tips().stream().map(Reply::bulk).toList()),
                Reply.set(
                        spec.keys().ranges().stream().map(CommandInfo::keyRange).toList()),
                spec.subcommands().isEmpty()
                        ? Reply.set(List.of())
                        : Reply.array(spec.subcommands().stream()
                                .map(CommandInfo::info)
                                .toList()));
    }

    /** Set of statuses: what is done with keys. */
    static Reply access(Set<KeySpec.Access> access) {
        return words("", access.stream().map(KeySpec.Access::redisName).toList());
    }

    private static Reply words(String prefix, List<String> words) {
        return Reply.set(words.stream().map(word -> Reply.status(prefix + word)).toList());
    }

    private static Reply keyRange(KeySpec.Range range) {
        List<Reply> map = new ArrayList<>();
        if (!range.note().isEmpty()) {
            put(map, "notes", Reply.bulk(range.note()));
        }
        put(map, "flags", access(range.access()));
        put(
                map,
                "begin_search",
                Reply.map(
                        Reply.bulk("type"),
                        Reply.bulk("index"),
                        Reply.bulk("spec"),
                        Reply.map(Reply.bulk("index"), Reply.integer(range.first()))));
        // Redis counts a fixed last key from the first one.
        int last = range.last() < 0 ? range.last() : range.last() - range.first();
        put(
                map,
                "find_keys",
                Reply.map(
                        Reply.bulk("type"),
                        Reply.bulk("range"),
                        Reply.bulk("spec"),
                        Reply.map(
                                Reply.bulk("lastkey"),
                                Reply.integer(last),
                                Reply.bulk("keystep"),
                                Reply.integer(range.step()),
                                Reply.bulk("limit"),
                                Reply.ZERO)));
        return Reply.map(map);
    }

    /** Map: COMMAND DOCS' entry. */
    static Reply docs(CommandSpec spec) {
        List<Reply> map = new ArrayList<>();
        put(map, "summary", Reply.bulk(spec.summary()));
        put(map, "since", Reply.bulk(spec.since()));
        put(map, "group", Reply.bulk(spec.group().redisName()));
        put(map, "complexity", Reply.bulk(spec.complexity()));
        CommandSpec.Deprecation deprecation = spec.deprecation();
        if (deprecation != null) {
            put(map, "doc_flags", words("", List.of("deprecated")));
            put(map, "deprecated_since", Reply.bulk(deprecation.since()));
            put(map, "replaced_by", Reply.bulk(deprecation.replacement()));
        }
        List<Argument> arguments = ArgumentSyntax.of(spec);
        if (!arguments.isEmpty()) {
            put(map, "arguments", arguments(arguments));
        }
        if (!spec.subcommands().isEmpty()) {
            List<Reply> subcommands = new ArrayList<>();
            spec.subcommands().forEach(subcommand -> put(subcommands, subcommand.name(), docs(subcommand)));
            put(map, "subcommands", Reply.map(subcommands));
        }
        return Reply.map(map);
    }

    private static Reply arguments(List<Argument> arguments) {
        return Reply.array(arguments.stream().map(CommandInfo::argument).toList());
    }

    private static Reply argument(Argument argument) {
        List<Reply> map = new ArrayList<>();
        put(map, "name", Reply.bulk(argument.name()));
        put(map, "type", Reply.bulk(argument.type().redisName()));
        if (argument.keyRange() >= 0) {
            put(map, "key_spec_index", Reply.integer(argument.keyRange()));
        }
        if (!argument.token().isEmpty()) {
            put(map, "token", Reply.bulk(argument.token()));
        }
        if (!argument.traits().isEmpty()) {
            put(
                    map,
                    "flags",
                    words(
                            "",
                            argument.traits().stream()
                                    .map(Argument.Trait::redisName)
                                    .toList()));
        }
        if (!argument.parts().isEmpty()) {
            put(map, "arguments", arguments(argument.parts()));
        }
        return Reply.map(map);
    }

    private static void put(List<Reply> map, String key, Reply value) {
        map.add(Reply.bulk(key));
        map.add(value);
    }
}
