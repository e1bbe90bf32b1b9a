package dev.flashkv.server;

import akka.stream.Attributes;
import akka.stream.BidiShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import akka.util.ByteString;
import akka.util.ByteStringBuilder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;

/**
 * The server's side of TLS for one connection: what its client sends is decrypted, what it is sent is encrypted. The
 * end of one direction is not the end of the other: a client that has said that it sends no more gets all its replies.
 */
final class TlsStage extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {

    /*
     * Akka's own stage for TLS drops what has not been sent when the client says that it sends no more, whatever its
     * options, and leaves a failed connection to end by itself. The engine is the JVM's in both.
     *
     * TLS 1.3 closes each direction by itself. Before, whoever is told of the end had to answer with its own at once and
     * to forget what it had to send, and so does the JVM's engine when it sees such an alert. Its record says what it is
     * in plain text, however: it is taken for the end of input, which any alert is, and the engine never gets it.
     * Neither does it get another handshake, which costs a server far more than its client: there is none in TLS 1.3.
     */

    private static final String INDEPENDENT_ENDS = "TLSv1.3";
    private static final byte ALERT = 21;
    private static final byte HANDSHAKE = 22;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Room for some records, both ways: 16 KiB of text and what TLS adds to it. */
    private static final int SCRATCH_BYTES = 128 * 1024;

