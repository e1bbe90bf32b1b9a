package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The users of a store. Thread-safe.
 *
 * <p>Who calls a command asks his user without a lock; only changes of users and rules wait for each other.
 */
public final class AclUsers {
    /** The user that everybody is who has not signed in as another. */
    public static final Bytes DEFAULT = Bytes.of("default");

    static final Reply.ErrorReply WRONG_PASSWORD =
            Reply.error("WRONGPASS invalid username-password pair or user is disabled.");

    private final Map<Bytes, AclUser> users = new TreeMap<>();
    private final AclUser defaultUser = new AclUser(DEFAULT, AclRights.all());
    private final AclLog log;
    private final AclFile file;
    private final ConfigOption channelsByDefault;
    private boolean defaultUserIsAsConfigured = true;

    /** The default user alone, with the password that {@code requirepass} says; it follows that when it changes. */
    public AclUsers(ConfigOptions config, AclFile file) {
        this.file = file;
        this.log = new AclLog(config.get("acllog-max-len"));
        this.channelsByDefault = config.get("acl-pubsub-default");
        users.put(DEFAULT, defaultUser);
        config.get("requirepass").bind(setting -> defaultPassword(setting.text()));
    }

    private synchronized void defaultPassword(String password) {
        AclRules rules = new AclRules(defaultUser.rights(), hasChannelsByDefault());
        rules.apply(Bytes.of("resetpass"));
        rules.apply(Bytes.of(password.isEmpty() ? "nopass" : ">" + password));
        defaultUser.rights(rules.rights());
    }

    private boolean hasChannelsByDefault() {
        return channelsByDefault.text().equals("allchannels");
    }

    /** The user that everybody is who has not signed in as another. */
    public AclUser defaultUser() {
        return defaultUser;
    }

    /** What was denied. */
    AclLog log() {
        return log;
    }

    /** The file that they are kept in. */
    AclFile file() {
        return file;
    }

    /** Whether whoever connects is the default user without giving a password. */
    public boolean isDefaultUserOpen() {
        AclRights rights = defaultUser.rights();
        return rights.noPassword() && rights.enabled();
    }

    /** Whether the default user needs no password, be he enabled or not. */
    public boolean isDefaultUserWithoutPassword() {
        return defaultUser.rights().noPassword();
    }

    /** The user of that name, or null. */
    synchronized @Nullable AclUser find(Bytes name) {
        return users.get(name);
    }

    /** All users, by name. */
    synchronized List<AclUser> all() {
        return List.copyOf(users.values());
    }

    /** The user whom these words sign in, or null when they are wrong. */
    @Nullable
    AclUser signedIn(Bytes name, Bytes password) {
        AclUser user = find(name);
        return user != null && user.rights().admits(password) ? user : null;
    }

    /** Whether that client's next command is refused until it has signed in. */
    public boolean isStranger(Client client) {
        return !client.isAuthenticated() && !isDefaultUserOpen();
    }

    // ---- changes ----

    /**
     * Makes a user, or changes one, by rules that follow one another: by all of them, or by none.
     *
     * @return the user's rights before; null when there was none
     * @throws CommandException if a rule is none
     */
    synchronized @Nullable AclRights set(Bytes name, List<Bytes> words) {
        if (AclRules.hasSpaces(name)) {
            throw new CommandException(Reply.error("ERR Usernames can't contain spaces or null characters"));
        }
        AclUser user = users.get(name);
        AclRights before = user == null ? null : user.rights();
        AclRights rights = changed(before == null ? AclRights.none(hasChannelsByDefault()) : before, words);
        if (user == null) {
            Bytes own = name.detached();
            users.put(own, new AclUser(own, rights));
        } else {
            user.rights(rights);
            defaultUserIsAsConfigured &= user != defaultUser;
        }
        return before;
    }

    private AclRights changed(AclRights before, List<Bytes> words) {
        AclRules rules = new AclRules(before, hasChannelsByDefault());
        List<Bytes> merged;
        try {
            merged = AclRules.merged(words);
        } catch (AclRuleException e) {
            throw new CommandException(
                    AclErrors.of("ERR Unmatched parenthesis in acl selector starting at '" + e.reason() + "'."));
        }
        for (Bytes rule : merged) {
            try {
                rules.apply(rule);
            } catch (AclRuleException e) {
                throw new CommandException(
                        AclErrors.of("ERR Error in ACL SETUSER modifier '" + AclText.of(rule) + "': " + e.reason()));
            }
        }
        return rules.rights();
    }

    /** Removes the user of that name, not the default one, and returns him; null when there was none. */
    synchronized @Nullable AclUser delete(Bytes name) {
        AclUser user = users.remove(name);
        if (user != null) {
            user.delete();
        }
        return user;
    }

    // ---- files ----

    /**
     * Adds the users that lines of a configuration describe: each a name and rules.
     *
     * @throws SettingException if one of them can't be; then none is added
     */
    public synchronized void configure(List<List<String>> lines) {
        AclLines read = new AclLines(hasChannelsByDefault());
        for (List<String> words : lines) {
            String refusal = read.add(words.stream().map(Bytes::of).toList());
            if (refusal != null) {
                throw new SettingException(refusal);
            }
        }
        if (!lines.isEmpty() && !file.name().isEmpty()) {
            throw new SettingException("users may stand in the configuration or in the aclfile, not in both");
        }
        read.users().forEach(this::put);
    }

    /** Why the lines of a configuration, each a name and rules, describe no users; null when they do. */
    public static @Nullable String refusalOf(List<List<String>> lines) {
        AclLines read = new AclLines(false);
        return lines.stream()
                .map(words -> read.add(words.stream().map(Bytes::of).toList()))
                .filter(refusal -> refusal != null)
                .findFirst()
                .orElse(null);
    }

    private void put(Bytes name, AclRights rights) {
        AclUser present = users.get(name);
        if (present == null) {
            users.put(name, new AclUser(name, rights));
        } else {
            present.rights(rights);
        }
        defaultUserIsAsConfigured &= !name.equals(DEFAULT);
    }

    /**
     * Replaces all users by those of the file; a default user that it does not describe may do everything. What is
     * wrong with it changes nothing.
     *
     * @return the users that are there no more
     * @throws AclRuleException if anything is wrong with it; the reason names each line
     * @throws IOException if it can't be read
     */
    public List<AclUser> load() throws IOException {
        return replace(file.read(), file.name());
    }

    private synchronized List<AclUser> replace(Bytes content, String name) {
        AclLines read = new AclLines(hasChannelsByDefault());
        read.addFile(content, name);
        Map<Bytes, AclRights> loaded = read.users();
        loaded.putIfAbsent(DEFAULT, AclRights.all());
        List<AclUser> gone = new ArrayList<>();
        users.values().removeIf(user -> {
            boolean stays = loaded.containsKey(user.name());
            if (!stays) {
                user.delete();
                gone.add(user);
            }
            return !stays;
        });
        loaded.forEach(this::put);
        return gone;
    }

    /** The users as a file has them: a line each, with one char a byte. */
    synchronized List<String> lines() {
        return users.values().stream().map(user -> "user " + user.line()).toList();
    }

    /**
     * The lines that a configuration needs to have these users: none where they are kept in a file of their own, and
     * none for a default user that is as the other settings have him.
     */
    public synchronized List<String> configurationLines() {
        return file.name().isEmpty()
                ? users.values().stream()
                        .filter(user -> user != defaultUser || !defaultUserIsAsConfigured)
                        .map(user -> "user " + user.line())
                        .toList()
                : List.of();
    }
}
