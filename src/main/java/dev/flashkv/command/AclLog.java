package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/** What was denied of late: the latest first, like ones counted together. Thread-safe. */
final class AclLog {
    /** Like ones count together within this time of the last. */
    private static final long TOGETHER_MILLIS = 60_000;

    /** So many of the latest are looked at for a like one. */
    private static final int LOOKED_AT = 10;

    /* What a client sends is kept up to that length. */
    private static final int OBJECT_BYTES_MAX = 64 * 1024;

    private static final class Entry {
        private final String reason;
        private final String context;
        private final Bytes object;
        private final Bytes user;
        private long count = 1;
        private long millis;
        private String client;

        Entry(String reason, String context, Bytes object, Bytes user, long millis, String client) {
            this.reason = reason;
            this.context = context;
            this.object = object;
            this.user = user;
            this.millis = millis;
            this.client = client;
        }

        boolean isLike(Entry other) {
            return reason.equals(other.reason)
                    && context.equals(other.context)
                    && object.equals(other.object)
                    && user.equals(other.user)
                    && Math.abs(other.millis - millis) <= TOGETHER_MILLIS;
        }
    }

    private final ConfigOption lengthMax;
    private final Deque<Entry> entries = new ArrayDeque<>();

    /** Empty, and never longer than that option says. */
    AclLog(ConfigOption lengthMax) {
        this.lengthMax = lengthMax;
    }

    /** A call of the client's was denied. */
    void denied(Client client, Command command, AclDenial denial, boolean inTransaction) {
        add(
                client,
                command.spec().name(),
                command.args(),
                denial.reason(),
                inTransaction,
                AclText.bytes(denial.object(command)),
                client.user().name());
    }

    /** The client has failed to sign in as {@code user}, by the command of {@code args}. */
    void notSignedIn(Client client, Args args, Bytes user) {
        add(
                client,
                AclText.of(args.get(0)).toLowerCase(Locale.ROOT),
                args,
                AclDenial.Reason.AUTH,
                client.transaction() != null,
                args.get(0),
                user);
    }

    private synchronized void add(
            Client client,
            String command,
            Args args,
            AclDenial.Reason reason,
            boolean inTransaction,
            Bytes object,
            Bytes user) {
        long nowMillis = client.server().clock().nowMillis();
        StringBuilder line = new StringBuilder();
        ClientLine.appendCaller(line, client, nowMillis, command, args);
        line.setLength(line.length() - 1);
        Entry entry = new Entry(
                reason.name().toLowerCase(Locale.ROOT),
                inTransaction ? "multi" : "toplevel",
                kept(object),
                kept(user),
                nowMillis,
                line.toString());
        int looked = 0;
        for (Iterator<Entry> each = entries.iterator(); each.hasNext() && looked < LOOKED_AT; looked++) {
            Entry like = each.next();
            if (like.isLike(entry)) {
                each.remove();
                entry.count = like.count + 1;
                break;
            }
        }
        entries.addFirst(entry);
        shorten();
    }

    private static Bytes kept(Bytes text) {
        return text.slice(0, Math.min(text.length(), OBJECT_BYTES_MAX)).detached();
    }

    private void shorten() {
        while (entries.size() > lengthMax.number()) {
            entries.removeLast();
        }
    }

    /** Forgets all. */
    synchronized void reset() {
        entries.clear();
    }

    /** Array of maps: the latest, at most {@code count}. */
    synchronized Reply latest(long count, long nowMillis) {
        List<Reply> maps = new ArrayList<>();
        for (Entry entry : entries) {
            if (maps.size() >= count) {
                break;
            }
            maps.add(Reply.map(
                    Reply.bulk("count"),
                    Reply.integer(entry.count),
                    Reply.bulk("reason"),
                    Reply.bulk(entry.reason),
                    Reply.bulk("context"),
                    Reply.bulk(entry.context),
                    Reply.bulk("object"),
                    Reply.bulk(entry.object),
                    Reply.bulk("username"),
                    Reply.bulk(entry.user),
                    Reply.bulk("age-seconds"),
                    new Reply.DoubleReply((nowMillis - entry.millis) / 1000.0),
                    Reply.bulk("client-info"),
                    Reply.bulk(entry.client)));
        }
        return Reply.array(maps);
    }
}
