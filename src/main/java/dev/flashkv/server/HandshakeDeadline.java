package dev.flashkv.server;

import akka.stream.Attributes;
import akka.stream.stage.GraphStageLogic;
import akka.util.ByteString;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Passes a connection's bytes on as they come from its socket, and ends it if its TLS handshake is not over in time:
 * whoever connects and says nothing, or says it a byte at a time, must not keep a place for ever.
 */
final class HandshakeDeadline extends PassingStage<ByteString> {
    private final Duration patience;
    private final AtomicBoolean over;

    /** Ends the connection if {@code over} is not set by then. */
    HandshakeDeadline(Duration patience, AtomicBoolean over) {
        this.patience = patience;
        this.over = over;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new Logic();
    }

    private final class Logic extends PassingLogic {
        @Override
        public void preStart() {
            scheduleOnce(HandshakeDeadline.class, patience);
        }

        @Override
        public void onTimer(Object timer) {
            if (!over.get()) {
                failStage(new HandshakeTooLate());
            }
        }
    }

    /** Why such a connection ended. */
    private static final class HandshakeTooLate extends Exception {
        private static final long serialVersionUID = 1L;

        HandshakeTooLate() {
            super("no TLS handshake in time", null, false, false);
        }
    }
}
