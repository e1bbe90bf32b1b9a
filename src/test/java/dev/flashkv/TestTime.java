package dev.flashkv;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.testkit.ManualClock;
import java.time.Duration;

/** The store's clock and the timers of its actor system, moved together: for tests that wait for nothing. */
final class TestTime {
    private final ManualClock clock = new ManualClock();
    private final ManualTime timers;

    private TestTime(ActorTestKit testKit) {
        timers = ManualTime.get(testKit.system());
    }

    /** A testkit whose timers are moved by hand, with these settings. */
    static ActorTestKit testKit(String settings) {
        Config config = ConfigFactory.parseString(settings).withFallback(ManualTime.config());
        return ActorTestKit.create(config.withFallback(ConfigFactory.load()));
    }

    /** The time of that testkit. */
    static TestTime of(ActorTestKit testKit) {
        return new TestTime(testKit);
    }

    ManualClock clock() {
        return clock;
    }

    /**
     * Lets time pass for {@code store}, in one step: timers set in answer to it come with the next. Akka takes a tenth
     * of a second for it.
     */
    void pass(FlashKv store, Duration duration) {
        // Once all shards have taken part in something, they have set the timers for what they did before.
        Stages.await(store.dbSize());
        clock.advance(duration);
        timers.timePasses(duration);
    }
}
