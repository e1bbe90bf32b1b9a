package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.data.Value;
import org.junit.jupiter.api.Test;

/** How values are stored after each command, as OBJECT ENCODING tells. */
class EncodingTest {
    private final Engine engine = new Engine();

    private String after(String... command) {
        engine.run(command);
        Bytes key = Bytes.of(command[1]);
        return engine.of(key).find(key, Value.class).encoding();
    }

    @Test
    void stringsByContent() {
        assertThat(after("SET", "k", "x".repeat(44))).isEqualTo("embstr");
        assertThat(after("SET", "k", "x".repeat(45))).isEqualTo("raw");
        assertThat(after("SET", "k", "")).isEqualTo("embstr");
        assertThat(after("SET", "k", "12345")).isEqualTo("int");
        assertThat(after("SET", "k", "-9223372036854775808")).isEqualTo("int");
        assertThat(after("SET", "k", "9223372036854775807")).isEqualTo("int");
        assertThat(after("SET", "k", "9223372036854775808")).isEqualTo("embstr");
        assertThat(after("SET", "k", "012")).isEqualTo("embstr");
        assertThat(after("SET", "k", "+1")).isEqualTo("embstr");
        assertThat(after("SET", "k", "-0")).isEqualTo("embstr");
        assertThat(after("GETSET", "k", "1")).isEqualTo("int");
        assertThat(after("MSET", "k", "abc")).isEqualTo("embstr");
        assertThat(after("SETEX", "k", "10", "7")).isEqualTo("int");
    }

    @Test
    void stringsThatChange() {
        assertThat(after("APPEND", "fresh", "12")).isEqualTo("int");
        assertThat(after("APPEND", "fresh", "3")).isEqualTo("raw");
        assertThat(after("INCR", "fresh")).isEqualTo("int");
        assertThat(after("APPEND", "fresh", "")).isEqualTo("raw");
        assertThat(after("DECRBY", "fresh", "4")).isEqualTo("int");
        assertThat(after("SETRANGE", "fresh", "0", "9")).isEqualTo("raw");
        assertThat(after("INCRBYFLOAT", "fresh", "1")).isEqualTo("embstr");
        assertThat(after("INCRBYFLOAT", "absent", "15")).isEqualTo("embstr");
        assertThat(after("SETRANGE", "other", "0", "7")).isEqualTo("raw");
        assertThat(after("APPEND", "another", "abc")).isEqualTo("embstr");
        assertThat(after("SETRANGE", "another", "0", "")).isEqualTo("embstr");
    }

    @Test
    void lists() {
        assertThat(after("RPUSH", "l", "a")).isEqualTo("quicklist");
    }
}
