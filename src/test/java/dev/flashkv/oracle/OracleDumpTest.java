package dev.flashkv.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one server DUMPs the other RESTOREs, and what they DUMP is the same where the value's history is. */
class OracleDumpTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final long SEED = 9_223_372_036_854_775L;
    private static final int ELEMENTS_PER_PUSH = 200;

    private static Target flashKv;
    private static RawConnection redis;
    private static RawConnection subject;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void connect() throws IOException {
        flashKv = new FlashKvTarget();
        redis = new RawConnection(RedisOracle.shared(), TIMEOUT);
        subject = new RawConnection(flashKv, TIMEOUT);
        ask(redis, "FLUSHALL");
    }

    @AfterAll
    static void close() throws IOException {
        subject.close();
        redis.close();
        flashKv.close();
    }

    private static String ask(RawConnection server, String... words) throws IOException {
        return ask(server, List.of(words));
    }

    private static String ask(RawConnection server, List<String> words) throws IOException {
        server.send(List.of(Command.of(words)));
        return server.readReply();
    }

    /** A bulk's content. */
    private static String text(String bulk) {
        return ReplyNode.parse(bulk).text();
    }

    private static void checkString(String value) throws IOException {
        ask(redis, "SET", "k", value);
        ask(subject, "SET", "k", value);
        String dump = text(ask(redis, "DUMP", "k"));
        assertThat(text(ask(subject, "DUMP", "k"))).as(ReplyNode.quote(value)).isEqualTo(dump);
        for (RawConnection server : List.of(redis, subject)) {
            assertThat(ask(server, "RESTORE", "copy", "0", dump, "REPLACE")).isEqualTo("+OK\r\n");
            assertThat(text(ask(server, "GET", "copy"))).isEqualTo(value);
        }
    }

    /** The list is made with {@code push}; what is pushed at the tail alone is cut into nodes the same. */
    private static void checkList(String push, List<String> elements) throws IOException {
        for (RawConnection server : List.of(redis, subject)) {
            ask(server, "DEL", "k");
            for (int from = 0; from < elements.size(); from += ELEMENTS_PER_PUSH) {
                List<String> command = new ArrayList<>(List.of(push, "k"));
                command.addAll(elements.subList(from, Math.min(elements.size(), from + ELEMENTS_PER_PUSH)));
                ask(server, command);
            }
        }
        String ofRedis = text(ask(redis, "DUMP", "k"));
        String ofSubject = text(ask(subject, "DUMP", "k"));
        if (push.equals("RPUSH")) {
            assertThat(ofSubject).as(elements.size() + " elements").isEqualTo(ofRedis);
        }
        String content = ask(redis, "LRANGE", "k", "0", "-1");
        assertThat(ask(redis, "RESTORE", "copy", "0", ofSubject, "REPLACE")).isEqualTo("+OK\r\n");
        assertThat(ask(redis, "LRANGE", "copy", "0", "-1")).isEqualTo(content);
        assertThat(ask(subject, "RESTORE", "copy", "0", ofRedis, "REPLACE")).isEqualTo("+OK\r\n");
        assertThat(ask(subject, "LRANGE", "copy", "0", "-1")).isEqualTo(content);
    }

    @Test
    void integersAtEveryEdge() throws IOException {
        for (int bits = 0; bits < 64; bits++) {
            for (long near = -2; near <= 2; near++) {
                checkString(Long.toString((1L << bits) + near));
                checkString(Long.toString(-(1L << bits) + near));
            }
        }
        for (String odd : List.of("", "-0", "+1", "01", "1.0", " 1", "99999999999", "-2147483649", "00000000001")) {
            checkString(odd);
        }
    }

    @Test
    void stringsOfEveryKindAndLength() throws IOException {
        for (int length = 0; length < 80; length++) {
            checkString("a".repeat(length));
            checkString(text(length, 2));
            checkString(text(length, 256));
        }
        for (int i = 0; i < 300; i++) {
            checkString(text(1 + random.nextInt(1 << random.nextInt(17)), 1 << random.nextInt(9)));
            checkString(periodic(1 + random.nextInt(1 << random.nextInt(17))));
            checkString(withCopies(20 + random.nextInt(1 << random.nextInt(14))));
        }
        checkString("x".repeat(100_000));
        checkString(periodic(100_000));
        checkString(text(100_000, 256));
    }

    @Test
    void listsOverNodeBoundaries() throws IOException {
        for (String push : List.of("RPUSH", "LPUSH")) {
            checkList(push, List.of("a"));
            checkList(push, List.of("", "1", "-1", "x".repeat(63), "x".repeat(64), "x".repeat(4095), "x".repeat(4096)));
            checkList(push, List.of("a", text(8170, 256), "b", text(8180, 256), text(8192, 256), "c"));
            checkList(push, List.of(text(100_000, 256), "a", periodic(100_000), "b", "x".repeat(20_000)));
            for (int i = 0; i < 40; i++) {
                List<String> elements = new ArrayList<>();
                int lengthMax = 1 << random.nextInt(11);
                for (int n = 1 + random.nextInt(1 << random.nextInt(12)); n > 0; n--) {
                    boolean number = random.nextBoolean();
                    elements.add(
                            number
                                    ? Long.toString(random.nextLong() >> random.nextInt(64))
                                    : text(random.nextInt(lengthMax), 4));
                }
                checkList(push, elements);
            }
        }
    }

    @Test
    void elementsThatAreNotPacked() throws IOException {
        packFrom("100");
        try {
            checkList("RPUSH", List.of("a", "b".repeat(99), "c".repeat(100), "d", text(5000, 256), "e"));
            checkList("LPUSH", List.of(text(300, 256), "1".repeat(100), "2"));
        } finally {
            packFrom("0");
        }
    }

    /** Elements that long are not packed; 0 is the default. */
    private static void packFrom(String lengthBytes) throws IOException {
        for (RawConnection server : List.of(redis, subject)) {
            assertThat(ask(server, "DEBUG", "QUICKLIST-PACKED-THRESHOLD", lengthBytes))
                    .isEqualTo("+OK\r\n");
        }
    }

    private String text(int length, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) (('a' + random.nextInt(letters)) & 0xff));
        }
        return text.toString();
    }

    private String periodic(int length) {
        String period = text(1 + random.nextInt(40), 256);
        return period.repeat(length / period.length() + 1).substring(0, length);
    }

    /** Bytes at random with parts that come again, at the very end, too: where the reach of a match matters. */
    private String withCopies(int length) {
        char[] text = text(length, 256).toCharArray();
        for (int n = 0; n < 5; n++) {
            int part = 3 + random.nextInt(Math.min(300, length / 2 - 2));
            int from = random.nextInt(length - part);
            int to = n == 4 ? length - part : random.nextInt(length - part);
            System.arraycopy(Arrays.copyOfRange(text, from, from + part), 0, text, to, part);
        }
        return new String(text);
    }
}
