package dev.flashkv.server;

import akka.stream.Attributes;
import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.GraphStageLogic;
import akka.stream.stage.TimerGraphStageLogic;
import dev.flashkv.keyspace.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets no connection be accepted while the process has hardly any file descriptors left; the operating system keeps
 * those that come meanwhile waiting.
 *
 * @param <T> what stands for a connection
 */
final class AcceptGate<T> extends GraphStage<FlowShape<T, T>> {

    /*
     * Akka's listener accepts one connection for each pull. Were none left, it would try and fail again and again
     * without a pause, for the socket stays ready: so it must not be asked to.
     *
     * To count the open files takes a look at each. So they are counted only from time to time: a count lets in half as
     * many connections as there is room for then, as others open files, too.
     */

    private static final Logger LOG = LoggerFactory.getLogger(AcceptGate.class);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(50);
    private static final Duration NOTE_INTERVAL = Duration.ofMinutes(1);

    private final Inlet<T> in = Inlet.create("FlashKV.accepted");
    private final Outlet<T> out = Outlet.create("FlashKV.admitted");
    private final FlowShape<T, T> shape = FlowShape.of(in, out);
    private final LongSupplier freeFiles;
    private final Clock clock;

    /** A gate that asks {@code freeFiles} how many more there may be. */
    AcceptGate(LongSupplier freeFiles, Clock clock) {
        this.freeFiles = freeFiles;
        this.clock = clock;
    }

    @Override
    public FlowShape<T, T> shape() {
        return shape;
    }

    @Override
    public GraphStageLogic createLogic(Attributes inherited) {
        return new Logic();
    }

    private final class Logic extends TimerGraphStageLogic {
        private long budget;
        private boolean noted;
        private long notedNanos;

        Logic() {
            super(shape);
            setHandler(in, new AbstractInHandler() {
                @Override
                public void onPush() {
                    push(out, grab(in));
                }
            });
            setHandler(out, new AbstractOutHandler() {
                @Override
                public void onPull() {
                    askIfThereIsRoom();
                }
            });
        }

        @Override
        public void onTimer(Object key) {
            askIfThereIsRoom();
        }

        private void askIfThereIsRoom() {
            if (budget == 0) {
                budget = (Math.max(0, freeFiles.getAsLong()) + 1) / 2;
            }
            if (budget == 0) {
                noteThatItIsFull();
                scheduleOnce("look", LOOK_INTERVAL);
            } else {
                budget--;
                pull(in);
            }
        }

        /** Says so, but not again and again while connections come and go at the limit. */
        private void noteThatItIsFull() {
            long nowNanos = clock.nowNanos();
            if (!noted || nowNanos - notedNanos > NOTE_INTERVAL.toNanos()) {
                LOG.warn("Nearly all files that the operating system allows are open: connections wait until there is"
                        + " room");
                noted = true;
                notedNanos = nowNanos;
            }
        }
    }
}
