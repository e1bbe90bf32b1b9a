package dev.flashkv.server;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import dev.flashkv.command.AclUsers;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.Directive;
import dev.flashkv.command.Directives;
import dev.flashkv.command.Setting;
import dev.flashkv.command.SettingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Directives as they are given one after the other, in redis.conf's syntax, by a file, by options or by environment
 * variables: a later one replaces an earlier one, or adds to it where Redis has it so.
 */
final class GivenDirectives {

    private static final String LOAD_MODULE = "loadmodule";
    private static final String RENAME_COMMAND = "rename-command";
    private static final String USER = "user";

    private record Given(Setting setting, String place) {}

    private final Map<Directive, Given> given = new LinkedHashMap<>();
    private final List<List<String>> users = new ArrayList<>();
    private final List<List<String>> renames = new ArrayList<>();

    /**
     * Takes one directive in.
     *
     * @param name its name, or an alias, in any case
     * @param words its words
     * @param place where it is given, such as {@code redis.conf:12}; begins the message when it can't be taken
     * @throws UsageException if there is no such directive, or the words are not what it takes
     */
    void give(String name, List<String> words, String place) throws UsageException {
        Directive directive = Directives.find(name);
        if (directive == null && name.equalsIgnoreCase(USER)) {
            giveUser(words, place);
            return;
        }
        if (directive == null && name.equalsIgnoreCase(RENAME_COMMAND)) {
            giveRename(words, place);
            return;
        }
        if (directive == null) {
            boolean module = name.equalsIgnoreCase(LOAD_MODULE);
            throw new UsageException(
                    place + ": " + (module ? "FlashKV has no modules" : "there is no directive '" + name + "'"));
        }
        if (!directive.isWords() && words.size() != 1) {
            throw new UsageException(place + ": " + directive.name() + " takes one value");
        }
        Given before = given.get(directive);
        String beforeText = before == null ? directive.initial() : before.setting.text();
        String text = String.join(" ", words);
        try {
            String whole = before == null ? text : directive.type().joined(beforeText, text);
            given.put(directive, new Given(directive.type().parse(whole, beforeText), place));
        } catch (SettingException e) {
            throw new UsageException(place + ": " + shown(directive, text) + e.reason());
        }
    }

    private void giveRename(List<String> words, String place) throws UsageException {
        renames.add(words);
        try {
            CommandTable unused = CommandTable.standard().renamed(renames);
        } catch (SettingException e) {
            throw new UsageException(place + ": " + e.reason());
        }
    }

    private void giveUser(List<String> words, String place) throws UsageException {
        users.add(words);
        String refusal = AclUsers.refusalOf(users);
        if (refusal != null) {
            throw new UsageException(place + ": " + refusal);
        }
    }

    /**
     * All that has been given, as HOCON has it.
     *
     * @throws UsageException if one of the values is refused as FlashKV lacks what it is for
     */
    Config toConfig() throws UsageException {
        Config config = ConfigFactory.empty();
        for (Map.Entry<Directive, Given> entry : given.entrySet()) {
            Directive directive = entry.getKey();
            Given value = entry.getValue();
            try {
                directive.parse(value.setting.text(), directive.initial());
            } catch (SettingException e) {
                throw new UsageException(value.place + ": " + shown(directive, value.setting.text()) + e.reason());
            }
            config = config.withFallback(HoconDirectives.write(directive, value.setting, value.place));
        }
        if (!renames.isEmpty()) {
            config = config.withValue(Settings.RENAMED_COMMANDS_PATH, ConfigValueFactory.fromIterable(renames));
        }
        if (!users.isEmpty()) {
            config = config.withValue(Settings.USERS_PATH, ConfigValueFactory.fromIterable(users));
        }
        return config;
    }

    /** What is to be said of what has been given without effect: a line each. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        given.forEach((directive, value) -> {
            if (directive.effect() == Directive.Effect.NONE) {
                warnings.add(value.place + ": " + directive.name() + " is accepted and has no effect yet");
            }
        });
        return warnings;
    }

    private static String shown(Directive directive, String text) {
        return directive.name() + (directive.isSecret() ? "" : " " + (text.isEmpty() ? "\"\"" : text)) + ": ";
    }
}
