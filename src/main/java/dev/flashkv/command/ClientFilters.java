package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import org.jspecify.annotations.Nullable;

/** Which clients CLIENT KILL is meant for: those for which all that was said is true. */
final class ClientFilters {
    private static final Reply.ErrorReply ID_NOT_POSITIVE = Reply.error("ERR client-id should be greater than 0");

    /** What Redis tells clients apart by. */
    enum Type {
        NORMAL,
        SLAVE,
        REPLICA,
        PUBSUB,
        MASTER;

        /** Whether {@code client} is of this type. */
        boolean has(Client client) {
            return this == (client.isSubscribed() ? PUBSUB : NORMAL);
        }

        /** The type of that name, in any case. Throws an error when there is none. */
        static Type named(Bytes name) {
            for (Type type : values()) {
                if (name.equalsIgnoreCase(type.name())) {
                    return type;
                }
            }
            throw new CommandException(
                    Reply.error("ERR Unknown client type '" + Errors.echo(name, Integer.MAX_VALUE) + "'"));
        }
    }

    private long id;
    private @Nullable Type type;
    private @Nullable AclUser user;
    private @Nullable Bytes address;
    private @Nullable Bytes localAddress;
    private boolean skipsCaller = true;

    private ClientFilters() {}

    /** The client that comes from {@code address}, be it the caller. */
    static ClientFilters ofAddress(Bytes address) {
        ClientFilters filters = new ClientFilters();
        filters.address = address;
        filters.skipsCaller = false;
        return filters;
    }

    /** The filters that the arguments left are: pairs of a name and a value. */
    static ClientFilters parse(Args args, AclUsers users) {
        ClientFilters filters = new ClientFilters();
        while (args.hasNext()) {
            if (args.remaining() == 1) {
                throw new CommandException(Errors.SYNTAX);
            }
            filters.parseOne(args, users);
        }
        return filters;
    }

    private void parseOne(Args args, AclUsers users) {
        if (args.nextIs("ID")) {
            id = args.nextLong(1, Long.MAX_VALUE, ID_NOT_POSITIVE);
        } else if (args.nextIs("TYPE")) {
            type = Type.named(args.next());
        } else if (args.nextIs("ADDR")) {
            address = args.next();
        } else if (args.nextIs("LADDR")) {
            localAddress = args.next();
        } else if (args.nextIs("USER")) {
            Bytes name = args.next();
            user = users.find(name);
            if (user == null) {
                throw new CommandException(
                        Reply.error("ERR No such user '" + Errors.echo(name, Integer.MAX_VALUE) + "'"));
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

    /** Whether {@code client} is meant, where {@code caller} asks. */
    boolean matches(Client client, Client caller) {
        return (id == 0 || client.id() == id)
                && (type == null || type.has(client))
                && (user == null || client.user() == user)
                && (address == null || address.equals(Bytes.of(client.address())))
                && (localAddress == null || localAddress.equals(Bytes.of(client.localAddress())))
                && !(skipsCaller && client.id() == caller.id());
    }
}
