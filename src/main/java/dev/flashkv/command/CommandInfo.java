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
                words(
                        "",
                        spec.flags().stream()
                                .filter(CommandFlag::isShown)
                                .map(CommandFlag::redisName)
                                .toList()),
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
        KeyPlaces places = range.places();
        if (places instanceof KeyPlaces.Fixed fixed) {
            // Redis counts a fixed last key from the first one.
            int last = fixed.last() < 0 ? fixed.last() : fixed.last() - fixed.first();
            put(map, "begin_search", search("index", "index", fixed.first()));
            put(map, "find_keys", search("range", "lastkey", last, "keystep", fixed.step(), "limit", 0));
        } else if (places instanceof KeyPlaces.Counted counted) {
            put(map, "begin_search", search("index", "index", counted.count()));
            put(map, "find_keys", search("keynum", "keynumidx", 0, "firstkey", 1, "keystep", 1));
        } else {
            put(map, "begin_search", search("unknown"));
            put(map, "find_keys", search("unknown"));
        }
        return Reply.map(map);
    }

    /** Map: how something is found, and the names and numbers that this way needs, in turn. */
    private static Reply search(String type, Object... namesAndNumbers) {
        List<Reply> spec = new ArrayList<>();
        for (int i = 0; i < namesAndNumbers.length; i += 2) {
            put(spec, (String) namesAndNumbers[i], Reply.integer((Integer) namesAndNumbers[i + 1]));
        }
        return Reply.map(Reply.bulk("type"), Reply.bulk(type), Reply.bulk("spec"), Reply.map(spec));
    }

    /** Map: COMMAND DOCS' entry. */
    static Reply docs(CommandSpec spec) {
        List<Reply> map = new ArrayList<>();
        put(map, "summary", Reply.bulk(spec.summary()));
        put(map, "since", Reply.bulk(spec.since()));
        put(map, "group", Reply.bulk(spec.group().redisName()));
        put(map, "complexity", Reply.bulk(spec.complexity()));
        CommandSpec.Deprecation deprecation = spec.deprecation();
        if (deprecation != null || spec.isInternal()) {
            put(map, "doc_flags", words("", List.of(deprecation != null ? "deprecated" : "syscmd")));
        }
        if (deprecation != null) {
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
