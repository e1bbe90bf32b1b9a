package dev.flashkv.resp;

import static dev.flashkv.resp.RequestStreams.SMALL;
import static dev.flashkv.resp.RequestStreams.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the parser makes of bytes, however they are cut. */
class RespParserTest {

    static Stream<RequestStreams.Row> rows() {
        return RequestStreams.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsWholeStreams(RequestStreams.Row row) {
        assertThat(parse(SMALL, bytes(row.bytes()))).isEqualTo(row.outcome());
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsStreamsCutInTwoAnywhere(RequestStreams.Row row) {
        byte[] bytes = bytes(row.bytes());
        for (int cut = 1; cut < bytes.length; cut++) {
            assertThat(parse(SMALL, Arrays.copyOf(bytes, cut), Arrays.copyOfRange(bytes, cut, bytes.length)))
                    .as("cut at %s", cut)
                    .isEqualTo(row.outcome());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void readsStreamsByteByByte(RequestStreams.Row row) {
        byte[] bytes = bytes(row.bytes());
        byte[][] pieces = new byte[bytes.length][];
        for (int i = 0; i < bytes.length; i++) {
            pieces[i] = new byte[] {bytes[i]};
        }
        assertThat(parse(SMALL, pieces)).isEqualTo(row.outcome());
    }

    @Test
    void readsLongPipelinesCutAtRandom() {
        StringBuilder stream = new StringBuilder();
        List<Object> expected = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            RequestStreams.rows().filter(RespParserTest::isComplete).forEach(row -> {
                stream.append(row.bytes());
                expected.addAll(row.outcome());
            });
        }
        byte[] bytes = bytes(stream.toString());
        assertThat(expected).hasSizeGreaterThan(100);
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            int pieceMax = 1 + random.nextInt(1 + run);
            List<byte[]> pieces = new ArrayList<>();
            for (int at = 0; at < bytes.length; ) {
                int end = Math.min(bytes.length, at + random.nextInt(pieceMax + 1));
                pieces.add(Arrays.copyOfRange(bytes, at, end));
                at = end;
            }
            assertThat(parse(SMALL, pieces.toArray(new byte[0][])))
                    .as("seed %s, run %s", seed, run)
                    .isEqualTo(expected);
        }
    }

    @Test
    void readsWhatWasFedBeforeItWasAsked() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        String request = "*2\r\n$4\r\nECHO\r\n$9\r\n123456789\r\n";
        byte[] bytes = bytes(request.repeat(200));
        RespParser parser = new RespParser(SMALL);
        List<Object> outcome = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int length = Math.min(bytes.length - at, random.nextInt(50));
            parser.feed(bytes, at, length);
            at += length;
            if (random.nextInt(10) == 0) {
                take(parser, outcome, 1 + random.nextInt(5));
            }
        }
        take(parser, outcome, Integer.MAX_VALUE);
        assertThat(outcome).as("seed %s", seed).hasSize(200).containsOnly(List.of("ECHO", "123456789"));
        assertThat(parser.bufferedBytes()).isZero();
    }

