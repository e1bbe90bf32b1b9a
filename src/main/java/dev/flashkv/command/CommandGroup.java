package dev.flashkv.command;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The groups that Redis' documentation sorts commands into. */
public enum CommandGroup {
    /** Strings and numbers kept in them. */
    STRING(AclCategory.STRING),
    /** Lists. */
    LIST(AclCategory.LIST),
    /** Keys of any type. */
    GENERIC(AclCategory.KEYSPACE),
    /** Commands carried out together. */
    TRANSACTIONS(AclCategory.TRANSACTION),
    /** The connection itself. */
    CONNECTION(AclCategory.CONNECTION),
    /** Messages to whoever listens. Their category follows from a flag, which PUBSUB HELP does not have. */
    PUBSUB(null),
    /** The server. */
    SERVER(null);

    private final @Nullable AclCategory category;

    CommandGroup(@Nullable AclCategory category) {
        this.category = category;
    }

    /**
     * Begins a row of the command table; {@code syntax} is the command's name and arguments as redis-cli shows them.
     */
    CommandSpec.Builder command(String syntax) {
        return new CommandSpec.Builder(this, syntax);
    }

    /** The ACL categories of its commands, beside those that follow from their flags, unless a row says otherwise. */
    Set<AclCategory> categories() {
        return category == null ? Set.of() : Set.of(category);
    }

    /** The group as COMMAND DOCS spells it. */
    public String redisName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
