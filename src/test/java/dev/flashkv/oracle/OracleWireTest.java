package dev.flashkv.oracle;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Raw requests, well-formed and broken: FlashKV must send what redis-server sends, and close where it closes. */
class OracleWireTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Rows up to this length are sent byte by byte as well: where a request is cut must not matter. */
    static final int CUT_BYTES_MAX = 300;

    private static Target flashKv;
    private static WireComparison comparison;

    @BeforeAll
    static void start() {
        flashKv = new FlashKvTarget();
        comparison = new WireComparison(RedisOracle.shared(), flashKv, TIMEOUT);
    }

    @AfterAll
    static void stop() {
        flashKv.close();
    }

    @TestFactory
    Stream<DynamicTest> receivedBytesAreEqual() {
        return WireTables.all().stream()
                .map(row -> dynamicTest(row.name(), () -> comparison.check(row, Integer.MAX_VALUE)));
    }

    @TestFactory
    Stream<DynamicTest> receivedBytesAreEqualWhenSentByteByByte() {
        return WireTables.all().stream()
                .filter(row -> row.bytes().length() <= CUT_BYTES_MAX)
                .map(row -> dynamicTest(row.name(), () -> comparison.check(row, 1)));
    }
}
