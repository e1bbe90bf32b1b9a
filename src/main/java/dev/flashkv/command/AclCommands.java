package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** ACL: the table first, then the handlers in the table's order. */
final class AclCommands {
    private static final String OF_USERS = "O(N) with N the number of users";

    static final List<CommandSpec> TABLE = List.of(SERVER.command("ACL")
            .arity(-2)
            .since("6.0.0")
            .complexity("Depends on subcommand.")
            .summary("Says who may do what.")
            .container(
                    open("ACL|CAT [categoryname]", -2)
                            .complexity("O(1)")
                            .summary("Lists the categories of commands, or the commands of one.")
                            .onConnection(AclCommands::cat),
                    admin("ACL|DELUSER username [username ...]", -3)
                            .complexity("O(N) with N the number of connections")
                            .summary("Removes users, and ends their connections.")
                            .onConnection(AclCommands::delUser),
                    admin("ACL|DRYRUN username command [arg [arg ...]]", -4)
                            .since("7.0.0")
                            .complexity("O(N) with N the number of the user's rules")
                            .summary("Says whether a user may call a command, without calling it.")
                            .onConnection(AclCommands::dryRun),
                    open("ACL|GENPASS [bits]", -2)
                            .complexity("O(1)")
                            .summary("Makes up a password.")
                            .onConnection(AclCommands::genPass),
                    admin("ACL|GETUSER username", 3)
                            .complexity("O(N) with N the number of the user's rules")
                            .summary("Describes a user.")
                            .onConnection(AclCommands::getUser),
                    SERVER.command("ACL|HELP")
                            .arity(2)
                            .flags(LOADING, STALE)
                            .since("6.0.0")
                            .complexity("O(1)")
                            .summary("Lists the subcommands.")
                            .onConnection(AclCommands::help),
                    admin("ACL|LIST", 2)
                            .complexity(OF_USERS)
                            .summary("Lists the users with their rules.")
                            .onConnection(AclCommands::list),
                    admin("ACL|LOAD", 2)
                            .complexity(OF_USERS)
                            .summary("Replaces the users by those in the ACL file.")
                            .onConnection(AclCommands::load),
                    admin("ACL|LOG [count|RESET]", -2)
                            .complexity("O(N) with N the number of entries shown")
                            .summary("Shows what was denied of late, or forgets it.")
                            .onConnection(AclCommands::log),
                    admin("ACL|SAVE", 2)
                            .complexity(OF_USERS)
                            .summary("Writes the users into the ACL file.")
                            .onConnection(AclCommands::save),
                    admin("ACL|SETUSER username [rule [rule ...]]", -3)
                            .complexity("O(N) with N the number of rules")
                            .summary("Makes a user, or changes one, by rules: by all of them, or by none.")
                            .onConnection(AclCommands::setUser),
                    admin("ACL|USERS", 2)
                            .complexity(OF_USERS)
                            .summary("Lists the users' names.")
                            .onConnection(AclCommands::users),
                    open("ACL|WHOAMI", 2)
                            .complexity("O(1)")
                            .summary("Names the user of the connection.")
                            .onConnection(AclCommands::whoAmI)));

