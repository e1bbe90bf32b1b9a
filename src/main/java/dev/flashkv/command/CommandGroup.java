package dev.flashkv.command;

import java.util.Locale;

/** The groups that Redis' documentation sorts commands into. */
public enum CommandGroup {
    /** Strings and numbers kept in them. */
    STRING,
    /** Lists. */
    LIST,
    /** Keys of any type. */
    GENERIC,
    /** The connection itself. */
    CONNECTION,
    /** The server. */
    SERVER;

    /** Begins a row of the command table; {@code syntax} is the command's name and arguments as redis-cli shows them. */
    CommandSpec.Builder command(String syntax) {
        return new CommandSpec.Builder(this, syntax);
    }

    /** The group as COMMAND DOCS spells it. */
    public String redisName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
