package dev.flashkv.server;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.AsyncCallback;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.command.Client;
import dev.flashkv.command.ClientBuffers;
import dev.flashkv.command.CommandTable;
import dev.flashkv.reply.Reply;
import dev.flashkv.resp.ProtocolException;
import dev.flashkv.resp.RespLimits;
import dev.flashkv.resp.RespParser;
import dev.flashkv.shard.Batch;
import dev.flashkv.shard.Relay;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's connection: bytes in, bytes out. All complete commands of a chunk become one batch, which relays
 * through the shards and comes back with the replies encoded.
 */
final class ConnectionStage extends GraphStage<FlowShape<ByteString, ByteString>> {

    /*
     * One batch at a time: the next chunk is looked at when the batch is back. A client may go on writing before it
     * reads, as blocking clients do in a long pipeline, until its replies come to the limit for output; then neither
     * its batch nor its next chunk goes on before the socket has taken replies. So what a client costs is bounded: one
     * chunk and what is read ahead, one batch, the limit, and a portion that exceeds it.
     *
     * Messages that answer nothing, such as those of Pub/Sub, wait in a queue of their own. They go out before the next
     * reply, or when no batch is running, or when it is parked, that is, waits for something itself. They are not held
     * back by the limit for output: if too much waits, the client is disconnected (client-output-buffer-limit).
     *
     * States: reading (a chunk is asked for), running (the batch is on its way), full (the limit is reached), pausing
     * (the batch has made a portion of replies and goes on when others have had their turn).
     * Leaving (the client said QUIT, broke the protocol, closed its side, or the server stops) means that the stage
     * completes as soon as nothing is running or waiting to be written.
     */

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionStage.class);

    /** A connection asks for more while its batch is on its way, until it has that much. */
    private static final int AHEAD_BYTES_MAX = 16 * 1024;

    private static final byte TLS_HANDSHAKE = 0x16;
    private static final byte TLS_MAJOR = 3;

    private final Inlet<ByteString> in = Inlet.create("FlashKV.requests");
    private final Outlet<ByteString> out = Outlet.create("FlashKV.replies");
    private final FlowShape<ByteString, ByteString> shape = FlowShape.of(in, out);
    private final StoreServer server;
    private final String address;
    private final String localAddress;
    private final @Nullable SocketChannel socket;

    /** A connection between these addresses; null for {@code socket} if nobody needs to see that it is closed. */
    ConnectionStage(StoreServer server, String address, String localAddress, @Nullable SocketChannel socket) {
        this.server = server;
        this.address = address;
        this.localAddress = localAddress;
        this.socket = socket;
    }

    @Override
    public FlowShape<ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new Logic();
    }

    private final class Logic extends GraphStageLogic implements ClientBuffers {
        private final CommandTable commands = server.commands();
        private final RespParser parser = new RespParser(RespLimits.DEFAULTS);
        private final Client client;
        private final PushQueue messages;
        private final ClientMemory.Account memory;
        private final OutputLimit outputLimit;
        private final ReplyBuffer replies;
        private final Batch batch;
        private final AsyncCallback<Batch> returned = createAsyncCallback(this::onReturned);
        private final AsyncCallback<Leave> leave = createAsyncCallback(this::onLeave);
        private final AsyncCallback<Wake> wake = createAsyncCallback(this::onWake);
        private boolean running;
        /** The thread that is sending the batch off, and is so the only one to find itself here; else null. */
        private @Nullable Thread beginning;

        private boolean backAtOnce;
        /** Whether the rest of the batch goes on as soon as others have had their turn. */
        private boolean pausing;

        private boolean leaving;
        /** Whether it is the server that has ended it, without regard to what the client has sent. */
        private boolean dropped;
        /** Whether the parser may have more requests: those of a client that is a stranger come one by one. */
        private boolean unread;

        /** What the client has sent while its batch is on its way. */
        private final Queue<byte[]> ahead = new ArrayDeque<>();

        private int aheadBytes;

        /** The size of the chunk whose commands are being carried out, else 0. */
        private int chunkBytes;
        /** The size of what the socket has been handed last, until it asks for more. */
        private int outputBytes;

        private @Nullable ProtocolException broken;
        /** Whether anything has come from the client. */
        private boolean spoken;

        Logic() {
            super(shape);
            client = server.newClient(address, localAddress, () -> leave.invoke(Leave.AT_ONCE));
            memory = server.clientMemory().open(client);
            outputLimit = new OutputLimit(client, server.outputLimits(), memory);
            messages = new PushQueue(client, outputLimit, () -> wake.invoke(Wake.MESSAGES));
            replies = new ReplyBuffer(client, messages, server.settings().outputBytesMax(), outputLimit);
            client.buffers(this);
            client.inbox(messages);
            batch = new Batch(client, replies, this::giveBack);
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    byte[] chunk = grab(in).toArrayUnsafe();
                    if (running || batch.size() > 0) {
                        ahead.add(chunk);
                        aheadBytes += chunk.length;
                        readAhead();
                    } else {
                        onChunk(chunk);
                    }
                }

                @Override
                public void onUpstreamFinish() {
                    leaveWhenAnswered();
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    outputBytes = 0;
                    memory.update();
                    if (batch.size() > 0 || !replies.isEmpty()) {
                        // It has taken a portion of its replies: that is not idling, although it sends nothing.
                        client.active(server.clock().nowMillis());
                    }
                    proceed();
                }
            });
        }

        @Override
        public void preStart() {
            Reply.ErrorReply refusal = server.connected(
                    client,
                    new StoreServer.Exit() {
                        @Override
                        public void whenAnswered() {
                            leave.invoke(Leave.WHEN_ANSWERED);
                        }

                        @Override
                        public void ifIdle() {
                            leave.invoke(Leave.IF_IDLE);
                        }
                    },
                    outputLimit);
            if (refusal != null) {
                replies.accept(refusal);
                leaving = true;
            }
        }

        @Override
        public void postStop() {
            server.disconnected(client);
            memory.close();
            if (socket != null) {
                server.endedSockets().add(socket, dropped);
            }
        }

        private void onChunk(byte[] chunk) {
            if (!spoken && isTlsHello(chunk)) {
                // No answer of ours would tell such a client anything, and it may wait for one without end.
                leaveWhenAnswered();
                return;
            }
            spoken = true;
            parser.feed(chunk, 0, chunk.length);
            chunkBytes = chunk.length;
            server.countInput(chunkBytes);
            read();
            memory.update();
            if (!dropsIfTooMuchIsUnfinished()) {
                run();
            }
        }

        /** A client may not send without end what is never carried out: one request, or one transaction. */
        private boolean dropsIfTooMuchIsUnfinished() {
            long bytes = parser.bufferedBytes() + client.transactionBytes();
            if (bytes <= server.queryBytesMax()) {
                return false;
            }
            LOG.warn(
                    "Client {} from {} is disconnected: {} bytes of an unfinished request or transaction, with a limit of"
                            + " {} (client-query-buffer-limit)",
                    client.id(),
                    client.address(),
                    bytes,
                    server.queryBytesMax());
            client.disconnect();
            return true;
        }

        /**
         * Fills the batch with the requests at hand: with all of them, or with the first while the client is a
         * stranger.
         */
        private void read() {
            unread = false;
            parser.admit(server.bulkBytesMax(), !server.acl().isStranger(client));
            try {
                Bytes[] argv;
                while (!unread && (argv = parser.next()) != null) {
                    batch.add(commands.resolve(argv));
                    unread = server.acl().isStranger(client);
                }
            } catch (ProtocolException e) {
                broken = e;
                unread = false;
            }
            server.received(batch);
        }

        private void run() {
            do {
                running = true;
                replies.beginPortion();
                beginning = Thread.currentThread();
                backAtOnce = server.relay().begin(batch) == Relay.Outcome.RETURN || backAtOnce;
                beginning = null;
                if (!backAtOnce) {
                    readAhead();
                    return;
                }
                backAtOnce = false;
                finish(batch);
            } while (hasNext());
            proceed();
        }

        /** Whether the same chunk has another batch; then it is gathered. */
        private boolean hasNext() {
            if (!unread || batch.size() > 0 || replies.isAtLimit()) {
                return false;
            }
            read();
            return batch.size() > 0 || broken != null;
        }

        /** Called on the thread of a shard, which may be this very one, still within {@link #run}. */
        private void giveBack(Batch back) {
            if (Thread.currentThread() == beginning) {
                backAtOnce = true;
            } else {
                returned.invoke(back);
            }
        }

        private void onReturned(Batch back) {
            finish(back);
            if (hasNext()) {
                run();
            } else {
                proceed();
            }
        }

        private void finish(Batch back) {
            running = false;
            outputLimit.dropsIfExceeded();
            if (back.isFinished()) {
                server.answered(back);
                back.clear();
                chunkBytes = 0;
                if (client.isClosing()) {
                    leaving = true;
                    unread = false;
                } else if (broken != null) {
                    replies.accept(Reply.error("ERR Protocol error: " + broken.getMessage()));
                    leaving = true;
                }
            }
        }

        /** Does what can be done next: hand replies on, go on with the batch, leave, or ask for more. */
        private void proceed() {
            if (running) {
                handOnWhileParked();
                readAhead();
                return;
            }
            if (client.isDisconnected()) {
                return; // what ends the stage is on its way
            }
            if (isAvailable(out)) {
                replies.takeMessages();
                if (!replies.isEmpty()) {
                    handOn(replies.take());
                }
            }
            // At the limit, whatever there is goes on when the socket has taken some.
            boolean full = replies.isAtLimit();
            if (batch.size() > 0) {
                if (!full && !pausing) {
                    goOnLater();
                }
            } else if (!full && hasNext()) {
                run();
            } else if (!full && !client.isClosing() && broken == null && !ahead.isEmpty()) {
                byte[] chunk = ahead.remove();
                aheadBytes -= chunk.length;
                onChunk(chunk);
            } else if (leaving && batch.size() == 0 && !unread) {
                replies.takeLastMessages();
                if (!replies.isEmpty() && isAvailable(out)) {
                    handOn(replies.take());
                }
                if (replies.isEmpty()) {
                    completeStage();
                }
            } else if (!full && !hasBeenPulled(in)) {
                pull(in);
            }
        }

        /**
         * Goes on with the batch when others have had their turn: whoever asks for very much must not keep all others
         * waiting until it is all made.
         */
        private void goOnLater() {
            pausing = true;
            if (!server.afterOthers(this::goOn)) {
                // Not by the callback alone: that is a message to ourselves, which this very task would handle.
                materializer().executionContext().execute(this::goOn);
            }
        }

        private void goOn() {
            wake.invoke(Wake.TURN);
        }

        /**
         * Asks for more while the batch is on its way, within limits: a client that waits at a blocking command may
         * leave, and nobody is told of the end of what nobody reads.
         */
        private void readAhead() {
            if (aheadBytes < AHEAD_BYTES_MAX && !hasBeenPulled(in) && !isClosed(in)) {
                pull(in);
            }
        }

        private void handOn(ByteString portion) {
            outputBytes = portion.length();
            server.countOutput(outputBytes);
            push(out, portion);
        }

        /** The batch is on its way and may take its time: then what there is for the client is handed on meanwhile. */
        private void handOnWhileParked() {
            ByteString portion = isAvailable(out) ? replies.takeIfParked() : null;
            if (portion != null) {
                handOn(portion);
            }
        }

        private void onWake(Wake reason) {
            if (reason == Wake.MESSAGES) {
                messages.awake();
                memory.update(); // or a wait has begun
                proceed();
                return;
            }
            pausing = false;
            if (running || batch.size() == 0 || replies.isAtLimit() || client.isDisconnected()) {
                proceed();
            } else {
                run();
            }
        }

        /*
         * Others' threads look at the buffers without a lock, for CLIENT LIST: plain fields, so that it costs nothing
         * here.
         */

        @Override
        public long queryBytes() {
            // Most of a chunk that is being carried out is not the parser's any more.
            return Math.max(chunkBytes, parser.unreadBytes()) + aheadBytes;
        }

        @Override
        public long queryFreeBytes() {
            return parser.unusedBytes();
        }

        @Override
        public long argumentBytes() {
            return parser.argumentBytes();
        }

        @Override
        public void growing(long bytes) {
            replies.growing(bytes);
        }

        @Override
        public void registering(long bytes) {
            replies.registering(bytes);
        }

        @Override
        public long replyCapacityBytes() {
            return replies.capacityBytes();
        }

        @Override
        public long replyBytes() {
            return replies.keptBytes();
        }

        @Override
        public long outputBytes() {
            return outputBytes;
        }

        @Override
        public int messages() {
            return messages.count();
        }

        @Override
        public long messageBytes() {
            return messages.waitingBytes();
        }

        private void leaveWhenAnswered() {
            leaving = true;
            client.lastInput();
            proceed();
        }

        private void onLeave(Leave how) {
            if (how == Leave.WHEN_ANSWERED) {
                leaveWhenAnswered();
            } else if (how == Leave.IF_IDLE && (running || pausing)) {
                // What it waits for takes its time: that is not idling either.
                client.active(server.clock().nowMillis());
            } else if (isAvailable(out)) {
                dropped = true;
                completeStage();
            } else {
                // A client that does not take its replies could stay for as long as it likes: this resets its
                // connection.
                failStage(new Disconnected());
            }
        }
    }

    /** Whether the first bytes from a client begin a TLS handshake: the record's type, and its major version. */
    private static boolean isTlsHello(byte[] chunk) {
        return chunk.length >= 2 && chunk[0] == TLS_HANDSHAKE && chunk[1] == TLS_MAJOR;
    }

    /** Ends a connection whose replies have not been taken. */
    private static final class Disconnected extends Exception {
        private static final long serialVersionUID = 1L;

        Disconnected() {
            super("disconnected", null, false, false);
        }
    }

    /** Why a connection is to look what there is to do. */
    private enum Wake {
        MESSAGES,
        TURN
    }

    /** How a connection is ended from outside. */
    private enum Leave {
        AT_ONCE,
        WHEN_ANSWERED,
        IF_IDLE
    }
}
