package dev.flashkv.command;

/** Ends connections that changes of users and rules leave without a right to be there. */
final class AclConnections {
    private AclConnections() {}

    /** Ends all connections of a user who is no more; the caller's after its reply. */
    static void endThoseOf(AclUser user, Client caller) {
        for (Client client : caller.server().clients()) {
            if (client.user() == user) {
                end(client, caller);
            }
        }
    }

    /**
     * Ends the connections that are subscribed to what their users may no longer listen to; the caller's after its
     * reply.
     */
    static void endSubscribersDenied(Client caller) {
        for (Client client : caller.server().clients()) {
            if (client.isSubscribed() && isDenied(client)) {
                end(client, caller);
            }
        }
    }

    /** Whether the client is subscribed to anything that its user may not listen to. */
    static boolean isDenied(Client client) {
        return !client.user().isUnrestricted()
                && client.server()
                        .pubSub()
                        .isSubscribedBeyond(client, client.user().rights());
    }

    private static void end(Client client, Client caller) {
        if (client == caller) {
            client.closeAfterReply();
        } else {
            client.disconnect();
        }
    }
}
