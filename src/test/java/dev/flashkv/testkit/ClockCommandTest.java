package dev.flashkv.testkit;

import static dev.flashkv.Stages.await;
import static org.assertj.core.api.Assertions.assertThat;
import static redis.clients.jedis.params.SetParams.setParams;

import com.typesafe.config.ConfigFactory;
import dev.flashkv.FlashKv;
import dev.flashkv.reply.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.commands.ProtocolCommand;

/** DEBUG FLASHKV-ADVANCE-CLOCK: the clock moved by a client. */
class ClockCommandTest {
    /** Jedis has no DEBUG of its own. */
    static final ProtocolCommand DEBUG = () -> "DEBUG".getBytes(StandardCharsets.UTF_8);

    private static final String ALLOWED = "flashkv.enable-debug-command = yes";

    private static Reply advance(FlashKv store, String millis) {
        return await(store.execute("DEBUG", "FLASHKV-ADVANCE-CLOCK", millis));
    }

    @Test
    void movesTheTimeAndRemovesWhatHasExpired() {
        try (TestStore test = TestStore.start(ALLOWED);
                Jedis jedis = new Jedis(test.uri())) {
            jedis.set("short", "value", setParams().ex(10));
            jedis.set("long", "value", setParams().ex(100));
            assertThat(jedis.sendCommand(DEBUG, "flashkv-advance-clock", "10001"))
                    .isEqualTo("OK".getBytes(StandardCharsets.UTF_8));
            assertThat(test.clock().now()).isEqualTo(ManualClock.DEFAULT_START.plusMillis(10_001));
            assertThat(await(test.store().statistics()).expired()).isEqualTo(1);
            assertThat(jedis.pttl("long")).isEqualTo(89_999);
            assertThat(jedis.dbSize()).isEqualTo(1);
        }
    }

    @Test
    void actsBetweenTheCommandsOfOnePipeline() {
        try (TestStore test = TestStore.start(ALLOWED)) {
            List<Reply> replies = await(test.store()
                    .batch()
                    .add("SET", "key", "value", "PX", "10")
                    .add("DEBUG", "FLASHKV-ADVANCE-CLOCK", "11")
                    .add("GET", "key")
                    .add("SET", "key", "value", "PX", "10")
                    .add("DEBUG", "FLASHKV-ADVANCE-CLOCK", "10")
                    .add("PTTL", "key")
                    .execute());
            assertThat(replies.get(2)).isEqualTo(Reply.NULL);
            assertThat(replies.get(5)).isEqualTo(Reply.integer(0));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'ERR value is not an integer or out of range'",
        "soon, 'ERR value is not an integer or out of range'",
        "1.5, 'ERR value is not an integer or out of range'",
        "-1, 'ERR value is out of range, must be positive'",
        "9223372036854775807, 'ERR value is not an integer or out of range'",
        "9223372036854775808, 'ERR value is not an integer or out of range'"
    })
    void refusesWhatIsNoStepForward(String millis, String error) {
        try (TestStore test = TestStore.start(ALLOWED)) {
            assertThat(advance(test.store(), millis)).isEqualTo(Reply.error(error));
            assertThat(test.clock().now()).isEqualTo(ManualClock.DEFAULT_START);
        }
    }

    @Test
    void staysWhereItIsByZero() {
        try (TestStore test = TestStore.start(ALLOWED)) {
            assertThat(advance(test.store(), "0")).isEqualTo(Reply.OK);
            assertThat(test.clock().now()).isEqualTo(ManualClock.DEFAULT_START);
        }
    }

    @Test
    void isNotAllowedUnlessTheSettingsSaySo() {
        try (TestStore test = TestStore.start()) {
            assertThat(((Reply.ErrorReply) advance(test.store(), "10")).text())
                    .startsWith("ERR DEBUG command not allowed.");
            assertThat(test.clock().now()).isEqualTo(ManualClock.DEFAULT_START);
        }
    }

    @Test
    void needsAClockThatCanBeMoved() {
        try (FlashKv store = FlashKv.create(ConfigFactory.parseString(ALLOWED))) {
            assertThat(advance(store, "10"))
                    .isEqualTo(Reply.error("ERR the time can be moved only where the store runs on a manual clock"));
        }
    }

    @Test
    void movesAllStoresOnTheClock() {
        ManualClock clock = new ManualClock();
        try (TestStore one = TestStore.start(ALLOWED, clock);
                TestStore other = TestStore.start("", clock)) {
            await(other.store().setWithTtl("key", "value", Duration.ofMillis(10)));
            assertThat(advance(one.store(), "11")).isEqualTo(Reply.OK);
            assertThat(await(other.store().get("key"))).isEmpty();
        }
    }

    @Test
    void needsOneArgument() {
        try (TestStore test = TestStore.start(ALLOWED)) {
            String error = "ERR unknown subcommand or wrong number of arguments for 'FLASHKV-ADVANCE-CLOCK'."
                    + " Try DEBUG HELP.";
            assertThat(await(test.store().execute("DEBUG", "FLASHKV-ADVANCE-CLOCK")))
                    .isEqualTo(Reply.error(error));
            assertThat(await(test.store().execute("DEBUG", "FLASHKV-ADVANCE-CLOCK", "1", "2")))
                    .isEqualTo(Reply.error(error));
        }
    }
}
