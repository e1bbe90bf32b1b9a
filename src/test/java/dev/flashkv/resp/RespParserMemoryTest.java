package dev.flashkv.resp;

import static dev.flashkv.resp.RequestStreams.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.bytes.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser holds for a client, what it copies and what it does not. */
class RespParserMemoryTest {

    private static final int KB = 1024;

    private final RespParser parser = new RespParser(RespLimits.DEFAULTS);

    @Test
    void aWholeRequestIsViewsOfItsChunk() throws ProtocolException {
        byte[] chunk = bytes("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\nGET k\r\n");
        parser.feed(chunk, 0, chunk.length);
        assertThat(parser.next())
                .hasSize(3)
                .allSatisfy(argument -> assertThat(argument.array()).isSameAs(chunk));
        assertThat(parser.next())
                .hasSize(2)
                .allSatisfy(argument -> assertThat(argument.array()).isSameAs(chunk));
    }

    @Test
    void aCutArgumentEndsInAnArrayOfItsOwn() throws ProtocolException {
        feed("*2\r\n$4\r\nECHO\r\n$3000\r\n");
        byte[] part = new byte[100];
        for (int i = 0; i < 30; i++) {
            assertThat(parser.next()).isNull();
            parser.feed(part, 0, part.length);
        }
        assertThat(parser.next()).isNull();
        feed("\r\n");
        Bytes[] request = parser.next();
        assertThat(request).hasSize(2);
        // Nothing is left to copy for whoever stores it.
        assertThat(request[1].detached()).isSameAs(request[1]);
        assertThat(request[1].length()).isEqualTo(3000);
    }

    @Test
    void anUnfinishedRequestDoesNotPinItsChunk() throws ProtocolException {
        String pings = "PING\r\n".repeat(20_000);
        feed(pings + "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$10\r\nval");
        for (int i = 0; i < 20_000; i++) {
            assertThat(parser.next()).isNotNull();
        }
        assertThat(parser.next()).isNull();
        assertThat(parser.bufferedBytes()).isBetween(7L, 2L * KB);
        feed("ue.....\r\n");
        assertThat(parser.next())
                .containsExactly(Bytes.of("SET"), Bytes.of("k"), Bytes.of("value....."))
                .allSatisfy(argument -> assertThat(argument.array().length).isLessThanOrEqualTo(10));
        assertThat(parser.bufferedBytes()).isZero();
    }

    @Test
    void anUnfinishedInlineCommandDoesNotPinItsChunk() throws ProtocolException {
        feed("PING\r\n".repeat(20_000) + "ECHO he");
        while (parser.next() != null) {
            // Only what comes after them counts.
        }
        assertThat(parser.bufferedBytes()).isBetween(7L, 2L * KB);
        feed("llo\r\n");
        Bytes[] request = parser.next();
        assertThat(request).containsExactly(Bytes.of("ECHO"), Bytes.of("hello"));
        assertThat(request[1].array().length).isLessThanOrEqualTo(2 * KB);
        assertThat(parser.bufferedBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*2147483647\r\n",
                "*2147483647\r\n$536870912\r\n",
                "*1\r\n$536870912\r\n",
                "*1\r\n$536870912\r\nx",
                "*1024\r\n$16384\r\nx",
                "*",
                "*1\r\n$1",
                "x"
            })
    void announcingCostsLittle(String bytes) throws ProtocolException {
        feed(bytes);
        assertThat(parser.next()).isNull();
        assertThat(parser.bufferedBytes()).isLessThan(2 * KB);
    }

    @Test
    void aDrippingArgumentTakesWhatHasArrived() throws ProtocolException {
        feed("*1\r\n$536870912\r\n");
        byte[] drop = new byte[1000];
        for (int received = 1000; received <= 4_000_000; received += 1000) {
            parser.feed(drop, 0, drop.length);
            assertThat(parser.next()).isNull();
            assertThat(parser.bufferedBytes()).isBetween((long) received, 2L * received + KB);
        }
    }

    @Test
    void anArgumentNeverTakesMoreThanItsLength() throws ProtocolException {
        feed("*1\r\n$1000000\r\n");
        byte[] part = new byte[999];
        for (int received = 999; received < 1_000_000; received += 999) {
            parser.feed(part, 0, part.length);
            assertThat(parser.next()).isNull();
            assertThat(parser.bufferedBytes()).isLessThan(1_000_000 + KB);
        }
        parser.feed(part, 0, 1);
        assertThat(parser.next()).isNull();
        assertThat(parser.bufferedBytes()).isBetween(1_000_000L, 1_000_000L + KB);
    }

