package dev.flashkv.oracle;

import static dev.flashkv.oracle.Scene.scene;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Tests of the scenes themselves: two real redis-servers agree on all of them, and whatever one connection gets that it
 * should not, or does not get, is reported.
 */
class SceneSelfTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** For what never comes. */
    private static final Duration SHORT_TIMEOUT = Duration.ofMillis(500);

    private static final String MESSAGE = ">3\r\n$7\r\nmessage\r\n$1\r\nx\r\n$3\r\none\r\n";

    private static final Scene SAMPLE = scene(
            "sample",
            "a: SUBSCRIBE x",
            "b: BLPOP k 0 ; PING",
            "c: BLPOP k 0",
            "c! leaves",
            "p: PUBLISH x one ; PUBLISH x two",
            "p: RPUSH k 1 2",
            "p> BLPOP none 0.01",
            "p: LLEN k");

    private static RedisOracle twin;

    @BeforeAll
    static void startTwin() {
        twin = RedisOracle.start("its twin");
    }

    @AfterAll
    static void stopTwin() {
        twin.close();
    }

    @TestFactory
    Stream<DynamicTest> twoServersAgree() {
        SceneRunner runner = new SceneRunner(RedisOracle.shared(), twin, TIMEOUT);
        return Stream.of(2, 3)
                .flatMap(protocol -> Scenes.families().entrySet().stream()
                        .map(family -> dynamicTest("RESP" + protocol + ": " + family.getKey(), () -> {
                            for (Scene scene : family.getValue()) {
                                runner.check(scene, protocol);
                            }
                        })));
    }

    @TestFactory
    Stream<DynamicTest> everyFaultIsReported() {
        Map<String, UnaryOperator<String>> faults = new LinkedHashMap<>();
        faults.put("a message is lost", once(MESSAGE, ""));
        faults.put("a message comes twice", once(MESSAGE, MESSAGE + MESSAGE));
        faults.put("a message is another", once(MESSAGE, MESSAGE.replace("one", "two")));
        faults.put(
                "who waits is served something else",
                once("*2\r\n$1\r\nk\r\n$1\r\n1\r\n", "*2\r\n$1\r\nk\r\n$1\r\n2\r\n"));
        faults.put("a pipeline stops", once("+PONG\r\n", ""));
        faults.put("a wait ends in another null", once("_\r\n", "*-1\r\n"));
        faults.put("something comes after the end", once(":1\r\n", ":1\r\n" + MESSAGE));
        return faults.entrySet().stream()
                .map(fault -> dynamicTest(fault.getKey(), () -> {
                    try (Target faulty = new FaultyProxy(twin, fault.getValue())) {
                        SceneRunner runner = new SceneRunner(RedisOracle.shared(), faulty, SHORT_TIMEOUT);
                        assertThatThrownBy(() -> runner.check(SAMPLE, 3))
                                .isInstanceOf(AssertionError.class)
                                .hasMessageContaining("but from a faulty server");
                    }
                }));
    }

    /** Changes the first reply or message that is exactly this one. */
    private static UnaryOperator<String> once(String text, String replacement) {
        AtomicBoolean done = new AtomicBoolean();
        return actual -> actual.equals(text) && done.compareAndSet(false, true) ? replacement : actual;
    }
}
