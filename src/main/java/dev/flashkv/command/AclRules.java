package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A user's rights while rules change them, one after the other. */
final class AclRules {
    private static final byte[] NO_SPACES = {' ', '\t', '\n', 0x0b, '\f', '\r', 0};

    private final boolean channelsByDefault;
    private boolean enabled;
    private boolean noPassword;
    private AclRights.Payloads payloads;
    private final Set<AclPassword> passwords;
    private final List<AclSelector> selectors;

    /** Begins with {@code rights}; {@code channelsByDefault} says whether what is new has all channels. */
    AclRules(AclRights rights, boolean channelsByDefault) {
        this.channelsByDefault = channelsByDefault;
        this.enabled = rights.enabled();
        this.noPassword = rights.noPassword();
        this.payloads = rights.payloads();
        this.passwords = new LinkedHashSet<>(rights.passwords());
        this.selectors = new ArrayList<>(
                rights.selectors().stream().map(AclSelector::copy).toList());
    }

    /** What the rules so far have made; no more rules after that. */
    AclRights rights() {
        return new AclRights(enabled, noPassword, payloads, List.copyOf(passwords), List.copyOf(selectors));
    }

    /**
     * The words of rules, those between parentheses put together.
     *
     * @throws AclRuleException if a parenthesis is not closed; the reason is the word that opens it
     */
    static List<Bytes> merged(List<Bytes> words) {
        List<Bytes> rules = new ArrayList<>();
        StringBuilder selector = null;
        Bytes opening = Bytes.EMPTY;
        for (Bytes word : words) {
            boolean ends = !word.isEmpty() && word.byteAt(word.length() - 1) == ')';
            if (selector != null) {
                selector.append(' ').append(AclText.of(word));
            } else if (!word.isEmpty() && word.byteAt(0) == '(' && !ends) {
                opening = word;
                selector = new StringBuilder(AclText.of(word));
            } else {
                rules.add(word);
            }
            if (selector != null && ends) {
                rules.add(AclText.bytes(selector.toString()));
                selector = null;
            }
        }
        if (selector != null) {
            throw new AclRuleException(AclText.of(opening));
        }
        return rules;
    }

