package dev.flashkv.resp;

import static dev.flashkv.resp.RespVersion.RESP2;
import static dev.flashkv.resp.RespVersion.RESP3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RespWriterTest {

    /** A reply, its bytes in RESP2, its bytes in RESP3. */
    static Stream<Arguments> replies() {
        Reply nested = Reply.array(
                Reply.map(Reply.bulk("k"), Reply.array(Reply.NULL, Reply.NULL_ARRAY)),
                Reply.set(List.of(Reply.ONE, new Reply.DoubleReply(0.5))));
        return Stream.of(
                same(Reply.OK, "+OK\r\n"),
                same(Reply.QUEUED, "+QUEUED\r\n"),
                same(Reply.status("OK"), "+OK\r\n"),
                same(Reply.status(""), "+\r\n"),
                same(Reply.error("ERR no such key"), "-ERR no such key\r\n"),
                same(Reply.error("ERR unknown command '\u00ff\u0080\0'"), "-ERR unknown command '\u00ff\u0080\0'\r\n"),
                same(Reply.error("ERR a\r\n+b\rc\nd"), "-ERR a  +b c d\r\n"),
                same(Reply.status("a\r\nb"), "+a  b\r\n"),
                same(Reply.error("ERR \u20ac \ud83d\ude00"), "-ERR ? ??\r\n"),
                same(Reply.ZERO, ":0\r\n"),
                same(Reply.integer(-1), ":-1\r\n"),
                same(Reply.integer(9), ":9\r\n"),
                same(Reply.integer(1023), ":1023\r\n"),
                same(Reply.integer(1024), ":1024\r\n"),
                same(Reply.integer(Long.MAX_VALUE), ":9223372036854775807\r\n"),
                same(Reply.integer(Long.MIN_VALUE), ":-9223372036854775808\r\n"),
                same(Reply.EMPTY_BULK, "$0\r\n\r\n"),
                same(Reply.bulk(Bytes.wrap(latin("xa\r\n\0\u00ffx"), 1, 5)), "$5\r\na\r\n\0\u00ff\r\n"),
                same(Reply.bulk("x".repeat(1023)), "$1023\r\n" + "x".repeat(1023) + "\r\n"),
                same(Reply.bulk("x".repeat(1024)), "$1024\r\n" + "x".repeat(1024) + "\r\n"),
                arguments(Reply.NULL, "$-1\r\n", "_\r\n"),
                arguments(Reply.NULL_ARRAY, "*-1\r\n", "_\r\n"),
                same(Reply.EMPTY_ARRAY, "*0\r\n"),
                same(Reply.array(Reply.OK, Reply.bulk("a"), Reply.integer(7)), "*3\r\n+OK\r\n$1\r\na\r\n:7\r\n"),
                same(Reply.array(Collections.nCopies(2000, Reply.ONE)), "*2000\r\n" + ":1\r\n".repeat(2000)),
                arguments(Reply.map(), "*0\r\n", "%0\r\n"),
                arguments(
                        Reply.map(Reply.bulk("a"), Reply.ONE, Reply.bulk("b"), Reply.NULL),
                        "*4\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n$-1\r\n",
                        "%2\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n_\r\n"),
                arguments(Reply.set(List.of(Reply.ONE, Reply.ZERO)), "*2\r\n:1\r\n:0\r\n", "~2\r\n:1\r\n:0\r\n"),
                arguments(
                        new Reply.Push(List.of(Reply.bulk("message"), Reply.NULL)),
                        "*2\r\n$7\r\nmessage\r\n$-1\r\n",
                        ">2\r\n$7\r\nmessage\r\n_\r\n"),
                arguments(new Reply.DoubleReply(3), "$1\r\n3\r\n", ",3\r\n"),
                arguments(new Reply.DoubleReply(-0.0), "$2\r\n-0\r\n", ",-0\r\n"),
                arguments(new Reply.DoubleReply(3.14), "$18\r\n3.1400000000000001\r\n", ",3.1400000000000001\r\n"),
                arguments(new Reply.DoubleReply(1e20), "$5\r\n1e+20\r\n", ",1e+20\r\n"),
                arguments(new Reply.DoubleReply(Double.POSITIVE_INFINITY), "$3\r\ninf\r\n", ",inf\r\n"),
                arguments(new Reply.DoubleReply(Double.NEGATIVE_INFINITY), "$4\r\n-inf\r\n", ",-inf\r\n"),
                arguments(new Reply.DoubleReply(Double.NaN), "$3\r\nnan\r\n", ",nan\r\n"),
                arguments(new Reply.BooleanReply(true), ":1\r\n", "#t\r\n"),
                arguments(new Reply.BooleanReply(false), ":0\r\n", "#f\r\n"),
                arguments(
                        new Reply.BigNumber("-1234567999999999999999999999999999999"),
                        "$38\r\n-1234567999999999999999999999999999999\r\n",
                        "(-1234567999999999999999999999999999999\r\n"),
                arguments(new Reply.Verbatim("txt", Bytes.of("a\nb")), "$3\r\na\nb\r\n", "=7\r\ntxt:a\nb\r\n"),
                arguments(new Reply.Verbatim("mkd", Bytes.EMPTY), "$0\r\n\r\n", "=4\r\nmkd:\r\n"),
                arguments(
                        nested,
                        "*2\r\n*2\r\n$1\r\nk\r\n*2\r\n$-1\r\n*-1\r\n*2\r\n:1\r\n$3\r\n0.5\r\n",
                        "*2\r\n%1\r\n$1\r\nk\r\n*2\r\n_\r\n_\r\n~2\r\n:1\r\n,0.5\r\n"));
    }

    @ParameterizedTest
    @MethodSource("replies")
    void encodesEveryReplyInBothProtocols(Reply reply, String resp2, String resp3) {
        assertThat(encoded(reply, RESP2)).isEqualTo(resp2);
        assertThat(encoded(reply, RESP3)).isEqualTo(resp3);
    }

    @ParameterizedTest
    @MethodSource("replies")
    void theReaderTakesTheBytesBack(Reply reply, String resp2, String resp3) throws IOException {
        assertThat(encoded(ReplyReader.decode(latin(resp3)), RESP3)).isEqualTo(resp3);
        // What RESP2 cannot tell apart reads back as the kind it was written as, so only the bytes can be compared.
        assertThat(encoded(ReplyReader.decode(latin(resp2)), RESP2)).isEqualTo(resp2);
    }

    @Test
    void theReaderFindsTheReplyAgain() throws IOException {
        Reply reply = Reply.array(
                Reply.map(Reply.bulk("k"), new Reply.DoubleReply(0.1)),
                Reply.set(List.of(Reply.integer(-5), new Reply.BooleanReply(true))),
                new Reply.Push(List.of(Reply.NULL)),
                new Reply.Verbatim("txt", Bytes.of("t")),
                new Reply.BigNumber("12"),
                Reply.error("ERR e"),
                Reply.EMPTY_BULK);
        assertThat(ReplyReader.decode(latin(encoded(reply, RESP3)))).isEqualTo(reply);
    }

    @Test
    void everyIntegerAroundTheSharedOnes() {
        for (long value = -1100; value <= 1100; value++) {
            assertThat(encoded(new Reply.IntegerReply(value), RESP2)).isEqualTo(":" + value + "\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 16, 4096})
    void appendsWhateverTheInitialCapacity(int capacity) {
        RespWriter writer = new RespWriter(capacity);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            writer.write(Reply.integer(i), RESP2);
            writer.write(Reply.bulk("v".repeat(i)), RESP2);
            expected.append(':')
                    .append(i)
                    .append("\r\n$")
                    .append(i)
                    .append("\r\n")
                    .append("v".repeat(i))
                    .append("\r\n");
        }
        assertThat(content(writer)).isEqualTo(expected.toString());
        assertThat(writer.array().length).isLessThanOrEqualTo(Math.max(capacity, 2 * writer.size() + 64));
    }

    @Test
    void allocatesNothingBeforeTheFirstReplyAndThenTheInitialCapacity() {
        RespWriter writer = new RespWriter(512);
        assertThat(writer.size()).isZero();
        assertThat(writer.array()).isEmpty();
        writer.write(Reply.OK, RESP2);
        assertThat(writer.array()).hasSize(512);
    }

    @Test
    void oneLargeReplyGetsWhatItNeedsAndNotTwiceThat() {
        RespWriter writer = new RespWriter(64);
        writer.write(Reply.bulk(Bytes.wrap(new byte[1_000_000])), RESP2);
        assertThat(writer.array().length).isLessThan(1_000_100);
    }

    @Test
    void takeHandsTheArrayOverForGood() {
        RespWriter writer = new RespWriter(64);
        writer.write(Reply.OK, RESP2);
        int size = writer.size();
        byte[] live = writer.array();
        byte[] taken = writer.take();
        assertThat(taken).isSameAs(live);
        assertThat(writer.size()).isZero();
        writer.write(Reply.ONE, RESP2);
        assertThat(writer.array()).isNotSameAs(taken);
        assertThat(Arrays.copyOf(taken, size)).asString().isEqualTo("+OK\r\n");
        assertThat(content(writer)).isEqualTo(":1\r\n");
    }

    @Test
    void resetKeepsTheArray() {
        RespWriter writer = new RespWriter(64);
        writer.write(Reply.OK, RESP2);
        byte[] array = writer.array();
        writer.reset();
        assertThat(writer.size()).isZero();
        writer.write(Reply.ONE, RESP2);
        assertThat(writer.array()).isSameAs(array);
        assertThat(content(writer)).isEqualTo(":1\r\n");
    }

    @Test
    void beyondTheLimitItRefusesAndKeepsWhatItHad() {
        RespWriter writer = new RespWriter(64, 1000);
        writer.write(Reply.OK, RESP2);
        Reply tooLarge = Reply.array(Reply.ONE, Reply.bulk("x".repeat(500)), Reply.bulk("x".repeat(500)));
        assertThatThrownBy(() -> writer.write(tooLarge, RESP2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at most 1000");
        assertThat(content(writer)).isEqualTo("+OK\r\n");
        writer.write(Reply.error("ERR internal error"), RESP2);
        assertThat(content(writer)).isEqualTo("+OK\r\n-ERR internal error\r\n");
    }

    // ---- long strings that are referred to ----

    private static final Bytes LONG = Bytes.wrap(latin("0123456789abcdef".repeat(RespWriter.REFERRED_BYTES_MIN / 16)));

    private static List<Bytes> pieces(RespWriter writer) {
        List<Bytes> pieces = new ArrayList<>();
        writer.takePieces(pieces::add);
        return pieces;
    }

    private static String joined(List<Bytes> pieces) {
        StringBuilder joined = new StringBuilder();
        pieces.forEach(each -> joined.append(new String(each.toByteArray(), StandardCharsets.ISO_8859_1)));
        return joined.toString();
    }

    @ParameterizedTest
    @EnumSource(RespVersion.class)
    void whatRefersReadsLikeWhatCopies(RespVersion version) {
        List<Reply> replies = List.of(
                Reply.bulk(LONG),
                Reply.OK,
                Reply.array(Reply.ONE, Reply.bulk(LONG), Reply.bulk("short"), Reply.bulk(LONG)),
                Reply.push(Reply.bulk("message"), Reply.bulk(LONG)),
                Reply.map(Reply.bulk("key"), Reply.array(Reply.bulk(LONG), Reply.bulk(LONG))));
        RespWriter copying = new RespWriter(16);
        RespWriter referring = RespWriter.inPortions(16, Integer.MAX_VALUE, () -> {});
        for (int round = 0; round < 2; round++) {
            for (Reply reply : replies) {
                copying.write(reply, version);
                referring.write(reply, version);
            }
            assertThat(referring.referredBytes()).isEqualTo(6L * LONG.length());
            assertThat(referring.size() + referring.referredBytes()).isEqualTo(copying.size());
            assertThat(joined(pieces(referring))).isEqualTo(content(copying));
            assertThat(referring.referredBytes()).as("nothing is left").isZero();
            assertThat(referring.size()).isZero();
            copying.reset();
        }
    }

    @ParameterizedTest
    @EnumSource(RespVersion.class)
    void aLongReplyIsHandedOverInPortions(RespVersion version) {
        List<Reply> elements = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            elements.add(i % 100 == 0 ? Reply.bulk(LONG) : Reply.array(Reply.bulk("value" + i), Reply.integer(i)));
        }
        List<Reply> replies =
                List.of(Reply.OK, Reply.array(elements), Reply.map(elements), Reply.bulk(LONG), Reply.ONE);
        List<String> portions = new ArrayList<>();
        List<RespWriter> self = new ArrayList<>();
        RespWriter writer = RespWriter.inPortions(16, 1_000, () -> portions.add(joined(pieces(self.get(0)))));
        self.add(writer);
        RespWriter whole = new RespWriter(16);
        for (Reply reply : replies) {
            writer.write(reply, version);
            whole.write(reply, version);
        }
        assertThat(portions)
                .hasSizeGreaterThan(10)
                .allSatisfy(portion -> assertThat(portion.length()).isBetween(1_000, 1_100 + LONG.length()));
        assertThat(String.join("", portions) + joined(pieces(writer))).isEqualTo(content(whole));
    }

    @Test
    void whoTakesAPortionMayEndTheReply() {
        List<RespWriter> self = new ArrayList<>();
        RespWriter writer = RespWriter.inPortions(16, 100, () -> {
            self.get(0).take();
            throw new IllegalStateException("enough");
        });
        self.add(writer);
        Reply element = Reply.bulk("x".repeat(60));
        assertThatThrownBy(() -> writer.write(Reply.array(element, element, element, element), RESP2))
                .hasMessage("enough");
        assertThat(writer.size()).isZero();
        writer.write(Reply.OK, RESP2);
        assertThat(joined(pieces(writer))).isEqualTo("+OK\r\n");
    }

    @Test
    void onlyLongStringsThatNobodyChangesAreReferredTo() {
        RespWriter writer = RespWriter.inPortions(16, Integer.MAX_VALUE, () -> {});
        Bytes shorter = Bytes.wrap(new byte[LONG.length() - 1]);
        Bytes partOfMore = Bytes.wrap(new byte[LONG.length() + 1], 0, LONG.length());
        writer.write(Reply.array(Reply.bulk(shorter), Reply.bulk(partOfMore)), RESP2);
        assertThat(writer.referredBytes()).isZero();
        assertThat(pieces(writer)).hasSize(1);
        writer.write(Reply.bulk(LONG), RESP2);
        assertThat(writer.array().length).as("room for what is around it").isLessThan(100);
        assertThatThrownBy(writer::take).isInstanceOf(IllegalStateException.class);
        assertThat(pieces(writer)).hasSize(3).element(1).isSameAs(LONG);
        writer.write(Reply.bulk(LONG), RESP2);
        writer.reset();
        writer.write(Reply.OK, RESP2);
        assertThat(joined(pieces(writer))).isEqualTo("+OK\r\n");
    }

    @Test
    void whatIsRefusedIsNotReferredTo() {
        RespWriter writer = new RespWriter(64, 3 * LONG.length(), true);
        writer.write(Reply.array(Reply.bulk(LONG)), RESP2);
        List<Reply> tooLarge = List.of(
                Reply.array(
                        Reply.bulk(LONG),
                        Reply.bulk(Bytes.wrap(new byte[3 * LONG.length()], 0, 3 * LONG.length() - 1))),
                Reply.array(Reply.bulk(LONG), Reply.bulk("x".repeat(LONG.length() - 1))),
                Reply.array(Reply.bulk(LONG), Reply.bulk(LONG)));
        for (Reply each : tooLarge) {
            assertThatThrownBy(() -> writer.write(each, RESP2)).isInstanceOf(IllegalStateException.class);
            assertThat(writer.referredBytes()).isEqualTo(LONG.length());
        }
        assertThat(joined(pieces(writer))).isEqualTo("*1\r\n$" + LONG.length() + "\r\n" + LONG + "\r\n");
    }

    @Test
    void refusesANegativeCapacity() {
        assertThatThrownBy(() -> new RespWriter(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Arguments same(Reply reply, String bytes) {
        return arguments(reply, bytes, bytes);
    }

    private static String encoded(Reply reply, RespVersion version) {
        RespWriter writer = new RespWriter(16);
        writer.write(reply, version);
        return content(writer);
    }

    private static String content(RespWriter writer) {
        return new String(writer.array(), 0, writer.size(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
