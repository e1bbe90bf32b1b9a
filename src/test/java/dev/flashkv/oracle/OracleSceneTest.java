package dev.flashkv.oracle;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/**
 * Every scene of several connections, played on FlashKV and on redis-server {@value RedisOracle#VERSION}: each
 * connection must get the same from both, in RESP2 and RESP3.
 */
class OracleSceneTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static Target flashKv;
    private static SceneRunner runner;

    @BeforeAll
    static void start() {
        flashKv = new FlashKvTarget();
        runner = new SceneRunner(RedisOracle.shared(), flashKv, TIMEOUT);
    }

    @AfterAll
    static void stop() {
        flashKv.close();
    }

    @TestFactory
    Stream<DynamicNode> everyConnectionGetsTheSame() {
        return Stream.of(2, 3)
                .map(protocol -> dynamicContainer(
                        "RESP" + protocol,
                        Scenes.families().entrySet().stream()
                                .map(family -> dynamicContainer(
                                        family.getKey(),
                                        family.getValue().stream()
                                                .map(scene -> dynamicTest(
                                                        scene.name(), () -> runner.check(scene, protocol)))))));
    }
}
