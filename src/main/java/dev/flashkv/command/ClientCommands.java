package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.CONNECTION;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CLIENT: the table first, then the handlers in the table's order. */
final class ClientCommands {
    static final List<CommandSpec> TABLE = List.of(CONNECTION
            .command("CLIENT")
            .arity(-2)
            .since("2.4.0")
            .complexity("Depends on subcommand.")
            .summary("Describes, names and closes connections.")
            .container(
                    CONNECTION
                            .command("CLIENT|GETNAME")
                            .arity(2)
                            .flags(NOSCRIPT, LOADING, STALE)
                            .since("2.6.9")
                            .complexity("O(1)")
                            .summary("Returns the connection's name.")
                            .onConnection(ClientCommands::getName),
                    CONNECTION
                            .command("CLIENT|HELP")
                            .arity(2)
                            .flags(LOADING, STALE)
                            .since("5.0.0")
                            .complexity("O(1)")
                            .summary("Lists the subcommands.")
                            .onConnection(ClientCommands::help),
                    CONNECTION
                            .command("CLIENT|ID")
                            .arity(2)
                            .flags(NOSCRIPT, LOADING, STALE)
                            .since("5.0.0")
                            .complexity("O(1)")
                            .summary("Returns the connection's number.")
                            .onConnection(ClientCommands::id),
                    CONNECTION
                            .command("CLIENT|INFO")
                            .arity(2)
                            .flags(NOSCRIPT, LOADING, STALE)
                            .since("6.2.0")
                            .complexity("O(1)")
                            .summary("Describes the connection.")
                            .tips("nondeterministic_output")
                            .onConnection(ClientCommands::info),
                    CONNECTION
                            .command("CLIENT|KILL ip:port|<[ID client-id] [TYPE NORMAL|MASTER|SLAVE|REPLICA|PUBSUB]"
                                    + " [USER username] [ADDR ip:port] [LADDR ip:port] [SKIPME yes/no]>")
                            .arity(-3)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.4.0")
                            .complexity("O(N) with N the number of connections")
                            .summary("Closes connections.")
                            .onConnection(ClientCommands::kill),
                    CONNECTION
                            .command("CLIENT|LIST [TYPE NORMAL|MASTER|REPLICA|PUBSUB] [ID client-id [client-id ...]]")
                            .arity(-2)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.4.0")
                            .complexity("O(N) with N the number of connections")
                            .summary("Describes connections, a line each.")
                            .tips("nondeterministic_output")
                            .onConnection(ClientCommands::list),
                    CONNECTION
                            .command("CLIENT|SETINFO LIB-NAME libname|LIB-VER libver")
                            .arity(4)
                            .flags(NOSCRIPT, LOADING, STALE)
                            .since("7.2.0")
                            .complexity("O(1)")
                            .summary("Says which client library the connection belongs to.")
                            .tips("request_policy:all_nodes", "response_policy:all_succeeded")
                            .onConnection(ClientCommands::setInfo),
                    CONNECTION
                            .command("CLIENT|SETNAME connection-name")
                            .arity(3)
                            .flags(NOSCRIPT, LOADING, STALE)
                            .since("2.6.9")
                            .complexity("O(1)")
                            .summary("Names the connection.")
                            .onConnection(ClientCommands::setName)));

    private static final Reply.ErrorReply BAD_NAME =
            Reply.error("ERR Client names cannot contain spaces, newlines or special characters.");
    private static final Reply.ErrorReply ID_NOT_POSITIVE = Reply.error("ERR client-id should be greater than 0");
    private static final Reply.ErrorReply INVALID_ID = Reply.error("ERR Invalid client ID");
    private static final Reply.ErrorReply NO_SUCH_CLIENT = Reply.error("ERR No such client");

    private ClientCommands() {}

    /** Bulk: the name; null when it has none. */
    private static Reply getName(Client client, Args args) {
        return client.name().isEmpty() ? Reply.NULL : Reply.bulk(client.name());
    }

    /** Array of statuses. */
    private static Reply help(Client client, Args args) {
        return HelpText.of(TABLE.get(0));
    }

    /** Integer: the number. */
    private static Reply id(Client client, Args args) {
        return Reply.integer(client.id());
    }

    /** Text: one line of CLIENT LIST. */
    private static Reply info(Client client, Args args) {
        return lines(client.server().clock().nowMillis(), List.of(client));
    }

    /** OK when called with just an address; otherwise Integer: how many connections were closed. */
    private static Reply kill(Client client, Args args) {
        boolean justAddress = args.remaining() == 1;
        KillFilter filter = justAddress ? KillFilter.address(args.next()) : KillFilter.parse(args);
        int killed = 0;
        for (Client other : client.server().clients()) {
            if (!filter.matches(other) || (other == client && filter.skipsCaller)) {
                continue;
            }
            killed++;
            if (other == client) {
                client.closeAfterReply();
            } else {
                other.disconnect();
            }
        }
        if (!justAddress) {
            return Reply.integer(killed);
        }
        return killed == 0 ? NO_SUCH_CLIENT : Reply.OK;
    }

