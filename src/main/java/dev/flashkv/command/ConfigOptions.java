package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Glob;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings of one store: all directives with their present values. Thread-safe. */
public final class ConfigOptions {

    /** What is to be changed: an option, and its new value in redis.conf's syntax. */
    record Change(ConfigOption option, String name, String text) {}

    /** Why nothing has been changed: the option that was refused, by the name that was used, and the reason. */
    record Refusal(String name, String reason) {}

    private record Group(Set<String> names, Runnable check) {}

    private final Map<String, ConfigOption> byName = new TreeMap<>();
    private final List<Group> groups = new ArrayList<>();

    /**
     * All directives.
     *
     * @param defaults the values that they have by themselves, by name, of those with effect
     * @param values the values that they begin with, by name, where they are others
     * @throws SettingException if one of the values is none
     */
    public ConfigOptions(Map<String, String> defaults, Map<String, String> values) {
        for (Directive directive : Directives.all()) {
            String byItself = defaults.getOrDefault(directive.name(), directive.initial());
            Setting initial = directive.parse(byItself, byItself);
            String given = values.get(directive.name());
            Setting value = given == null ? initial : directive.parse(given, byItself);
            ConfigOption option = new ConfigOption(directive, initial, value);
            directive.names().forEach(name -> byName.put(name, option));
        }
    }

    /** The option that has this name or alias, in any case, or null. */
    public @Nullable ConfigOption find(Bytes name) {
        return byName.get(name.toString().toLowerCase(Locale.ROOT));
    }

    /**
     * The option of that name.
     *
     * @throws NoSuchElementException if there is none: a mistake of the program's
     */
    public ConfigOption get(String name) {
        ConfigOption option = byName.get(name);
        if (option == null) {
            throw new NoSuchElementException("no directive " + name);
        }
        return option;
    }

    /**
     * Runs {@code check} once after all changes that were asked for together, if one of those names is among them: for
     * settings that make sense together only. It may throw {@link SettingException}: then all of the changes are
     * undone.
     */
    public synchronized void onChangeOfAny(Set<String> names, Runnable check) {
        groups.add(new Group(names, check));
    }

    /** All options, each once, by name. */
    public List<ConfigOption> all() {
        return byName.values().stream().distinct().toList();
    }

    /** The options whose names match the glob, in any case, by name. One with an alias may be there twice. */
    Map<String, ConfigOption> matching(Bytes glob) {
        Map<String, ConfigOption> matching = new HashMap<>();
        byName.forEach((name, option) -> {
            if (Glob.matchesIgnoreCase(glob, Bytes.of(name))) {
                matching.put(name, option);
            }
        });
        return matching;
    }

    /** Makes all the changes in their order and returns null; or none of them, and returns why not. */
    synchronized @Nullable Refusal set(List<Change> changes) {
        List<Setting> settings = new ArrayList<>();
        for (Change change : changes) {
            try {
                settings.add(change.option.directive().parse(change.text, change.option.text()));
            } catch (SettingException e) {
                return new Refusal(change.name, e.reason());
            }
        }
        Deque<Runnable> undo = new ArrayDeque<>();
        for (int i = 0; i < changes.size(); i++) {
            ConfigOption option = changes.get(i).option;
            Setting before = option.value();
            undo.push(() -> option.value(before));
            try {
                option.value(settings.get(i));
            } catch (SettingException e) {
                undo.forEach(Runnable::run);
                return new Refusal(changes.get(i).name, e.reason());
            }
        }
        for (Group group : groups) {
            Refusal refusal = refusalOf(group, changes);
            if (refusal != null) {
                undo.forEach(Runnable::run);
                return refusal;
            }
        }
        return null;
    }

    private static @Nullable Refusal refusalOf(Group group, List<Change> changes) {
        for (Change change : changes) {
            if (group.names.contains(change.option.directive().name())) {
                try {
                    group.check.run();
                    return null;
                } catch (SettingException e) {
                    return new Refusal(change.name, e.reason());
                }
            }
        }
        return null;
    }
}
