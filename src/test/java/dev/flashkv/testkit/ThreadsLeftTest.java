package dev.flashkv.testkit;

import static dev.flashkv.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.FlashKv;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What is left of the kit when JUnit has come to its end: seen in a JVM where nobody else uses it. */
class ThreadsLeftTest {

    @FlashKvTest
    static class First {
        @Test
        void test(FlashKv store, @FlashKvAddress int port) {
            await(store.set("key", String.valueOf(port)));
        }
    }

    @FlashKvTest(isolation = Isolation.NEW_STORE)
    static class Second {
        @Test
        void test(FlashKv store, @FlashKvAddress int port) {
            await(store.set("key", String.valueOf(port)));
        }
    }

    /** Runs both and waits for the kit's threads to end. */
    static final class InOwnJvm {
        public static void main(String[] arguments) {
            InnerRun run = InnerRun.of(First.class, Second.class);
            System.out.println("passed " + run.passed());
            // The threads of an actor system that has terminated take a moment to end.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(threads()).isEmpty());
            System.out.println("none left");
        }

        private static List<String> threads() {
            return Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> name.startsWith("flashkv"))
                    .toList();
        }
    }

    @Test
    void noneAtTheEndOfTheRun() throws Exception {
        try (KitProcess process = KitProcess.start(InOwnJvm.class, List.of())) {
            assertThat(process.nextLine()).isEqualTo("passed 2");
            assertThat(process.nextLine()).isEqualTo("none left");
            assertThat(process.exitStatus()).isZero();
        }
    }
}
