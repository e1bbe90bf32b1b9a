package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import akka.actor.ActorSystem;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.typesafe.config.ConfigFactory;
import dev.flashkv.CapturedLog;
import dev.flashkv.keyspace.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Connections are accepted as long as there are files left, counted rarely. */
class AcceptGateTest {
    private static ActorSystem system;

    @BeforeAll
    static void start() {
        system = ActorSystem.create("gate", ConfigFactory.load());
    }

    @AfterAll
    static void stop() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    @Test
    void lookingIsRareWhileThereIsRoom() {
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger accepted = new AtomicInteger();
        Source.range(1, 10_000)
                .via(new AcceptGate<>(
                        () -> {
                            looks.incrementAndGet();
                            return 20_000L - accepted.get();
                        },
                        Clock.anchored()))
                .runWith(Sink.foreach(each -> accepted.incrementAndGet()), system)
                .toCompletableFuture()
                .join();
        assertThat(accepted).hasValue(10_000);
        assertThat(looks.get()).isLessThan(10);
    }

    @Test
    void nothingIsAskedForWithoutRoomAndItGoesOnWhenThereIs() {
        AtomicLong free = new AtomicLong();
        AtomicInteger looks = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger accepted = new AtomicInteger();
        try (CapturedLog log = CapturedLog.of(AcceptGate.class)) {
            Source.range(1, 3)
                    .map(each -> {
                        asked.incrementAndGet();
                        return each;
                    })
                    .via(new AcceptGate<>(
                            () -> {
                                looks.incrementAndGet();
                                return free.get();
                            },
                            Clock.anchored()))
                    .runWith(Sink.foreach(each -> accepted.incrementAndGet()), system);
            await().until(() -> looks.get() >= 4);
            assertThat(asked).hasValue(0);
            free.set(1);
            await().until(() -> accepted.get() == 3);
            assertThat(log.messages()).hasSize(1);
        }
    }
}
