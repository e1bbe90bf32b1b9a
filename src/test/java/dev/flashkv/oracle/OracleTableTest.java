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
 * Every hand-written table, sent to FlashKV and to redis-server {@value RedisOracle#VERSION}: in RESP2 and RESP3 all
 * replies must be equal byte for byte, up to {@link AllowList}.
 */
class OracleTableTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static Target flashKv;
    private static SequenceRunner runner;

    @BeforeAll
    static void connect() {
        flashKv = new FlashKvTarget();
        runner = new SequenceRunner(RedisOracle.shared(), flashKv, TIMEOUT);
    }

    @AfterAll
    static void disconnect() {
        runner.close();
        flashKv.close();
    }

    @TestFactory
    Stream<DynamicNode> repliesAreEqual() {
        return Stream.of(2, 3)
                .map(protocol -> dynamicContainer(
                        "RESP" + protocol,
                        Tables.families().entrySet().stream()
                                .map(family -> dynamicContainer(
                                        family.getKey(),
                                        family.getValue().stream()
                                                .map(sequence -> dynamicTest(
                                                        sequence.name(), () -> runner.check(sequence, protocol)))))));
    }
}
