package dev.flashkv.resp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.reply.Reply;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyReaderTest {

    @Test
    void readsOneReplyAndLeavesTheNext() throws IOException {
        InputStream in = stream("*2\r\n$1\r\na\r\n:1\r\n+OK\r\n");
        assertThat(ReplyReader.readRaw(in)).asString().isEqualTo("*2\r\n$1\r\na\r\n:1\r\n");
        assertThat(ReplyReader.read(in)).isEqualTo(Reply.OK);
        assertThatThrownBy(() -> ReplyReader.read(in)).isInstanceOf(EOFException.class);
    }

    @Test
    void readsWhatOnlyOtherServersSend() throws IOException {
        assertThat(ReplyReader.decode(bytes("|1\r\n+ttl\r\n:3\r\n+OK\r\n"))).isEqualTo(Reply.OK);
        assertThat(ReplyReader.decode(bytes("!5\r\nERR a\r\n"))).isEqualTo(Reply.error("ERR a"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x\r\n",
                ":\r\n",
                ":01\r\n",
                ":+1\r\n",
                ":1\n",
                ":1\r\r\n",
                "+a\nb\r\n",
                "$-2\r\n",
                "$1\r\nab\r\n",
                "$x\r\n",
                "*-2\r\n",
                "_x\r\n",
                "#x\r\n",
                ",\r\n",
                ",1.\r\n",
                "(1.5\r\n",
                "=2\r\nab\r\n",
                "+OK\r\n+OK\r\n"
            })
    void refusesWhatIsNoReply(String bytes) {
        assertThatThrownBy(() -> ReplyReader.decode(bytes(bytes))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", ":1\r", "$3\r\nab", "$3\r\nabc\r", "*2\r\n:1\r\n"})
    void noticesTheEndOfTheStream(String bytes) {
        assertThatThrownBy(() -> ReplyReader.readRaw(stream(bytes))).isInstanceOf(EOFException.class);
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