    /** Whether a name or pattern has a blank or a NUL, which none may. */
    static boolean hasSpaces(Bytes text) {
        for (int i = 0; i < text.length(); i++) {
            for (byte space : NO_SPACES) {
                if (text.byteAt(i) == space) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Applies one rule; an empty one says nothing. Throws an error for one that is none. */
    void apply(Bytes rule) {
        if (rule.isEmpty()) {
            return;
        }
        switch (AclText.of(rule).toLowerCase(Locale.ROOT)) {
            case "on" -> enabled = true;
            case "off" -> enabled = false;
            case "nopass" -> setPasswords(true);
            case "resetpass" -> setPasswords(false);
            case "skip-sanitize-payload" -> payloads = AclRights.Payloads.SKIP;
            case "sanitize-payload" -> payloads = AclRights.Payloads.SANITIZE;
            case "clearselectors" -> selectors.subList(1, selectors.size()).clear();
            case "reset" -> reset();
            default -> applyBySign(rule);
        }
    }

    private void setPasswords(boolean none) {
        noPassword = none;
        passwords.clear();
    }

    private void reset() {
        enabled = false;
        setPasswords(false);
        payloads = AclRights.Payloads.SANITIZE;
        selectors.clear();
        selectors.add(new AclSelector(channelsByDefault));
    }

    private void applyBySign(Bytes rule) {
        Bytes rest = rule.slice(1, rule.length());
        switch ((char) rule.byteAt(0)) {
            case '>' -> add(AclPassword.of(rest));
            case '#' -> add(AclPassword.ofHash(rest));
            case '<' -> remove(AclPassword.of(rest));
            case '!' -> remove(AclPassword.ofHash(rest));
            case '(' -> {
                if (rule.byteAt(rule.length() - 1) != ')' || rule.length() < 2) {
                    throw new AclRuleException(AclRuleException.SYNTAX);
                }
                selectors.add(selectorIn(rule.slice(1, rule.length() - 1)));
            }
            default -> apply(rule, selectors.get(0));
        }
    }

    private void add(AclPassword password) {
        passwords.add(password);
        noPassword = false;
    }

    private void remove(AclPassword password) {
        if (!passwords.remove(password)) {
            throw new AclRuleException("The password you are trying to remove from the user does not exist");
        }
    }

    private AclSelector selectorIn(Bytes rules) {
        AclSelector selector = new AclSelector(channelsByDefault);
        for (String word : AclText.of(rules).trim().split("[ \t]+", -1)) {
            if (!word.isEmpty()) {
                apply(AclText.bytes(word), selector);
            }
        }
        return selector;
    }

    private static void apply(Bytes rule, AclSelector selector) {
        switch (AclText.of(rule).toLowerCase(Locale.ROOT)) {
            case "allkeys", "~*" -> selector.allowAllKeys();
            case "resetkeys" -> selector.denyAllKeys();
            case "allchannels", "&*" -> selector.allowAllChannels();
            case "resetchannels" -> selector.denyAllChannels();
            case "allcommands", "+@all" -> selector.allowAllCommands();
            case "nocommands", "-@all" -> selector.denyAllCommands();
            default -> applyBySign(rule, selector);
        }
    }

    private static void applyBySign(Bytes rule, AclSelector selector) {
        Bytes rest = rule.slice(1, rule.length());
        switch ((char) rule.byteAt(0)) {
            case '~', '%' -> selector.allowKeys(keysIn(rule));
            case '&' -> selector.allowChannels(checked(rest).detached());
            case '+', '-' -> applyToCommands(rule.byteAt(0) == '+', AclText.of(rest), selector);
            default -> throw new AclRuleException(AclRuleException.SYNTAX);
        }
    }

    private static Bytes checked(Bytes pattern) {
        if (hasSpaces(pattern)) {
            throw new AclRuleException(AclRuleException.SYNTAX);
        }
        return pattern;
    }

    /** {@code ~pattern}, or {@code %} with what may be done before it. */
    private static AclKeyPattern keysIn(Bytes rule) {
        boolean read = false;
        boolean write = false;
        int at = 1;
        if (rule.byteAt(0) == '~') {
            read = true;
            write = true;
        } else {
            for (; at < rule.length() && rule.byteAt(at) != '~'; at++) {
                char letter = Character.toUpperCase((char) rule.byteAt(at));
                if (letter == 'R' && !read) {
                    read = true;
                } else if (letter == 'W' && !write) {
                    write = true;
                } else {
                    throw new AclRuleException(AclRuleException.SYNTAX);
                }
            }
            at = Math.min(at + 1, rule.length());
        }
        if (!read && !write) {
            throw new AclRuleException(AclRuleException.SYNTAX);
        }
        return new AclKeyPattern(checked(rule.slice(at, rule.length())).detached(), read, write);
    }

    private static void applyToCommands(boolean allowed, String name, AclSelector selector) {
        if (name.startsWith("@")) {
            selector.allow(category(name.substring(1)), allowed);
            return;
        }
        int bar = name.lastIndexOf('|');
        CommandSpec command = find(name);
        if (command != null && (bar < 0 || command.words() == 2)) {
            selector.allow(command, allowed);
            return;
        }
        CommandSpec container = allowed && bar >= 0 ? find(name.substring(0, bar)) : null;
        if (container == null) {
            throw new AclRuleException(AclRuleException.UNKNOWN);
        }
        if (container.words() == 2) {
            throw new AclRuleException("Allowing first-arg of a subcommand is not supported");
        }
        if (bar == name.length() - 1) {
            throw new AclRuleException(AclRuleException.SYNTAX);
        }
        if (!container.subcommands().isEmpty()) {
            throw new AclRuleException(AclRuleException.UNKNOWN);
        }
        selector.allow(container, name.substring(bar + 1));
    }

    private static @Nullable CommandSpec find(String name) {
        return CommandTable.standard().find(AclText.bytes(name));
    }

    /** The category of that name, in any case. Throws an error when there is none. */
    private static AclCategory category(String name) {
        AclCategory category = AclCategory.named(name);
        if (category == null) {
            throw new AclRuleException(AclRuleException.UNKNOWN);
        }
        return category;
    }
}
