package dev.flashkv.command;

/**
 * What a connection keeps in memory for its client, all in bytes. It may be asked by any thread and then answer with
 * figures that are a moment old.
 */
public interface ClientBuffers {
    /** The buffers of a client that has none, such as an embedded caller. */
    ClientBuffers NONE = new ClientBuffers() {
        @Override
        public long queryBytes() {
            return 0;
        }

        @Override
        public long replyCapacityBytes() {
            return 0;
        }

        @Override
        public long replyBytes() {
            return 0;
        }

        @Override
        public long outputBytes() {
            return 0;
        }
    };

    /** What the client has sent and has not been carried out yet. */
    long queryBytes();

    /** What is reserved for more of that, and not used yet. */
    default long queryFreeBytes() {
        return 0;
    }

    /** The arguments of a request that is not complete. */
    default long argumentBytes() {
        return 0;
    }

    /**
     * So many bytes more, about, are kept for the reply to the command at work, which goes on growing: the client may be
     * disconnected if that is too much. To be called by whoever carries the command out.
     */
    default void growing(long bytes) {}

    /**
     * So many bytes more, about, are registered for the client by the command at work, and counted where they are: the
     * client may be disconnected if that is too much. To be called by whoever carries the command out.
     */
    default void registering(long bytes) {}

    /** What is reserved for replies being made. */
    long replyCapacityBytes();

    /** Replies that have been made and not been handed to the socket. */
    long replyBytes();

    /** Replies that the socket has been handed and has not taken yet. */
    long outputBytes();

    /** How many messages wait for their turn to be encoded. */
    default int messages() {
        return 0;
    }

    /** What they take. */
    default long messageBytes() {
        return 0;
    }

    /** What the client has sent, of any kind. */
    default long inputBytes() {
        return queryBytes() + queryFreeBytes() + argumentBytes();
    }

    /** What waits for the client, of any kind. */
    default long waitingBytes() {
        return messageBytes() + replyBytes() + outputBytes();
    }

    /** All of it. */
    default long totalBytes() {
        return inputBytes() + replyCapacityBytes() + outputBytes() + messageBytes();
    }
}