    /** Text: a line for each connection. */
    private static Reply list(Client client, Args args) {
        long nowMillis = client.server().clock().nowMillis();
        Collection<Client> clients = client.server().clients();
        if (args.remaining() == 2 && args.nextIs("TYPE")) {
            return lines(nowMillis, typeNamed(args.next()) == ClientType.NORMAL ? clients : List.of());
        }
        if (args.remaining() > 1 && args.nextIs("ID")) {
            StringBuilder text = new StringBuilder();
            while (args.hasNext()) {
                long id = args.nextLong(INVALID_ID);
                clients.stream()
                        .filter(other -> other.id() == id)
                        .forEach(other -> other.describe(nowMillis, text).append('\n'));
            }
            return text(text);
        }
        return args.hasNext() ? Errors.SYNTAX : lines(nowMillis, clients);
    }

    /** OK. */
    private static Reply setInfo(Client client, Args args) {
        Bytes attribute = args.next();
        Bytes value = args.next();
        boolean isName = attribute.equalsIgnoreCase("lib-name");
        if (!isName && !attribute.equalsIgnoreCase("lib-ver")) {
            return Reply.error("ERR Unrecognized option '" + Errors.echo(attribute, Integer.MAX_VALUE) + "'");
        }
        if (!isPrintable(value)) {
            return Reply.error("ERR " + Errors.echo(attribute, Integer.MAX_VALUE)
                    + " cannot contain spaces, newlines or special characters.");
        }
        if (isName) {
            client.libraryName(value);
        } else {
            client.libraryVersion(value);
        }
        return Reply.OK;
    }

    /** OK. */
    private static Reply setName(Client client, Args args) {
        rename(client, args.next());
        return Reply.OK;
    }

    /** Gives the client a name; empty takes it away. Throws an error for one that would spoil CLIENT LIST. */
    static void rename(Client client, Bytes name) {
        if (!isPrintable(name)) {
            throw new CommandException(BAD_NAME);
        }
        client.name(name);
    }

    private static boolean isPrintable(Bytes text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.byteAt(i) < '!' || text.byteAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static Reply lines(long nowMillis, Collection<Client> clients) {
        StringBuilder text = new StringBuilder();
        for (Client client : clients) {
            client.describe(nowMillis, text).append('\n');
        }
        return text(text);
    }

    private static Reply text(StringBuilder text) {
        return new Reply.Verbatim("txt", Bytes.of(text.toString()));
    }

    private static ClientType typeNamed(Bytes name) {
        for (ClientType type : ClientType.values()) {
            if (name.equalsIgnoreCase(type.name())) {
                return type;
            }
        }
        throw new CommandException(
                Reply.error("ERR Unknown client type '" + Errors.echo(name, Integer.MAX_VALUE) + "'"));
    }

    /** What Redis tells clients apart by. All of ours are normal ones. */
    private enum ClientType {
        NORMAL,
        SLAVE,
        REPLICA,
        PUBSUB,
        MASTER
    }

    /** Which clients CLIENT KILL is meant for; what is null or 0 does not matter. */
    private static final class KillFilter {
        private long id;
        private @Nullable ClientType type;
        private @Nullable Bytes address;
        private @Nullable Bytes localAddress;
        private boolean skipsCaller = true;

        static KillFilter address(Bytes address) {
            KillFilter filter = new KillFilter();
            filter.address = address;
            filter.skipsCaller = false;
            return filter;
        }

        static KillFilter parse(Args args) {
            KillFilter filter = new KillFilter();
            while (args.hasNext()) {
                if (args.remaining() == 1) {
                    throw new CommandException(Errors.SYNTAX);
                }
                filter.parseOne(args);
            }
            return filter;
        }

        private void parseOne(Args args) {
            if (args.nextIs("ID")) {
                id = args.nextLong(1, Long.MAX_VALUE, ID_NOT_POSITIVE);
            } else if (args.nextIs("TYPE")) {
                type = typeNamed(args.next());
            } else if (args.nextIs("ADDR")) {
                address = args.next();
            } else if (args.nextIs("LADDR")) {
                localAddress = args.next();
            } else if (args.nextIs("USER")) {
                Bytes user = args.next();
                if (!user.equals(Bytes.of(Client.USER))) {
                    throw new CommandException(
                            Reply.error("ERR No such user '" + Errors.echo(user, Integer.MAX_VALUE) + "'"));
                }
            } else if (args.nextIs("SKIPME")) {
                skipsCaller = args.nextIs("yes");
                if (!skipsCaller && !args.nextIs("no")) {
                    throw new CommandException(Errors.SYNTAX);
                }
            } else {
                throw new CommandException(Errors.SYNTAX);
            }
        }

        boolean matches(Client client) {
            return (id == 0 || client.id() == id)
                    && (type == null || type == ClientType.NORMAL)
                    && (address == null || address.equals(Bytes.of(client.address())))
                    && (localAddress == null || localAddress.equals(Bytes.of(client.localAddress())));
        }
    }
}