    @Test
    void feedsARangeOfAnArray() throws ProtocolException {
        RespParser parser = new RespParser(RespLimits.DEFAULTS);
        byte[] chunk = bytes("xxxPING\r\nECHO");
        parser.feed(chunk, 3, 6);
        assertThat(parser.next()).containsExactly(Bytes.of("PING"));
        assertThat(parser.next()).isNull();
        parser.feed(chunk, 0, 0);
        assertThat(parser.next()).isNull();
        assertThat(parser.bufferedBytes()).isZero();
        assertThatThrownBy(() -> parser.feed(chunk, 8, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void staysFailed() {
        RespParser parser = new RespParser(RespLimits.DEFAULTS);
        feed(parser, "*1\r\n$-1\r\nPING\r\n");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(parser::next)
                    .isInstanceOf(ProtocolException.class)
                    .hasMessage("invalid bulk length")
                    .hasNoCause();
            feed(parser, "PING\r\n");
            assertThat(parser.bufferedBytes()).isZero();
        }
    }

    /** The real limits, with the bytes that just pass and the fewest that do not. */
    @ParameterizedTest
    @CsvSource({
        "*2147483647, ''",
        "*2147483648, invalid multibulk length",
        "*1 $536870912, ''",
        "*1 $536870913, invalid bulk length",
    })
    void keepsRedisLimitsByDefault(String headers, String failure) {
        assertThat(failureOf(headers.replace(" ", "\r\n") + "\r\n")).isEqualTo(failure);
    }

    @Test
    void keepsRedisLineLimitByDefault() {
        String line = "1".repeat(65535);
        assertThat(failureOf("a" + line)).isEmpty();
        assertThat(failureOf("a" + line + "\n")).isEmpty();
        assertThat(failureOf("aa" + line)).isEqualTo("too big inline request");
        assertThat(failureOf("*" + line)).isEmpty();
        assertThat(failureOf("*1" + line)).isEqualTo("too big mbulk count string");
        assertThat(failureOf("*1\r\n$" + line)).isEmpty();
        assertThat(failureOf("*1\r\n$1" + line)).isEqualTo("too big bulk count string");
    }

    @Test
    void limitsMustNotBeNegative() {
        for (RespLimits limits : List.of(RespLimits.DEFAULTS, new RespLimits(0, 0, 0))) {
            assertThat(limits.bulkBytesMax()).isNotNegative();
        }
        assertThatThrownBy(() -> new RespLimits(-1, 0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RespLimits(0, -1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RespLimits(0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSmallestLimitsStillWork() {
        RespLimits none = new RespLimits(0, 2, 1);
        assertThat(parse(none, bytes("*1\r\n$0\r\n\r\nab\n"))).containsExactly(List.of(""), List.of("ab"));
        assertThat(parse(none, bytes("*1\r\n$1\r\n"))).containsExactly("!invalid bulk length");
        assertThat(parse(none, bytes("*2\r\n"))).containsExactly("!invalid multibulk length");
        assertThat(parse(none, bytes("abc"))).containsExactly("!too big inline request");
    }

    private static boolean isComplete(RequestStreams.Row row) {
        // Followed by a blank line and a request, only what was complete before makes that request come out.
        List<Object> expected = new ArrayList<>(row.outcome());
        expected.add(List.of("next"));
        return parse(SMALL, bytes(row.bytes() + "\nnext\n")).equals(expected);
    }

    private static String failureOf(String bytes) {
        List<Object> outcome = parse(RespLimits.DEFAULTS, bytes(bytes));
        Object last = outcome.isEmpty() ? "" : outcome.get(outcome.size() - 1);
        return last instanceof String failure && !failure.isEmpty() ? failure.substring(1) : "";
    }

    private static void feed(RespParser parser, String text) {
        byte[] bytes = bytes(text);
        parser.feed(bytes, 0, bytes.length);
    }

    /**
     * The outcome of the pieces, fed one after the other. Every piece is overwritten when the parser has asked for
     * more: whatever it still needs of it, it must have copied.
     */
    private static List<Object> parse(RespLimits limits, byte[]... pieces) {
        RespParser parser = new RespParser(limits);
        List<Object> outcome = new ArrayList<>();
        for (byte[] piece : pieces) {
            parser.feed(piece, 0, piece.length);
            if (!take(parser, outcome, Integer.MAX_VALUE)) {
                break;
            }
            Arrays.fill(piece, (byte) '~');
        }
        return outcome;
    }

    /** Takes at most so many requests; false if the parser has failed. */
    private static boolean take(RespParser parser, List<Object> outcome, int countMax) {
        try {
            for (int i = 0; i < countMax; i++) {
                Bytes[] request = parser.next();
                if (request == null) {
                    return true;
                }
                outcome.add(Arrays.stream(request).map(RespParserTest::text).toList());
            }
            return true;
        } catch (ProtocolException e) {
            outcome.add("!" + e.getMessage());
            return false;
        }
    }

    private static String text(Bytes bytes) {
        return new String(bytes.toByteArray(), StandardCharsets.ISO_8859_1);
    }
}
