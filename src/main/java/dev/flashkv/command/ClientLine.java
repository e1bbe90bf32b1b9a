package dev.flashkv.command;

/** A client's line of CLIENT LIST: Redis' fields in Redis' order, 0 where there is no such thing. */
final class ClientLine {

    private ClientLine() {}

    /** Appends the line with its end. */
    static void append(StringBuilder text, Client client, long nowMillis) {
        append(text, client, nowMillis, client.lastCommand(), 0);
    }

    /** Appends the line of the client that asks for it just now, by a call of {@code command} with {@code args}. */
    static void appendCaller(StringBuilder text, Client client, long nowMillis, String command, Args args) {
        append(text, client, nowMillis, command, bytesOf(args));
    }

    private static void append(StringBuilder text, Client client, long nowMillis, String command, long argumentBytes) {
        ClientBuffers buffers = client.buffers();
        // A connection has no file descriptor of its own that we know of; Redis prints -1 for a client without one.
        field(text, "id", client.id())
                .append(" addr=")
                .append(client.address())
                .append(" laddr=")
                .append(client.localAddress())
                .append(" fd=-1 name=")
                .append(client.name());
        field(text, " age", Math.max(0, nowMillis - client.createdMillis()) / 1000);
        field(text, " idle", Math.max(0, nowMillis - client.activeMillis()) / 1000);
        text.append(" flags=");
        flags(text, client);
        field(text, " db", client.database());
        PubSub.Subscriptions subscriptions = client.subscriptions();
        field(text, " sub", subscriptions == null ? 0 : subscriptions.channels());
        field(text, " psub", subscriptions == null ? 0 : subscriptions.patterns());
        field(text, " ssub", subscriptions == null ? 0 : subscriptions.shardChannels());
        field(text, " multi", client.transactionLength());
        field(text, " qbuf", buffers.queryBytes());
        field(text, " qbuf-free", buffers.queryFreeBytes());
        field(text, " argv-mem", argumentBytes + buffers.argumentBytes());
        field(text, " multi-mem", client.transactionBytes());
        field(text, " rbs", buffers.replyCapacityBytes());
        field(text, " rbp", buffers.replyBytes());
        field(text, " obl", buffers.replyBytes());
        field(text, " oll", buffers.messages() + (buffers.outputBytes() > 0 ? 1 : 0));
        field(text, " omem", buffers.outputBytes() + buffers.messageBytes());
        field(text, " tot-mem", client.memoryBytes() + argumentBytes);
        text.append(buffers.outputBytes() > 0 ? " events=rw cmd=" : " events=r cmd=");
        text.append(command).append(" user=").append(AclText.of(client.user().name()));
        field(text, " redir", TrackingCommands.redirection(client));
        field(text, " resp", client.version().number());
        text.append(" lib-name=").append(client.libraryName());
        text.append(" lib-ver=").append(client.libraryVersion()).append('\n');
    }

    private static void flags(StringBuilder text, Client client) {
        int before = text.length();
        if (client.isMonitoring()) {
            text.append('O');
        }
        if (client.isSubscribed()) {
            text.append('P');
        }
        if (client.isWaiting() || client.blockedBy() != null) {
            text.append('b');
        }
        if (client.transactionLength() != Client.NO_TRANSACTION) {
            text.append('x');
        }
        ClientTracking tracking = client.tracking();
        ClientTracking.Mode mode = tracking == null ? null : tracking.mode();
        if (tracking != null && mode != null) {
            text.append('t').append(tracking.isBroken() ? "R" : "").append(mode.broadcast() ? "B" : "");
        }
        if (client.isClosing()) {
            text.append('c');
        }
        if (!client.isEvictable()) {
            text.append('e');
        }
        if (!client.isTouching()) {
            text.append('T');
        }
        if (text.length() == before) {
            text.append('N');
        }
    }

    private static long bytesOf(Args args) {
        long bytes = 0;
        for (int i = 0; i < args.count(); i++) {
            bytes += args.get(i).length();
        }
        return bytes;
    }

    private static StringBuilder field(StringBuilder text, String name, long value) {
        return text.append(name).append('=').append(value);
    }
}
