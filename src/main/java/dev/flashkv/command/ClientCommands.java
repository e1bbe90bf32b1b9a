package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.CONNECTION;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.bytes.Numbers;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** CLIENT: the table first, then the handlers in the table's order. */
final class ClientCommands {
    static final List<CommandSpec> TABLE = List.of(CONNECTION
            .command("CLIENT")
            .arity(-2)
            .since("2.4.0")
            .complexity("That of the subcommand")
            .summary("Describes, names and closes connections.")
            .container(
                    TrackingCommands.CACHING,
                    CONNECTION
                            .command("CLIENT|GETNAME")
                            .arity(2)
                            .flags(NOSCRIPT, LOADING, STALE)
                            .since("2.6.9")
                            .complexity("O(1)")
                            .summary("Returns the connection's name.")
                            .onConnection(ClientCommands::getName),
                    TrackingCommands.GETREDIR,
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
                            .command("CLIENT|NO-EVICT ON|OFF")
                            .arity(3)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("7.0.0")
                            .complexity("O(1)")
                            .summary("Keeps the connection from being closed when clients take too much memory.")
                            .onConnection(ClientCommands::noEvict),
                    CONNECTION
                            .command("CLIENT|NO-TOUCH ON|OFF")
                            .arity(3)
                            .flags(NOSCRIPT, LOADING, STALE)
                            .since("7.2.0")
                            .complexity("O(1)")
                            .summary(
                                    "Lets the commands of this connection not count as uses of their keys, but for TOUCH.")
                            .onConnection(ClientCommands::noTouch),
                    CONNECTION
                            .command("CLIENT|PAUSE timeout [WRITE|ALL]")
                            .arity(-3)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("2.9.50")
                            .complexity("O(1)")
                            .summary(
                                    "Lets the commands of all clients wait for some milliseconds, or those that may write.")
                            .onConnection(ClientCommands::pause),
                    CONNECTION
                            .command("CLIENT|REPLY ON|OFF|SKIP")
                            .arity(3)
                            .flags(NOSCRIPT, LOADING, STALE)
                            .since("3.2.0")
                            .complexity("O(1)")
                            .summary("Says whether this connection wants replies.")
                            .onConnection(ClientCommands::reply),
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
                            .onConnection(ClientCommands::setName),
                    TrackingCommands.TRACKING,
                    TrackingCommands.TRACKINGINFO,
                    CONNECTION
                            .command("CLIENT|UNBLOCK client-id [TIMEOUT|ERROR]")
                            .arity(-3)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("5.0.0")
                            .complexity("O(log N) with N the number of connections")
                            .summary("Ends the waiting of a client that a command blocks.")
                            .onConnection(ClientCommands::unblock),
                    CONNECTION
                            .command("CLIENT|UNPAUSE")
                            .arity(2)
                            .flags(ADMIN, NOSCRIPT, LOADING, STALE)
                            .since("6.2.0")
                            .complexity("O(N) with N the number of clients that wait")
                            .summary("Ends a pause.")
                            .onConnection(ClientCommands::unpause)));

