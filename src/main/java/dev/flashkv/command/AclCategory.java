package dev.flashkv.command;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The categories that access control lists sort commands into, in the order COMMAND INFO has them. */
public enum AclCategory {
    /** About keys of any type: their names, times and existence. */
    KEYSPACE,
    /** Reads keys. */
    READ,
    /** Writes keys. */
    WRITE,
    /** Works on sets. */
    SET,
    /** Works on sorted sets. */
    SORTEDSET,
    /** Works on lists. */
    LIST,
    /** Works on hashes. */
    HASH,
    /** Works on strings. */
    STRING,
    /** Works on bits of strings. */
    BITMAP,
    /** Works on HyperLogLogs. */
    HYPERLOGLOG,
    /** Works on places on Earth. */
    GEO,
    /** Works on streams. */
    STREAM,
    /** Publishes or subscribes. */
    PUBSUB,
    /** For administrators. */
    ADMIN,
    /** Takes constant or logarithmic time. */
    FAST,
    /** Is not {@link #FAST}. */
    SLOW,
    /** May block its client. */
    BLOCKING,
    /** To be granted with care. */
    DANGEROUS,
    /** About the connection. */
    CONNECTION,
    /** Belongs to transactions. */
    TRANSACTION,
    /** Belongs to scripts. */
    SCRIPTING;

    /** The category of that name, in any case, without the at sign; null when there is none. */
    static @Nullable AclCategory named(String name) {
        for (AclCategory category : values()) {
            if (category.redisName().equalsIgnoreCase(name)) {
                return category;
            }
        }
        return null;
    }

    /** The category as Redis spells it, without the at sign. */
    public String redisName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
