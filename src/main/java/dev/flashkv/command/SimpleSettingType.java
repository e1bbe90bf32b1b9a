package dev.flashkv.command;

import java.util.function.Function;

/** A type whose values say all by themselves: what was there before does not matter. */
record SimpleSettingType(Kind kind, String hint, Function<String, Setting> parser) implements SettingType {
    @Override
    public Setting parse(String text, String before) {
        return parser.apply(text);
    }
}
