package dev.flashkv.command;

import java.util.Locale;
import java.util.Set;

/** The groups that Redis' documentation sorts commands into. */
public enum CommandGroup {
    /** Strings and numbers kept in them. */
    STRING(Set.of(AclCategory.STRING)),
    /** Lists. */
    LIST(Set.of(AclCategory.LIST)),
    /** Keys of any type. */
    GENERIC(Set.of(AclCategory.KEYSPACE)),
    /** The connection itself. */
    CONNECTION(Set.of(AclCategory.CONNECTION)),
    /** The server. */
    SERVER(Set.of());

    private final Set<AclCategory> categories;

    CommandGroup(Set<AclCategory> categories) {
        this.categories = categories;
    }

    /** Begins a row of the command table; {@code syntax} is the command's name and arguments as redis-cli shows them. */
    CommandSpec.Builder command(String syntax) {
        return new CommandSpec.Builder(this, syntax);
    }

    /** The ACL categories of its commands, beside those that follow from their flags, unless a row says otherwise. */
    Set<AclCategory> categories() {
        return categories;
    }

    /** The group as COMMAND DOCS spells it. */
    public String redisName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
