package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/** Somebody who may sign in. His rights may change at any time, by any thread. */
public final class AclUser {
    /** Who calls commands within the process: nobody has to let him. */
    static final AclUser SUPERUSER = new AclUser(Bytes.of("(superuser)"), AclRights.all());

    private final Bytes name;
    private volatile AclRights rights;
    private volatile boolean unrestricted;
    private volatile boolean deleted;

    AclUser(Bytes name, AclRights rights) {
        this.name = name;
        this.rights = rights;
        this.unrestricted = rights.isUnrestricted();
    }

    /** The name to sign in with. */
    public Bytes name() {
        return name;
    }

    AclRights rights() {
        return rights;
    }

    void rights(AclRights rights) {
        // In between the new rights are asked needlessly, or the old ones once more: never more than either allows.
        boolean all = rights.isUnrestricted();
        if (!all) {
            unrestricted = false;
        }
        this.rights = rights;
        unrestricted = all;
    }

    /** Whether whatever is called is allowed: the one question that each call costs. */
    boolean isUnrestricted() {
        return unrestricted;
    }

    /** Null when the call is allowed, else why it is not. O(rules and keys). */
    @Nullable
    AclDenial denial(Command command) {
        return unrestricted ? null : rights.denial(command);
    }

    /** Whether that command may be called, and may then read whatever key. */
    boolean readsAllKeys(CommandSpec command) {
        return unrestricted || rights.readsAllKeys(command);
    }

    /** Whether there is no such user any more. */
    boolean isDeleted() {
        return deleted;
    }

    void delete() {
        deleted = true;
    }

    /** The user as a line of an ACL file, without its first word; one char a byte. */
    String line() {
        return AclText.of(name) + " " + rights.rules();
    }
}
