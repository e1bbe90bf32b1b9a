package dev.flashkv;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.ManualTime;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import dev.flashkv.shard.Shard;
import dev.flashkv.testkit.ManualClock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The store's clock and the timers of its actor system, moved together: for tests that wait for nothing. */
final class TestTime {
    private final ManualClock clock = new ManualClock();
    private final ManualTime timers;
    private final TestProbe<Reply> answers;

    private TestTime(ActorTestKit testKit) {
        timers = ManualTime.get(testKit.system());
        answers = testKit.createTestProbe(Reply.class);
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
        awaitShards(store); // which have then set the timers for what they did before
        clock.advance(duration);
        timers.timePasses(duration);
        awaitShards(store);
    }

    /** Waits until every shard has handled what has been sent to it: a message for each, behind what is there. */
    private void awaitShards(FlashKv store) {
        Set<ActorRef<Shard.Message>> shards = new HashSet<>();
        for (int i = 0; shards.size() < store.settings().shards(); i++) {
            shards.add(store.shardFor("key" + i));
        }
        shards.forEach(shard -> shard.tell(new Shard.Execute(List.of(Bytes.of("PING")), answers.getRef())));
        answers.receiveSeveralMessages(shards.size(), Stages.PATIENCE);
    }
}
