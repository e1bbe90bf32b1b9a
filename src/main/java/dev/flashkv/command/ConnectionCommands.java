package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ALLOW_BUSY;
import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.NO_AUTH;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.CONNECTION;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.RespVersion;
import java.util.List;

/** The connection commands but CLIENT: the table first, then the handlers in the table's order. */
final class ConnectionCommands {
    static final List<CommandSpec> TABLE = List.of(
            CONNECTION
                    .command("AUTH [username] password")
                    .arity(-2)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                    .since("1.0.0")
                    .complexity("O(N) with N the number of passwords of the user")
                    .summary("Signs the connection in.")
                    .onConnection(ConnectionCommands::auth),
            CONNECTION
                    .command("ECHO message")
                    .arity(2)
                    .flags(LOADING, STALE, FAST)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Answers the message.")
                    .onConnection(ConnectionCommands::echo),
            CONNECTION
                    .command("HELLO [protover [AUTH username password] [SETNAME clientname]]")
                    .arity(-1)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                    .since("6.0.0")
                    .complexity("O(1)")
                    .summary("Chooses the protocol, may sign in and name the connection, and describes the server.")
                    .onConnection(ConnectionCommands::hello),
            CONNECTION
                    .command("PING [message]")
                    .arity(-1)
                    .flags(FAST)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Answers PONG, or the message.")
                    .tips("request_policy:all_shards", "response_policy:all_succeeded")
                    .onConnection(ConnectionCommands::ping),
            CONNECTION
                    .command("QUIT")
                    .arity(-1)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Closes the connection after what was asked before has been answered.")
                    .notQueued()
                    .onConnection(ConnectionCommands::quit),
            CONNECTION
                    .command("RESET")
                    .arity(1)
                    .flags(NOSCRIPT, LOADING, STALE, FAST, NO_AUTH, ALLOW_BUSY)
                    .since("6.2.0")
                    .complexity("O(1)")
                    .summary("Makes the connection as it was when it was new.")
                    .notQueued()
                    .onConnection(ConnectionCommands::reset),
            CONNECTION
                    .command("SELECT index")
                    .arity(2)
                    .flags(LOADING, STALE, FAST)
                    .since("1.0.0")
                    .complexity("O(1)")
                    .summary("Chooses the connection's database.")
                    .onConnection(ConnectionCommands::select));

    private static final Reply PONG = Reply.status("PONG");
    private static final Reply SUBSCRIBED_PONG = Reply.bulk("pong");
    private static final Reply RESET_DONE = Reply.status("RESET");
    private static final Reply.ErrorReply NO_PASSWORD_SET =
            Reply.error("ERR AUTH <password> called without any password configured for the default user."
                    + " Are you sure your configuration is correct?");
    private static final Reply.ErrorReply HELLO_NOT_AUTHENTICATED =
            Reply.error("NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH"
                    + " <user> <pass> option can be used to authenticate the client and select the RESP protocol version"
                    + " at the same time");
    private static final Reply.ErrorReply PROTOCOL_NOT_AN_INTEGER =
            Reply.error("ERR Protocol version is not an integer or out of range");

    private ConnectionCommands() {}

    /** OK: the client is authenticated from now on. */
    private static Reply auth(Client client, Args args) {
        if (args.remaining() > 2) {
            return Errors.SYNTAX;
        }
        if (args.remaining() == 1 && client.server().acl().isDefaultUserWithoutPassword()) {
            return NO_PASSWORD_SET;
        }
        Bytes user = args.remaining() == 1 ? AclUsers.DEFAULT : args.next();
        authenticate(client, args, user, args.next());
        return Reply.OK;
    }

    /** Signs the client in, or throws an error. */
    private static void authenticate(Client client, Args args, Bytes name, Bytes password) {
        AclUsers users = client.server().acl();
        AclUser user = users.signedIn(name, password);
        if (user == null) {
            users.log().notSignedIn(client, args, name);
            throw new CommandException(AclUsers.WRONG_PASSWORD);
        }
        client.authenticate(user);
    }

    /** Bulk: the message. */
    private static Reply echo(Client client, Args args) {
        return Reply.bulk(args.next());
    }

    /** Map: what the server is, in the protocol it chooses. */
    private static Reply hello(Client client, Args args) {
        RespVersion version = client.version();
        if (args.hasNext()) {
            long number = args.nextLong(PROTOCOL_NOT_AN_INTEGER);
            if (number != 2 && number != 3) {
                return Errors.NO_PROTO;
            }
            version = number == 2 ? RespVersion.RESP2 : RespVersion.RESP3;
        }
        while (args.hasNext()) {
            int left = args.remaining() - 1;
            if (left >= 2 && args.nextIs("AUTH")) {
                authenticate(client, args, args.next(), args.next());
            } else if (left >= 1 && args.nextIs("SETNAME")) {
                ClientCommands.rename(client, args.next());
            } else {
                return Reply.error(
                        "ERR Syntax error in HELLO option '" + Errors.echo(args.next(), Integer.MAX_VALUE) + "'");
            }
        }
        if (client.server().acl().isStranger(client)) {
            return HELLO_NOT_AUTHENTICATED;
        }
        client.version(version);
        return Reply.map(
                Reply.bulk("server"),
                Reply.bulk("redis"),
                Reply.bulk("version"),
                Reply.bulk(ServerCommands.REDIS_VERSION),
                Reply.bulk("proto"),
                Reply.integer(version.number()),
                Reply.bulk("id"),
                Reply.integer(client.id()),
                Reply.bulk("mode"),
                Reply.bulk("standalone"),
                Reply.bulk("role"),
                Reply.bulk("master"),
                Reply.bulk("modules"),
                Reply.EMPTY_ARRAY);
    }

    /**
     * Status PONG, or Bulk: the message. As a RESP2 subscriber gets it, an Array of two bulks: pong, and the message.
     */
    private static Reply ping(Client client, Args args) {
        if (args.remaining() > 1) {
            return Errors.wrongArity("ping");
        }
        if (client.isConfinedToPubSub()) {
            return Reply.array(SUBSCRIBED_PONG, args.hasNext() ? Reply.bulk(args.next()) : Reply.EMPTY_BULK);
        }
        return args.hasNext() ? Reply.bulk(args.next()) : PONG;
    }

    /** OK. */
    private static Reply quit(Client client, Args args) {
        client.closeAfterReply();
        return Reply.OK;
    }

    /**
     * Status RESET, in RESP2 and subscribed to nothing, and no monitor. The library's name and NO-EVICT stay: they are
     * the connection's, not the session's.
     */
    private static Reply reset(Client client, Args args) {
        client.version(RespVersion.RESP2);
        client.name(Bytes.EMPTY);
        client.database(0);
        client.authenticateByDefault();
        client.touching(true);
        client.endTransaction();
        client.replyMode().reset();
        client.server().pubSub().unsubscribeAll(client);
        client.server().monitoring().monitors().remove(client);
        client.endTracking();
        return RESET_DONE;
    }

    /** OK. */
    private static Reply select(Client client, Args args) {
        client.database(DatabaseIndex.next(args, databaseCount(client.server())));
        return Reply.OK;
    }

    /** How many databases there are. */
    static int databaseCount(Server server) {
        return (int) server.config().get("databases").number();
    }
}