    /* Only within one call of advance, so that an idle connection has no buffers. */
    private static final ThreadLocal<ByteBuffer> DECRYPTED =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(SCRATCH_BYTES));
    private static final ThreadLocal<ByteBuffer> ENCRYPTED =
            ThreadLocal.withInitial(() -> ByteBuffer.allocate(SCRATCH_BYTES));

    private final Inlet<ByteString> fromClient = Inlet.create("FlashKV.tls.fromClient");
    private final Outlet<ByteString> requests = Outlet.create("FlashKV.tls.requests");
    private final Inlet<ByteString> replies = Inlet.create("FlashKV.tls.replies");
    private final Outlet<ByteString> toClient = Outlet.create("FlashKV.tls.toClient");
    private final BidiShape<ByteString, ByteString, ByteString, ByteString> shape =
            new BidiShape<>(fromClient, requests, replies, toClient);

    private final Supplier<SSLEngine> engines;
    private final Duration patience;

    /** TLS by one of {@code engines}, which has {@code patience} for the handshake: then the connection is reset. */
    TlsStage(Supplier<SSLEngine> engines, Duration patience) {
        this.engines = engines;
        this.patience = patience;
    }

    @Override
    public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {
        private final SSLEngine engine = engines.get();
        private boolean handshakeOver;
        private boolean endsAreIndependent;

        /** What has come and is not decrypted: less than a record, or what nobody has asked for. */
        private ByteBuffer received = NOTHING;
        /** Whether the engine needs more of it to go on. */
        private boolean starved = true;
        /** Whether the client sends no more: nothing that is left of it will be decrypted. */
        private boolean inputEnded;

        /** What is to be encrypted. */
        private ByteBuffer outgoing = NOTHING;

        Logic() {
            super(shape);
            setHandler(fromClient, new AbstractInHandler() {
                @Override
                public void onPush() {
                    receive(grab(fromClient));
                    advance();
                }

                @Override
                public void onUpstreamFinish() {
                    advance();
                }
            });
            setHandler(requests, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    advance();
                }

                @Override
                public void onDownstreamFinish(Throwable cause) {
                    // The replies decide when it is over.
                }
            });
            setHandler(replies, new AbstractInHandler() {
                @Override
                public void onPush() {
                    outgoing = ByteBuffer.wrap(grab(replies).toArrayUnsafe());
                    advance();
                }

                @Override
                public void onUpstreamFinish() {
                    advance();
                }
            });
            setHandler(toClient, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    advance();
                }
            });
        }

        @Override
        public void preStart() {
            scheduleOnce(TlsStage.class, patience);
            pull(fromClient);
        }

        @Override
        public void onTimer(Object timer) {
            failStage(new HandshakeTooLate());
        }

        private void receive(ByteString chunk) {
            byte[] bytes = chunk.toArrayUnsafe();
            if (received.hasRemaining()) {
                ByteBuffer both = ByteBuffer.allocate(received.remaining() + bytes.length);
                received = both.put(received).put(bytes).flip();
            } else {
                received = ByteBuffer.wrap(bytes);
            }
            starved = false;
        }

        /** Does whatever can be done now, and asks for what is missing. */
        private void advance() {
            try {
                transfer();
            } catch (SSLException e) {
                giveUp(e);
                return;
            }
            if (isOver()) {
                completeStage();
                return;
            }
            if (starved && (inputEnded || isClosed(fromClient))) {
                if (!handshakeOver) {
                    completeStage();
                    return;
                }
                complete(requests);
            } else if (starved && mayDecrypt() && !hasBeenPulled(fromClient)) {
                pull(fromClient);
            }
            if (handshakeOver
                    && !outgoing.hasRemaining()
                    && isAvailable(toClient)
                    && !isClosed(replies)
                    && !hasBeenPulled(replies)) {
                pull(replies);
            }
        }

        /** Whether all replies, and that there will be no more, have been handed on. */
        private boolean isOver() {
            return isClosed(replies) && !outgoing.hasRemaining() && engine.isOutboundDone();
        }

        /** Decrypts and encrypts as much as each side takes. */
        private void transfer() throws SSLException {
            ByteBuffer decrypted = DECRYPTED.get().clear();
            ByteStringBuilder encrypted = ByteString.createBuilder();
            boolean writable = isAvailable(toClient);
            boolean moved;
            do {
                moved = runTasks();
                if (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP && !inputEnded) {
                    moved |= writable && encrypt(encrypted, NOTHING);
                } else {
                    moved |= mayDecrypt() && decrypt(decrypted);
                    moved |= writable && handshakeOver && outgoing.hasRemaining() && encrypt(encrypted, outgoing);
                }
            } while (moved);
            if (!outgoing.hasRemaining()) {
                outgoing = NOTHING;
                if (writable && isClosed(replies)) {
                    encryptEnd(encrypted);
                }
            }
            if (decrypted.position() > 0) {
                push(requests, ByteString.fromByteBuffer(decrypted.flip())); // a copy
            }
            if (encrypted.length() > 0) {
                push(toClient, encrypted.result());
            }
        }

        /** The handshake goes on whoever asks; after it, there is a reader for what comes. */
        private boolean mayDecrypt() {
            return !inputEnded && (!handshakeOver || isAvailable(requests));
        }

        /** Says whether there were any. They take long, but nobody else needs this connection's thread for that time. */
        private boolean runTasks() {
            boolean any = false;
            for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                task.run();
                any = true;
            }
            return any;
        }

        /** Decrypts a record; says whether that has changed anything. */
        private boolean decrypt(ByteBuffer decrypted) throws SSLException {
            if (!received.hasRemaining()) {
                received = NOTHING;
                starved = true;
                return false;
            }
            if (handshakeOver && !endsAreIndependent) {
                byte type = received.get(received.position());
                if (type == HANDSHAKE) {
                    throw new SSLException("no renegotiation");
                }
                if (type == ALERT) {
                    endInput();
                    return false;
                }
            }
            SSLEngineResult result = engine.unwrap(received, decrypted);
            noteEndOfHandshake(result);
            switch (result.getStatus()) {
                case BUFFER_UNDERFLOW -> starved = true;
                case CLOSED -> endInput();
                default -> {
                    // OK; or there is no room, until what has been decrypted is handed on
                }
            }
            return result.bytesConsumed() > 0;
        }

        private void endInput() {
            inputEnded = true;
            starved = true;
            received = NOTHING;
        }

        /** Encrypts what fits into a record; says whether that has changed anything. */
        private boolean encrypt(ByteStringBuilder encrypted, ByteBuffer plain) throws SSLException {
            ByteBuffer record = ENCRYPTED.get().clear();
            SSLEngineResult result = engine.wrap(plain, record);
            noteEndOfHandshake(result);
            encrypted.append(ByteString.fromByteBuffer(record.flip())); // a copy
            return result.bytesConsumed() > 0 || result.bytesProduced() > 0;
        }

        /** Says that there is no more. */
        private void encryptEnd(ByteStringBuilder encrypted) throws SSLException {
            engine.closeOutbound();
            while (!engine.isOutboundDone() && encrypt(encrypted, NOTHING)) {
                // until it is said
            }
        }

        private void noteEndOfHandshake(SSLEngineResult result) {
            if (!handshakeOver && result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
                handshakeOver = true;
                endsAreIndependent = engine.getSession().getProtocol().equals(INDEPENDENT_ENDS);
                cancelTimer(TlsStage.class);
            }
        }

        /** The client has broken the protocol, or is not to be trusted: it is told so if possible, and that is all. */
        private void giveUp(SSLException reason) {
            if (isAvailable(toClient)) {
                ByteStringBuilder alert = ByteString.createBuilder();
                try {
                    encryptEnd(alert);
                } catch (SSLException e) {
                    alert.clear(); // the engine has nothing to say
                }
                if (alert.length() > 0) {
                    push(toClient, alert.result());
                }
            }
            // Not failStage: that would reset the connection, and the alert would be lost.
            complete(toClient);
            cancel(fromClient);
            cancel(replies);
            fail(requests, reason);
        }
    }

    /** Why a connection ended. */
    private static final class HandshakeTooLate extends Exception {
        private static final long serialVersionUID = 1L;

        HandshakeTooLate() {
            super("no TLS handshake in time", null, false, false);
        }
    }
}
