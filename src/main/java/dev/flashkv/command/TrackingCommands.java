package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.CONNECTION;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.CommandException;
import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The subcommands of CLIENT for client-side caching: the rows first, then the handlers in the rows' order. */
final class TrackingCommands {
    static final CommandSpec CACHING = CONNECTION
            .command("CLIENT|CACHING YES|NO")
            .arity(3)
            .flags(NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .complexity("O(1)")
            .summary("Lets the next command's keys be tracked, or not, where that is not the rule.")
            .onConnection(TrackingCommands::caching);

    static final CommandSpec GETREDIR = CONNECTION
            .command("CLIENT|GETREDIR")
            .arity(2)
            .flags(NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .complexity("O(1)")
            .summary("Returns the connection that is told of modified keys in place of this one.")
            .onConnection(TrackingCommands::getRedir);

    static final CommandSpec TRACKING = CONNECTION
            .command("CLIENT|TRACKING ON|OFF [REDIRECT client-id] [PREFIX prefix [PREFIX prefix ...]] [BCAST]"
                    + " [OPTIN] [OPTOUT] [NOLOOP]")
            .arity(-3)
            .flags(NOSCRIPT, LOADING, STALE)
            .since("6.0.0")
            .complexity("O(1), and O(N) with N the number of prefixes")
            .summary("Lets the connection be told when keys are modified that it has read.")
            .onConnection(TrackingCommands::tracking);

    static final CommandSpec TRACKINGINFO = CONNECTION
            .command("CLIENT|TRACKINGINFO")
            .arity(2)
            .flags(NOSCRIPT, LOADING, STALE)
            .since("6.2.0")
            .complexity("O(1)")
            .summary("Returns how keys are tracked for the connection.")
            .onConnection(TrackingCommands::trackingInfo);

    private static final Reply.ErrorReply NOT_TRACKING =
            Reply.error("ERR CLIENT CACHING can be called only when the client is in tracking mode"
                    + " with OPTIN or OPTOUT mode enabled");
    private static final Reply.ErrorReply NOT_OPTIN =
            Reply.error("ERR CLIENT CACHING YES is only valid when tracking is enabled in OPTIN mode.");
    private static final Reply.ErrorReply NOT_OPTOUT =
            Reply.error("ERR CLIENT CACHING NO is only valid when tracking is enabled in OPTOUT mode.");
    private static final Reply.ErrorReply TWO_TARGETS =
            Reply.error("ERR A client can only redirect to a single other client");
    private static final Reply.ErrorReply NO_SUCH_TARGET =
            Reply.error("ERR The client ID you want redirect to does not exist");
    private static final Reply.ErrorReply PREFIX_WITHOUT_BROADCAST =
            Reply.error("ERR PREFIX option requires BCAST mode to be enabled");
    private static final Reply.ErrorReply OTHER_BROADCAST =
            Reply.error("ERR You can't switch BCAST mode on/off before disabling tracking for this client,"
                    + " and then re-enabling it with a different mode.");
    private static final Reply.ErrorReply OPTION_WITH_BROADCAST =
            Reply.error("ERR OPTIN and OPTOUT are not compatible with BCAST");
    private static final Reply.ErrorReply IN_AND_OUT =
            Reply.error("ERR You can't specify both OPTIN mode and OPTOUT mode");
    private static final Reply.ErrorReply OTHER_OPTION =
            Reply.error("ERR You can't switch OPTIN/OPTOUT mode before disabling tracking for this client,"
                    + " and then re-enabling it with a different mode.");

    private static final long OFF = -1;

    private TrackingCommands() {}

    /** OK. */
    private static Reply caching(Client client, Args args) {
        ClientTracking tracking = client.tracking();
        ClientTracking.Mode mode = tracking == null ? null : tracking.mode();
        if (tracking == null || mode == null) {
            return NOT_TRACKING;
        }
        if (args.nextIs("YES")) {
            if (!mode.optIn()) {
                return NOT_OPTIN;
            }
        } else if (args.nextIs("NO")) {
            if (!mode.optOut()) {
                return NOT_OPTOUT;
            }
        } else {
            return Errors.SYNTAX;
        }
        tracking.cachingNext();
        return Reply.OK;
    }

    /** Integer: the other connection's number; 0 when it is this one itself, -1 when keys are not tracked. */
    private static Reply getRedir(Client client, Args args) {
        return Reply.integer(redirection(client));
    }

    /** The number that CLIENT GETREDIR shows. */
    static long redirection(Client client) {
        ClientTracking tracking = client.tracking();
        ClientTracking.Mode mode = tracking == null ? null : tracking.mode();
        if (mode == null) {
            return OFF;
        }
        Client target = mode.target();
        return target == null ? 0 : target.id();
    }

    /** OK. */
    private static Reply tracking(Client client, Args args) {
        boolean on = args.nextIs("ON");
        if (!on && !args.nextIs("OFF")) {
            // What follows is looked at first, as in Redis.
            args.next();
            Options.parse(client, args);
            return Errors.SYNTAX;
        }
        Options options = Options.parse(client, args);
        Tracking all = client.server().tracking();
        ClientTracking tracking = client.tracking();
        if (!on) {
            if (tracking != null) {
                all.turnOff(tracking);
            }
            return Reply.OK;
        }
        ClientTracking own = client.trackingOrNew();
        Reply.ErrorReply conflict = options.conflict(own.mode(), all.prefixesOf(own));
        if (conflict != null) {
            return conflict;
        }
        all.turnOn(own, options.mode(), options.prefixes);
        return Reply.OK;
    }

    private static final class Options {
        private final List<Bytes> prefixes = new ArrayList<>();
        private boolean broadcast;
        private boolean optIn;
        private boolean optOut;
        private boolean noLoop;
        private @Nullable Client target;

        static Options parse(Client client, Args args) {
            Options options = new Options();
            while (args.hasNext()) {
                if (args.remaining() > 1 && args.nextIs("REDIRECT")) {
                    options.redirect(client, args);
                } else if (args.nextIs("BCAST")) {
                    options.broadcast = true;
                } else if (args.nextIs("OPTIN")) {
                    options.optIn = true;
                } else if (args.nextIs("OPTOUT")) {
                    options.optOut = true;
                } else if (args.nextIs("NOLOOP")) {
                    options.noLoop = true;
                } else if (args.remaining() > 1 && args.nextIs("PREFIX")) {
                    options.prefixes.add(args.next());
                } else {
                    throw new CommandException(Errors.SYNTAX);
                }
            }
            return options;
        }

        private void redirect(Client client, Args args) {
            if (target != null) {
                throw new CommandException(TWO_TARGETS);
            }
            target = client.server().client(args.nextLong());
            if (target == null) {
                throw new CommandException(NO_SUCH_TARGET);
            }
        }

        ClientTracking.Mode mode() {
            return new ClientTracking.Mode(broadcast, optIn, optOut, noLoop, target);
        }

        /** Why these do not go together, or with what there is already; null if they do. */
        Reply.@Nullable ErrorReply conflict(ClientTracking.@Nullable Mode before, List<Bytes> prefixesBefore) {
            if (!broadcast && !prefixes.isEmpty()) {
                return PREFIX_WITHOUT_BROADCAST;
            }
            if (before != null && before.broadcast() != broadcast) {
                return OTHER_BROADCAST;
            }
            if (broadcast && (optIn || optOut)) {
                return OPTION_WITH_BROADCAST;
            }
            if (optIn && optOut) {
                return IN_AND_OUT;
            }
            if (before != null && ((optIn && before.optOut()) || (optOut && before.optIn()))) {
                return OTHER_OPTION;
            }
            return broadcast ? overlap(prefixesBefore) : null;
        }

        private Reply.@Nullable ErrorReply overlap(List<Bytes> before) {
            Set<Bytes> overlapping = overlapping();
            for (int i = 0; i < prefixes.size(); i++) {
                Bytes prefix = prefixes.get(i);
                if (overlapsAny(prefix, before)) {
                    return overlapError(prefix, "an existing prefix", firstOverlapping(prefix, before));
                }
                if (overlapping.contains(prefix)) {
                    // None before it overlaps with any, so it is one behind it.
                    List<Bytes> others = prefixes.subList(i + 1, prefixes.size());
                    return overlapError(prefix, "another provided prefix", firstOverlapping(prefix, others));
                }
            }
            return null;
        }

        /** Whether a prefix overlaps with any of those, which are in order and do not overlap with one another. */
        private static boolean overlapsAny(Bytes prefix, List<Bytes> inOrder) {
            int place = Collections.binarySearch(inOrder, prefix);
            int next = place < 0 ? -place - 1 : place;
            return (next < inOrder.size() && overlap(inOrder.get(next), prefix))
                    || (next > 0 && overlap(inOrder.get(next - 1), prefix));
        }

        /**
         * Those of the prefixes that overlap with one another. To compare each with each would take minutes for a hundred
         * thousand: in their order, what begins with a prefix follows it, with nothing between but what begins with it,
         * too.
         */
        private Set<Bytes> overlapping() {
            List<Bytes> inOrder = new ArrayList<>(prefixes);
            Collections.sort(inOrder);
            Set<Bytes> overlapping = new HashSet<>();
            Deque<Bytes> beginnings = new ArrayDeque<>();
            for (Bytes each : inOrder) {
                while (!beginnings.isEmpty() && !overlap(beginnings.getLast(), each)) {
                    beginnings.removeLast();
                }
                if (!beginnings.isEmpty()) {
                    overlapping.add(beginnings.getLast());
                    overlapping.add(each);
                }
                beginnings.addLast(each);
            }
            return overlapping;
        }

        private static @Nullable Bytes firstOverlapping(Bytes prefix, List<Bytes> others) {
            for (Bytes other : others) {
                if (overlap(prefix, other)) {
                    return other;
                }
            }
            return null;
        }

        private static boolean overlap(Bytes one, Bytes other) {
            int length = Math.min(one.length(), other.length());
            return one.slice(0, length).equals(other.slice(0, length));
        }

        private static Reply.ErrorReply overlapError(Bytes prefix, String what, @Nullable Bytes other) {
            Objects.requireNonNull(other);
            return Reply.error(
                    "ERR Prefix '" + Errors.echo(prefix, Integer.MAX_VALUE) + "' overlaps with " + what + " '"
                            + Errors.echo(other, Integer.MAX_VALUE)
                            + "'. Prefixes for a single client must not overlap.");
        }
    }

    /** Map: flags, a Set of Bulk; redirect, an Integer as of GETREDIR; prefixes, an Array of Bulk. */
    private static Reply trackingInfo(Client client, Args args) {
        ClientTracking tracking = client.tracking();
        ClientTracking.Mode mode = tracking == null ? null : tracking.mode();
        List<Reply> flags = new ArrayList<>();
        List<Reply> prefixes = new ArrayList<>();
        if (tracking == null || mode == null) {
            flags.add(Reply.bulk("off"));
        } else {
            flags.add(Reply.bulk("on"));
            addIf(mode.broadcast(), flags, "bcast");
            addIf(mode.optIn(), flags, "optin");
            addIf(mode.optIn() && tracking.isCaching(), flags, "caching-yes");
            addIf(mode.optOut(), flags, "optout");
            addIf(mode.optOut() && tracking.isCaching(), flags, "caching-no");
            addIf(mode.noLoop(), flags, "noloop");
            addIf(tracking.isBroken(), flags, "broken_redirect");
            client.server().tracking().prefixesOf(tracking).forEach(prefix -> prefixes.add(Reply.bulk(prefix)));
        }
        return Reply.map(
                Reply.bulk("flags"),
                Reply.set(flags),
                Reply.bulk("redirect"),
                Reply.integer(redirection(client)),
                Reply.bulk("prefixes"),
                Reply.array(prefixes));
    }

    private static void addIf(boolean flag, List<Reply> flags, String name) {
        if (flag) {
            flags.add(Reply.bulk(name));
        }
    }
}
