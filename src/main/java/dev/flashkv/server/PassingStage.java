package dev.flashkv.server;

import akka.stream.FlowShape;
import akka.stream.Inlet;
import akka.stream.Outlet;
import akka.stream.stage.AbstractInHandler;
import akka.stream.stage.AbstractOutHandler;
import akka.stream.stage.GraphStage;
import akka.stream.stage.TimerGraphStageLogic;

/**
 * A stage that passes on what comes, as it is, and only has a say in when.
 *
 * @param <T> what passes
 */
abstract class PassingStage<T> extends GraphStage<FlowShape<T, T>> {
    private final Inlet<T> in = Inlet.create("FlashKV.in");
    private final Outlet<T> out = Outlet.create("FlashKV.out");
    private final FlowShape<T, T> shape = FlowShape.of(in, out);

    @Override
    public final FlowShape<T, T> shape() {
        return shape;
    }

    /** Asks for the next one whenever it is asked for one. */
    abstract class PassingLogic extends TimerGraphStageLogic {
        PassingLogic() {
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
                    onDemand();
                }
            });
        }

        /** Somebody asks for the next one: to be passed on by {@link #askForNext()}, now or later. */
        void onDemand() {
            askForNext();
        }

        final void askForNext() {
            pull(in);
        }
    }
}