    private static final Reply.ErrorReply BAD_NAME =
            Reply.error("ERR Client names cannot contain spaces, newlines or special characters.");
    private static final Reply.ErrorReply INVALID_ID = Reply.error("ERR Invalid client ID");
    private static final Reply.ErrorReply NO_SUCH_CLIENT = Reply.error("ERR No such client");
    private static final Reply.ErrorReply BAD_TIMEOUT = Reply.error("ERR timeout is not an integer or out of range");
    private static final Reply.ErrorReply NEGATIVE_TIMEOUT = Reply.error("ERR timeout is negative");
    private static final Reply.ErrorReply BAD_PAUSE_MODE = Reply.error("ERR CLIENT PAUSE mode must be WRITE or ALL");
    private static final Reply.ErrorReply UNBLOCKED = Reply.error("UNBLOCKED client unblocked via CLIENT UNBLOCK");
    private static final Reply.ErrorReply BAD_UNBLOCK_REASON =
            Reply.error("ERR CLIENT UNBLOCK reason should be TIMEOUT or ERROR");

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
        StringBuilder text = new StringBuilder();
        ClientLine.appendCaller(text, client, client.server().clock().nowMillis(), "client|info", args);
        return text(text);
    }

    /** OK when called with just an address; otherwise Integer: how many connections were closed. */
    private static Reply kill(Client client, Args args) {
        boolean justAddress = args.remaining() == 1;
        ClientFilters filters = justAddress
                ? ClientFilters.ofAddress(args.next())
                : ClientFilters.parse(args, client.server().acl());
        int killed = 0;
        for (Client other : client.server().clients()) {
            if (!filters.matches(other, client)) {
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
        Collection<Client> clients = client.server().clients();
        if (args.remaining() == 2 && args.nextIs("TYPE")) {
            ClientFilters.Type type = ClientFilters.Type.named(args.next());
            return lines(client, clients.stream().filter(type::has).toList(), args);
        }
        if (args.remaining() > 1 && args.nextIs("ID")) {
            List<Client> wanted = new ArrayList<>();
            while (args.hasNext()) {
                Client other = client.server().client(args.nextLong(INVALID_ID));
                if (other != null) {
                    wanted.add(other);
                }
            }
            return lines(client, wanted, args);
        }
        return args.hasNext() ? Errors.SYNTAX : lines(client, clients, args);
    }

    private static Reply lines(Client caller, Collection<Client> clients, Args args) {
        long nowMillis = caller.server().clock().nowMillis();
        StringBuilder text = new StringBuilder();
        for (Client client : clients) {
            int before = text.length();
            if (client.id() == caller.id()) {
                ClientLine.appendCaller(text, client, nowMillis, "client|list", args);
            } else {
                ClientLine.append(text, client, nowMillis);
            }
            caller.replyGrows(text.length() - before);
        }
        return text(text);
    }

    private static Reply text(StringBuilder text) {
        return new Reply.Verbatim("txt", Bytes.of(text.toString()));
    }

    /** OK. */
    private static Reply noEvict(Client client, Args args) {
        client.evictable(!nextIsOn(args));
        return Reply.OK;
    }

    /** OK. */
    private static Reply noTouch(Client client, Args args) {
        client.touching(!nextIsOn(args));
        return Reply.OK;
    }

    private static boolean nextIsOn(Args args) {
        boolean on = args.nextIs("ON");
        if (!on && !args.nextIs("OFF")) {
            throw new CommandException(Errors.SYNTAX);
        }
        return on;
    }

    /** OK. */
    private static Reply pause(Client client, Args args) {
        if (args.remaining() > 2) {
            return Errors.wrongSubcommandArity(args.get(1), "client");
        }
        Bytes timeout = args.next();
        boolean writesOnly = false;
        if (args.hasNext()) {
            writesOnly = args.nextIs("WRITE");
            if (!writesOnly && !args.nextIs("ALL")) {
                return BAD_PAUSE_MODE;
            }
        }
        if (!Numbers.isLong(timeout)) {
            return BAD_TIMEOUT;
        }
        long timeoutMillis = Numbers.parseLong(timeout);
        if (timeoutMillis < 0) {
            return NEGATIVE_TIMEOUT;
        }
        long nowMillis = client.server().clock().nowMillis();
        if (timeoutMillis > Long.MAX_VALUE - nowMillis) {
            return BAD_TIMEOUT;
        }
        client.server().pause().begin(nowMillis + timeoutMillis, writesOnly);
        return Reply.OK;
    }

    /** OK, or nothing at all: OFF and SKIP are not answered themselves. */
    private static Reply reply(Client client, Args args) {
        if (args.nextIs("ON")) {
            client.replyMode().on();
        } else if (args.nextIs("OFF")) {
            client.replyMode().off();
        } else if (args.nextIs("SKIP")) {
            client.replyMode().skipNext();
        } else {
            return Errors.SYNTAX;
        }
        return Reply.OK;
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

    /** Integer: 1 when the client was waiting and does no longer, else 0. */
    private static Reply unblock(Client client, Args args) {
        if (args.remaining() > 2) {
            return Errors.wrongSubcommandArity(args.get(1), "client");
        }
        Bytes id = args.next();
        boolean asTimeout = !args.hasNext() || args.nextIs("TIMEOUT");
        if (!asTimeout && !args.nextIs("ERROR")) {
            return BAD_UNBLOCK_REASON;
        }
        if (!Numbers.isLong(id)) {
            return Errors.NOT_AN_INTEGER;
        }
        Client.Wait wait = client.server().clients().stream()
                .filter(each -> each.id() == Numbers.parseLong(id))
                .findAny()
                .map(Client::blockedBy)
                .orElse(null);
        return Reply.integer(wait != null && wait.end(asTimeout ? null : UNBLOCKED));
    }

    /** OK. */
    private static Reply unpause(Client client, Args args) {
        client.server().pause().end();
        return Reply.OK;
    }
}