    @Test
    void aHiddenLineTakesNothing() throws ProtocolException {
        byte[] zeros = new byte[KB];
        for (int i = 0; i < 64; i++) {
            parser.feed(zeros, 0, zeros.length);
            assertThat(parser.next()).isNull();
            assertThat(parser.bufferedBytes()).isZero();
        }
        parser.feed(zeros, 0, 1);
        assertThatThrownBy(parser::next).hasMessage("too big inline request");
    }

    @Test
    void aLongHeaderTakesNothing() throws ProtocolException {
        feed("*");
        byte[] digits = new byte[65535];
        Arrays.fill(digits, (byte) '1');
        parser.feed(digits, 0, digits.length);
        assertThat(parser.next()).isNull();
        assertThat(parser.bufferedBytes()).isZero();
    }

    @Test
    void aMillionArgumentsInSmallChunks() throws ProtocolException {
        int count = 1_000_000;
        byte[] stream = bytes("*" + count + "\r\n" + "$1\r\nx\r\n".repeat(count - 1) + "$3\r\nend\r\n");
        Bytes[] request = null;
        long mostBuffered = 0;
        for (int at = 0; at < stream.length; at += 16 * KB) {
            // A chunk of its own for each, as the network delivers them: pinned chunks would show up in the arrays.
            byte[] chunk = Arrays.copyOfRange(stream, at, Math.min(stream.length, at + 16 * KB));
            parser.feed(chunk, 0, chunk.length);
            request = parser.next();
            mostBuffered = Math.max(mostBuffered, parser.bufferedBytes());
        }
        assertThat(request).isNotNull();
        assertThat(request.length).isEqualTo(count);
        for (int i = 0; i < count - 1; i++) {
            assertThat(request[i].byteAt(0)).isEqualTo((byte) 'x');
        }
        assertThat(request[count - 1]).isEqualTo(Bytes.of("end"));
        assertThat(request[0].array().length).isLessThan(3 * KB);
        // A view of 24 bytes, a byte and a reference each.
        assertThat(mostBuffered).isBetween(28L * count, 40L * count);
        assertThat(parser.bufferedBytes()).isZero();
    }

    @Test
    void aMillionArgumentsByteByByte() throws ProtocolException {
        int count = 1_000_000;
        byte[] stream = bytes("*" + count + "\r\n" + "$1\r\nx\r\n".repeat(count));
        Bytes[] request = null;
        for (int at = 0; at < stream.length; at++) {
            parser.feed(stream, at, 1);
            request = parser.next();
        }
        assertThat(request).isNotNull();
        assertThat(request.length).isEqualTo(count);
    }

    @Test
    void aLongPipelineInOneChunk() throws ProtocolException {
        int count = 100_000;
        byte[] chunk = bytes("*2\r\n$3\r\nGET\r\n$1\r\nk\r\n".repeat(count));
        parser.feed(chunk, 0, chunk.length);
        assertThat(parser.bufferedBytes()).isEqualTo(chunk.length);
        for (int i = 1; i <= count; i++) {
            Bytes[] request = parser.next();
            assertThat(request).isNotNull();
            assertThat(request[1].array()).isSameAs(chunk);
            assertThat(parser.bufferedBytes()).isEqualTo(chunk.length - i * (chunk.length / count));
        }
        assertThat(parser.next()).isNull();
    }

    @Test
    void manyQuotedWordsTakeNoMoreThanTheLine() throws ProtocolException {
        feed("\"a\" ".repeat(16_000) + "\r\n");
        Bytes[] request = parser.next();
        assertThat(request).isNotNull();
        assertThat(request.length).isEqualTo(16_000);
        assertThat(request[15_999].array()).isSameAs(request[0].array());
        assertThat(request[0].array().length).isLessThanOrEqualTo(64 * KB);
    }

    @Test
    void whatIsFedTooEarlyIsKeptInProportion() throws ProtocolException {
        feed("PING\r\nPI");
        byte[] ping = bytes("NG\r\nPI");
        for (int i = 0; i < 10_000; i++) {
            parser.feed(ping, 0, ping.length);
        }
        assertThat(parser.bufferedBytes()).isBetween(60_000L, 130_000L);
        for (int i = 0; i < 10_001; i++) {
            assertThat(parser.next()).containsExactly(Bytes.of("PING"));
        }
        assertThat(parser.next()).isNull();
        assertThat(parser.bufferedBytes()).isLessThan(2 * KB);
    }

    private void feed(String text) {
        byte[] bytes = bytes(text);
        parser.feed(bytes, 0, bytes.length);
    }
}
