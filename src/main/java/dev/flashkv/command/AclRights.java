package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's rights as they are at one time.
 *
 * @param enabled whether anybody may sign in as this user
 * @param noPassword whether any password will do
 * @param payloads what was said of the payloads of RESTORE
 * @param passwords any of these signs in
 * @param selectors what may be done, at least one: the first is what rules outside of parentheses are about
 */
record AclRights(
        boolean enabled,
        boolean noPassword,
        Payloads payloads,
        List<AclPassword> passwords,
        List<AclSelector> selectors) {

    /** Whether payloads of RESTORE are to be checked. They are, whatever is said: it is kept for those who say it. */
    enum Payloads {
        UNSAID,
        SKIP,
        SANITIZE
    }

    /** Of a new user: none, but all channels if {@code allChannels}. */
    static AclRights none(boolean allChannels) {
        return new AclRights(false, false, Payloads.UNSAID, List.of(), List.of(new AclSelector(allChannels)));
    }

    /** All rights, and no password is needed. */
    static AclRights all() {
        AclSelector everything = new AclSelector(true);
        everything.allowAllCommands();
        everything.allowAllKeys();
        return new AclRights(true, true, Payloads.UNSAID, List.of(), List.of(everything));
    }

    /** Whether nothing is denied, whatever is called. */
    boolean isUnrestricted() {
        return selectors.stream().anyMatch(AclSelector::isUnrestricted);
    }

    /** Whether that password signs in. O(passwords); all are looked at. */
    boolean admits(Bytes password) {
        if (!enabled) {
            return false;
        }
        AclPassword given = AclPassword.of(password);
        boolean found = noPassword;
        for (AclPassword each : passwords) {
            found |= each.matches(given);
        }
        return found;
    }

    /** Null when the call is allowed, else why it is not: of several reasons the one that tells most. */
    @Nullable
    AclDenial denial(Command command) {
        AclDenial worst = null;
        for (AclSelector selector : selectors) {
            AclDenial denial = selector.denial(command);
            if (denial == null) {
                return null;
            }
            if (worst == null || denial.outweighs(worst)) {
                worst = denial;
            }
        }
        return worst;
    }

    /** Whether that command may be called, and may then read whatever key. */
    boolean readsAllKeys(CommandSpec command) {
        return selectors.stream().anyMatch(each -> each.has(command) && each.readsAllKeys());
    }

    /** Whether a subscription may be had. */
    boolean hasChannel(Bytes channel, boolean isGlob) {
        return selectors.stream().anyMatch(each -> each.hasChannel(channel, isGlob));
    }

    /** The words that say what kind of user it is. */
    List<String> flags() {
        List<String> flags = new ArrayList<>();
        flags.add(enabled ? "on" : "off");
        if (noPassword) {
            flags.add("nopass");
        }
        if (payloads != Payloads.UNSAID) {
            flags.add(payloads == Payloads.SKIP ? "skip-sanitize-payload" : "sanitize-payload");
        }
        return flags;
    }

    /** All of it as rules that make it out of a user that has no rights, with blanks between them; one char a byte. */
    String rules() {
        StringBuilder rules = new StringBuilder(String.join(" ", flags()));
        passwords.forEach(each -> rules.append(" #").append(each.hash()));
        rules.append(' ').append(selectors.get(0).rules());
        selectors.stream()
                .skip(1)
                .forEach(each -> rules.append(" (").append(each.rules()).append(')'));
        return rules.toString();
    }
}
