package dev.flashkv.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every scenario of several clients, played on FlashKV and on redis-server: all replies must be equal byte for byte. */
class ScenarioTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static Target flashKv;

    @BeforeAll
    static void start() {
        flashKv = new FlashKvTarget();
    }

    @AfterAll
    static void stop() {
        flashKv.close();
    }

    @TestFactory
    Stream<DynamicTest> repliesAreEqual() {
        return Stream.of(2, 3)
                .flatMap(protocol -> Scenarios.all().stream()
                        .map(scenario -> dynamicTest(
                                "RESP" + protocol + ": " + scenario.name(),
                                () -> assertThat(ScenarioRunner.play(scenario, flashKv, protocol, TIMEOUT))
                                        .isEqualTo(ScenarioRunner.play(
                                                scenario, RedisOracle.shared(), protocol, TIMEOUT)))));
    }
}
