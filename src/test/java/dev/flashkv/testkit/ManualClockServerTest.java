package dev.flashkv.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static redis.clients.jedis.params.SetParams.setParams;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

class ManualClockServerTest {
    private static final Pattern READY = Pattern.compile("Ready to accept connections tcp 127\\.0\\.0\\.1:([0-9]+)");

    @Test
    void letsClientsMoveTheTime() throws Exception {
        try (KitProcess process = KitProcess.start(ManualClockServer.class, List.of(), "-Dflashkv.server.port=0")) {
            Matcher ready = READY.matcher(process.nextLine());
            assertThat(ready.matches()).isTrue();
            try (Jedis jedis = new Jedis("127.0.0.1", Integer.parseInt(ready.group(1)))) {
                jedis.set("session", "token", setParams().ex(1800));
                jedis.sendCommand(ClockCommandTest.DEBUG, "FLASHKV-ADVANCE-CLOCK", "1800000");
                assertThat(jedis.pttl("session")).isZero();
                jedis.sendCommand(ClockCommandTest.DEBUG, "FLASHKV-ADVANCE-CLOCK", "1");
                assertThat(jedis.exists("session")).isFalse();
            }
            process.terminate();
            assertThat(process.exitStatus()).isEqualTo(143);
            assertThat(process.remainingLines()).isEmpty();
        }
    }

    @Test
    void saysWhyItDoesNotStart() throws Exception {
        try (KitProcess process = KitProcess.start(ManualClockServer.class, List.of("--port", "0"))) {
            assertThat(process.nextLine()).startsWith("flashkv: takes no arguments");
            assertThat(process.exitStatus()).isEqualTo(1);
        }
        try (KitProcess process = KitProcess.start(ManualClockServer.class, List.of(), "-Dflashkv.server.port=http")) {
            assertThat(process.nextLine()).startsWith("flashkv: ").contains("flashkv.server.port");
            assertThat(process.exitStatus()).isEqualTo(1);
        }
    }
}
