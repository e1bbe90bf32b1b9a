package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.FAST;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.MAY_REPLICATE;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.PUBSUB;
import static dev.flashkv.command.KeySpec.Access.NOT_KEY;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.PubSub.Kind;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.List;

/** The commands of Pub/Sub: the table first, then the handlers in the table's order. */
final class PubSubCommands {
    static final List<CommandSpec> TABLE = List.of(
            PUBSUB.command("PSUBSCRIBE pattern [pattern ...]")
                    .arity(-2)
                    .flags(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
                    .since("2.0.0")
                    .complexity("O(N) with N the number of patterns")
                    .summary("Listens to all channels whose names match a pattern.")
                    .onConnection((client, args) -> subscribe(client, Kind.PATTERN, args)),
            PUBSUB.command("PUBLISH channel message")
                    .arity(3)
                    .flags(CommandFlag.PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
                    .since("2.0.0")
                    .complexity("O(N+M) with N the number of clients that listen to the channel and M the number of"
                            + " all patterns")
                    .summary("Sends a message to whoever listens to the channel.")
                    .onConnection(PubSubCommands::publish),
            PUBSUB.command("PUBSUB")
                    .arity(-2)
                    .since("2.8.0")
                    .complexity("Depends on subcommand.")
                    .summary("Tells which channels and patterns clients listen to.")
                    .container(
                            PUBSUB.command("PUBSUB|CHANNELS [pattern]")
                                    .arity(-2)
                                    .flags(CommandFlag.PUBSUB, LOADING, STALE)
                                    .since("2.8.0")
                                    .complexity("O(N) with N the number of channels that anybody listens to")
                                    .summary("Lists the channels that anybody listens to by their names.")
                                    .onConnection((client, args) -> names(client, Kind.CHANNEL, args)),
                            PUBSUB.command("PUBSUB|HELP")
                                    .arity(2)
                                    .flags(LOADING, STALE)
                                    .since("6.2.0")
                                    .complexity("O(1)")
                                    .summary("Lists the subcommands.")
                                    .onConnection(PubSubCommands::help),
                            PUBSUB.command("PUBSUB|NUMPAT")
                                    .arity(2)
                                    .flags(CommandFlag.PUBSUB, LOADING, STALE)
                                    .since("2.8.0")
                                    .complexity("O(1)")
                                    .summary("Counts the patterns that anybody listens to.")
                                    .onConnection(PubSubCommands::numPat),
                            PUBSUB.command("PUBSUB|NUMSUB [channel [channel ...]]")
                                    .arity(-2)
                                    .flags(CommandFlag.PUBSUB, LOADING, STALE)
                                    .since("2.8.0")
                                    .complexity("O(N) with N the number of channels named")
                                    .summary("Counts the clients that listen to each of the channels by its name.")
                                    .onConnection((client, args) -> clients(client, Kind.CHANNEL, args)),
                            PUBSUB.command("PUBSUB|SHARDCHANNELS [pattern]")
                                    .arity(-2)
                                    .flags(CommandFlag.PUBSUB, LOADING, STALE)
                                    .since("7.0.0")
                                    .complexity("O(N) with N the number of shard channels that anybody listens to")
                                    .summary("Lists the shard channels that anybody listens to.")
                                    .onConnection((client, args) -> names(client, Kind.SHARD_CHANNEL, args)),
                            PUBSUB.command("PUBSUB|SHARDNUMSUB [shardchannel [shardchannel ...]]")
                                    .arity(-2)
                                    .flags(CommandFlag.PUBSUB, LOADING, STALE)
                                    .since("7.0.0")
                                    .complexity("O(N) with N the number of shard channels named")
                                    .summary("Counts the clients that listen to each of the shard channels.")
                                    .onConnection((client, args) -> clients(client, Kind.SHARD_CHANNEL, args))),
            PUBSUB.command("PUNSUBSCRIBE [pattern [pattern ...]]")
                    .arity(-1)
                    .flags(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
                    .since("2.0.0")
                    .complexity("O(N) with N the number of patterns")
                    .summary("Listens no more to channels that match the patterns, or any pattern.")
                    .onConnection((client, args) -> unsubscribe(client, Kind.PATTERN, args)),
            PUBSUB.command("SPUBLISH shardchannel message")
                    .arity(3)
                    .flags(CommandFlag.PUBSUB, LOADING, STALE, FAST, MAY_REPLICATE)
                    .keys(KeySpec.first(NOT_KEY))
                    .since("7.0.0")
                    .complexity("O(N) with N the number of clients that listen to the shard channel")
                    .summary("Sends a message to whoever listens to the shard channel.")
                    .onConnection(PubSubCommands::publishToShard),
            PUBSUB.command("SSUBSCRIBE shardchannel [shardchannel ...]")
                    .arity(-2)
                    .flags(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
                    .keys(KeySpec.all(NOT_KEY))
                    .since("7.0.0")
                    .complexity("O(N) with N the number of shard channels")
                    .summary("Listens to shard channels.")
                    .onConnection((client, args) -> subscribe(client, Kind.SHARD_CHANNEL, args)),
            PUBSUB.command("SUBSCRIBE channel [channel ...]")
                    .arity(-2)
                    .flags(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
                    .since("2.0.0")
                    .complexity("O(N) with N the number of channels")
                    .summary("Listens to channels.")
                    .onConnection((client, args) -> subscribe(client, Kind.CHANNEL, args)),
            PUBSUB.command("SUNSUBSCRIBE [shardchannel [shardchannel ...]]")
                    .arity(-1)
                    .flags(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
                    .keys(KeySpec.all(NOT_KEY))
                    .since("7.0.0")
                    .complexity("O(N) with N the number of shard channels")
                    .summary("Listens no more to these shard channels, or to any.")
                    .onConnection((client, args) -> unsubscribe(client, Kind.SHARD_CHANNEL, args)),
            PUBSUB.command("UNSUBSCRIBE [channel [channel ...]]")
                    .arity(-1)
                    .flags(CommandFlag.PUBSUB, NOSCRIPT, LOADING, STALE)
                    .since("2.0.0")
                    .complexity("O(N) with N the number of channels")
                    .summary("Listens no more to these channels, or to any.")
                    .onConnection((client, args) -> unsubscribe(client, Kind.CHANNEL, args)));

    private static final Bytes ALL = Bytes.of("*");

    private PubSubCommands() {}

    /**
     * Pushes: a confirmation for each name. A caller that takes no messages, such as an embedded one, gets an error.
     */
    private static Reply subscribe(Client client, Kind kind, Args args) {
        if (client.inbox() == null) {
            return Errors.takesNoMessages(args.get(0));
        }
        Reply confirmations = client.server().pubSub().subscribe(client, kind, args);
        if (AclConnections.isDenied(client)) {
            client.disconnect(); // its rules have changed in between, and whoever changed them did not find it
            // subscribed
        }
        return confirmations;
    }

    /** Pushes: a confirmation for each name; one with null when there is none. */
    private static Reply unsubscribe(Client client, Kind kind, Args args) {
        return client.server().pubSub().unsubscribe(client, kind, args);
    }

    /** Integer: how many times the message was handed to a client. */
    private static Reply publish(Client client, Args args) {
        return Reply.integer(client.server().pubSub().publish(args.next(), args.next()));
    }

    /** Array of bulks: the names, in no order. */
    private static Reply names(Client client, Kind kind, Args args) {
        if (args.remaining() > 1) {
            return Errors.wrongSubcommandArity(args.get(1), "pubsub");
        }
        Bytes glob = args.hasNext() ? args.next() : ALL;
        return Reply.array(client.server().pubSub().names(kind, glob).stream()
                .map(Reply::bulk)
                .toList());
    }

    /** Array of statuses. */
    private static Reply help(Client client, Args args) {
        return HelpText.of(TABLE.get(2));
    }

    /** Integer: how many patterns. */
    private static Reply numPat(Client client, Args args) {
        return Reply.integer(client.server().pubSub().count(Kind.PATTERN));
    }

    /** Array: Bulk and Integer for each name, the second how many clients listen to it. */
    private static Reply clients(Client client, Kind kind, Args args) {
        List<Reply> counts = new ArrayList<>();
        while (args.hasNext()) {
            Bytes name = args.next();
            counts.add(Reply.bulk(name));
            counts.add(Reply.integer(client.server().pubSub().clients(kind, name)));
        }
        return Reply.array(counts);
    }

    /** Integer: how many clients got the message. */
    private static Reply publishToShard(Client client, Args args) {
        return Reply.integer(client.server().pubSub().publishToShard(args.next(), args.next()));
    }
}