    private static final Logger LOG = LoggerFactory.getLogger(AclCommands.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int LOG_COUNT = 10;
    private static final int PASSWORD_BITS = 256;
    private static final int PASSWORD_BITS_MAX = 4096;
    private static final int DIGIT_BITS = 4;
    private static final Reply.ErrorReply BAD_PASSWORD_BITS =
            Reply.error("ERR ACL GENPASS argument must be the number of bits for the output password, a positive number"
                    + " up to 4096");
    private static final Reply.ErrorReply NO_FILE = Reply.error(
            "ERR This Redis instance is not configured to use an ACL file. You may want to specify users via"
                    + " the ACL SETUSER command and then issue a CONFIG REWRITE (assuming you have a Redis configuration"
                    + " file set) in order to store users in the Redis configuration.");
    private static final Reply.ErrorReply NOT_SAVED = Reply.error(
            "ERR There was an error trying to save the ACLs. Please check the server logs for more information");
    private static final Reply.ErrorReply DEFAULT_USER_STAYS = Reply.error("ERR The 'default' user cannot be removed");

    private AclCommands() {}

    private static CommandSpec.Builder open(String syntax, int arity) {
        return SERVER.command(syntax)
                .arity(arity)
                .flags(NOSCRIPT, LOADING, STALE)
                .since("6.0.0");
    }

    private static CommandSpec.Builder admin(String syntax, int arity) {
        return SERVER.command(syntax)
                .arity(arity)
                .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                .since("6.0.0");
    }

    /** Array of bulks: the categories, or the names of a category's commands. */
    private static Reply cat(Client client, Args args) {
        if (args.remaining() > 1) {
            return Errors.wrongSubcommandArity(args.get(1), "acl");
        }
        if (!args.hasNext()) {
            return Reply.array(Arrays.stream(AclCategory.values())
                    .map(each -> Reply.bulk(each.redisName()))
                    .toList());
        }
        Bytes name = args.next();
        AclCategory category = AclCategory.named(AclText.of(name));
        if (category == null) {
            return AclErrors.of("ERR Unknown category '" + AclText.of(name) + "'");
        }
        return Reply.array(CommandTable.standard().rowsAndSubcommands().stream()
                .filter(each -> each.categories().contains(category))
                .map(each -> Reply.bulk(each.name()))
                .toList());
    }

    /** Integer: how many users were removed. */
    private static Reply delUser(Client client, Args args) {
        AclUsers users = client.server().acl();
        int removed = 0;
        while (args.hasNext()) {
            Bytes name = args.next();
            if (name.equals(AclUsers.DEFAULT)) {
                return DEFAULT_USER_STAYS;
            }
            AclUser user = users.delete(name);
            if (user != null) {
                removed++;
                AclConnections.endThoseOf(user, client);
            }
        }
        return Reply.integer(removed);
    }

    /** OK, or Bulk: why the user may not call it. */
    private static Reply dryRun(Client client, Args args) {
        Bytes name = args.next();
        AclUser user = client.server().acl().find(name);
        if (user == null) {
            return AclErrors.of("ERR User '" + AclText.of(name) + "' not found");
        }
        Bytes[] argv = new Bytes[args.remaining()];
        for (int i = 0; i < argv.length; i++) {
            argv[i] = args.next();
        }
        CommandSpec spec = client.server().commands().lookup(argv);
        if (spec == null) {
            return AclErrors.of("ERR Command '" + AclText.of(argv[0]) + "' not found");
        }
        if (!spec.acceptsCount(argv.length)) {
            return Errors.wrongArity(spec.name());
        }
        Command call = new Command(spec, new Args(argv));
        AclDenial denial = user.denial(call);
        return denial == null ? Reply.OK : Reply.bulk(AclText.bytes(denial.explanation(call)));
    }

    /** Bulk: as many random hexadecimal digits as the bits need. */
    private static Reply genPass(Client client, Args args) {
        if (args.remaining() > 1) {
            return Errors.wrongSubcommandArity(args.get(1), "acl");
        }
        long bits = args.hasNext() ? args.nextLong() : PASSWORD_BITS;
        if (bits < 1 || bits > PASSWORD_BITS_MAX) {
            return BAD_PASSWORD_BITS;
        }
        int digits = (int) (bits + DIGIT_BITS - 1) / DIGIT_BITS;
        byte[] random = new byte[(digits + 1) / 2];
        RANDOM.nextBytes(random);
        return Reply.bulk(HexFormat.of().formatHex(random).substring(0, digits));
    }

    /** Map: the user's flags, passwords, commands, keys, channels and selectors; null when there is no such user. */
    private static Reply getUser(Client client, Args args) {
        AclUser user = client.server().acl().find(args.next());
        if (user == null) {
            return Reply.NULL;
        }
        AclRights rights = user.rights();
        List<Reply> map = new ArrayList<>();
        map.add(Reply.bulk("flags"));
        map.add(Reply.set(rights.flags().stream().map(Reply::bulk).toList()));
        map.add(Reply.bulk("passwords"));
        map.add(Reply.array(
                rights.passwords().stream().map(each -> Reply.bulk(each.hash())).toList()));
        describe(rights.selectors().get(0), map);
        map.add(Reply.bulk("selectors"));
        map.add(Reply.array(rights.selectors().stream()
                .skip(1)
                .map(selector -> {
                    List<Reply> description = new ArrayList<>();
                    describe(selector, description);
                    return Reply.map(description);
                })
                .toList()));
        return Reply.map(map);
    }

    private static void describe(AclSelector selector, List<Reply> map) {
        map.add(Reply.bulk("commands"));
        map.add(Reply.bulk(AclCommandRules.of(selector)));
        map.add(Reply.bulk("keys"));
        map.add(Reply.bulk(AclText.bytes(selector.keyRules())));
        map.add(Reply.bulk("channels"));
        map.add(Reply.bulk(AclText.bytes(selector.channelRules())));
    }

    /** Array of statuses. */
    private static Reply help(Client client, Args args) {
        return HelpText.of(TABLE.get(0));
    }

    /** Array of bulks: a line for each user. */
    private static Reply list(Client client, Args args) {
        return Reply.array(client.server().acl().lines().stream()
                .map(line -> Reply.bulk(AclText.bytes(line)))
                .toList());
    }

    /** OK: the users are those of the file. */
    private static Reply load(Client client, Args args) {
        AclUsers users = client.server().acl();
        if (users.file().name().isEmpty()) {
            return NO_FILE;
        }
        try {
            users.load().forEach(user -> AclConnections.endThoseOf(user, client));
            AclConnections.endSubscribersDenied(client);
            return Reply.OK;
        } catch (IOException e) {
            return AclErrors.of(
                    "ERR Error loading ACLs, opening file '" + users.file().name() + "': " + e.getMessage());
        } catch (AclRuleException e) {
            return AclErrors.of("ERR " + e.reason());
        }
    }

    /** Array of maps: what was denied, the latest first; or OK. */
    private static Reply log(Client client, Args args) {
        AclLog log = client.server().acl().log();
        if (args.remaining() > 1) {
            return Errors.wrongSubcommandArity(args.get(1), "acl");
        }
        if (args.hasNext() && args.nextIs("RESET")) {
            log.reset();
            return Reply.OK;
        }
        long count = args.hasNext() ? args.nextLong() : LOG_COUNT;
        return log.latest(count, client.server().clock().nowMillis());
    }

    /** OK: the file has the users. */
    private static Reply save(Client client, Args args) {
        AclUsers users = client.server().acl();
        if (users.file().name().isEmpty()) {
            return NO_FILE;
        }
        try {
            users.file().write(AclText.bytes(String.join("\n", users.lines()) + "\n"));
            return Reply.OK;
        } catch (IOException e) {
            LOG.warn("ACL SAVE could not write {}", users.file().name(), e);
            return NOT_SAVED;
        }
    }

    /** OK. */
    private static Reply setUser(Client client, Args args) {
        Bytes name = args.next();
        List<Bytes> rules = new ArrayList<>();
        while (args.hasNext()) {
            rules.add(args.next());
        }
        if (client.server().acl().set(name, rules) != null) {
            AclConnections.endSubscribersDenied(client);
        }
        return Reply.OK;
    }

    /** Array of bulks: the names. */
    private static Reply users(Client client, Args args) {
        return Reply.array(client.server().acl().all().stream()
                .map(user -> Reply.bulk(user.name()))
                .toList());
    }

    /** Bulk: the user's name; null for a caller within the process, who is none. */
    private static Reply whoAmI(Client client, Args args) {
        AclUser user = Objects.requireNonNull(client.user());
        return user == AclUser.SUPERUSER ? Reply.NULL : Reply.bulk(user.name());
    }
}
