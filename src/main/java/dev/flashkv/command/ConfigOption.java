package dev.flashkv.command;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One directive of a running store with its present value. Any thread may read it at any time, at the cost of a
 * volatile read; only {@link ConfigOptions#set} changes it.
 */
public final class ConfigOption {
    private final Directive directive;
    private final Setting initial;
    private final List<Consumer<Setting>> bound = new ArrayList<>();
    private volatile Setting value;

    ConfigOption(Directive directive, Setting initial, Setting value) {
        this.directive = directive;
        this.initial = initial;
        this.value = value;
    }

    /** Its row of the table. */
    public Directive directive() {
        return directive;
    }

    /** Its present value as CONFIG GET prints it. */
    public String text() {
        return value.text();
    }

    /** Its present value as a number; see {@link Setting#number()}. */
    public long number() {
        return value.number();
    }

    /** Whether its value is yes. */
    public boolean isYes() {
        return value.text().equals("yes");
    }

    /** The value that FlashKV has by itself. */
    public String defaultText() {
        return initial.text();
    }

    /** Whether its value is the one that FlashKV has by itself. */
    public boolean isDefault() {
        return value.text().equals(initial.text());
    }

    /**
     * Hands the value to {@code target}, now and whenever it changes. The target may throw {@link SettingException}:
     * then the change is undone, and it gets the value from before once more.
     */
    public void bind(Consumer<Setting> target) {
        onChange(target);
        target.accept(value);
    }

    /**
     * Hands the value to {@code target} whenever it changes. The target may throw {@link SettingException}, as for
     * {@link #bind}.
     */
    public void onChange(Consumer<Setting> target) {
        bound.add(target);
    }

    Setting value() {
        return value;
    }

    void value(Setting setting) {
        value = setting;
        bound.forEach(target -> target.accept(setting));
    }
}
