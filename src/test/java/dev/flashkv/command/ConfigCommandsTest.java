package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.keyspace.EvictionPolicy;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCommandsTest {
    private final Engine engine = new Engine();

    private Map<String, Object> get(String... names) {
        String[] words = new String[names.length + 2];
        words[0] = "CONFIG";
        words[1] = "GET";
        System.arraycopy(names, 0, words, 2, names.length);
        return Plain.map(engine.run(words));
    }

    @Test
    void showsSettingsByNameAndGlob() {
        assertThat(get("maxmemory")).isEqualTo(Map.of("maxmemory", "0"));
        assertThat(get("MaxMemory")).isEqualTo(Map.of("MaxMemory", "0"));
        assertThat(get("nonsense", "")).isEmpty();
        assertThat(get("PROTO-*", "proto-max-bulk-len", "d?tabases", "[t]imeout"))
                .isEqualTo(Map.of("proto-max-bulk-len", "536870912", "databases", "16", "timeout", "0"));
        assertThat(get("MAXMEMORY", "maxmemory", "maxmemor[y]")).isEqualTo(Map.of("MAXMEMORY", "0"));
        assertThat(get("*")).containsEntry("proto-max-bulk-len", "536870912");
    }

    @Test
    void changesSettings() {
        Transcript.check(engine, """
            > config set maxmemory 100mb maxmemory-policy ALLKEYS-lru
            OK
            > CONFIG SET Maxmemory-Samples 7
            OK
            > config set proto-max-bulk-len 1mb
            OK
            """);
        assertThat(engine.limits.memoryBytesMax()).isEqualTo(104_857_600);
        assertThat(engine.limits.evictionPolicy()).isEqualTo(EvictionPolicy.ALLKEYS_LRU);
        assertThat(engine.limits.evictionSamples()).isEqualTo(7);
        assertThat(engine.limits.bulkBytesMax()).isEqualTo(1_048_576);
        assertThat(get("maxmemory", "maxmemory-policy"))
                .isEqualTo(Map.of("maxmemory", "104857600", "maxmemory-policy", "allkeys-lru"));
    }

    @Test
    void changesAllOrNothing() {
        engine.run("CONFIG", "SET", "maxmemory", "1");
        Transcript.check(engine, """
            > config set maxmemory 2 maxmemory-samples 9 maxmemory-policy nonsense
            (error) ERR CONFIG SET failed (possibly related to argument 'maxmemory-policy') - argument(s) must be one of \
            the following: volatile-lru, volatile-lfu, volatile-random, volatile-ttl, allkeys-lru, allkeys-lfu, \
            allkeys-random, noeviction
            > config set maxmemory 2 nonsense 1
            (error) ERR Unknown option or number of arguments for CONFIG SET - 'nonsense'
            > config set maxmemory 2 databases 5
            (error) ERR CONFIG SET failed (possibly related to argument 'databases') - can't set immutable config
            > config set maxmemory 2 dir /
            (error) ERR CONFIG SET failed (possibly related to argument 'dir') - can't set protected config
            > config set maxmemory 2 MAXMEMORY 3
            (error) ERR CONFIG SET failed (possibly related to argument 'MAXMEMORY') - duplicate parameter
            """);
        assertThat(engine.limits.memoryBytesMax()).isEqualTo(1);
        assertThat(engine.limits.evictionSamples()).isEqualTo(5);
    }

    @Test
    void refusesWhatIsNoSetting() {
        Transcript.check(engine, """
            > config
            (error) ERR wrong number of arguments for 'config' command
            > config nonsense
            (error) ERR unknown subcommand 'nonsense'. Try CONFIG HELP.
            > config get
            (error) ERR wrong number of arguments for 'config|get' command
            > config set maxmemory
            (error) ERR wrong number of arguments for 'config|set' command
            > config set maxmemory 1 x
            (error) ERR syntax error
            > config set "no\\r\\nsuch" 1
            (error) ERR Unknown option or number of arguments for CONFIG SET - 'no  such'
            > config set MAXMEMORY x
            (error) ERR CONFIG SET failed (possibly related to argument 'maxmemory') - argument must be a memory value
            > config set maxmemory-samples x
            (error) ERR CONFIG SET failed (possibly related to argument 'maxmemory-samples') - argument couldn't be \
            parsed into an integer
            > config set maxmemory-samples 0
            (error) ERR CONFIG SET failed (possibly related to argument 'maxmemory-samples') - argument must be between \
            1 and 2147483647 inclusive
            > config set maxmemory-samples 2147483648
            (error) ERR CONFIG SET failed (possibly related to argument 'maxmemory-samples') - argument must be between \
            1 and 2147483647 inclusive
            > config set proto-max-bulk-len 1048575
            (error) ERR CONFIG SET failed (possibly related to argument 'proto-max-bulk-len') - argument must be between \
            1048576 and 9223372036854775807 inclusive
            > config set proto-max-bulk-len x
            (error) ERR CONFIG SET failed (possibly related to argument 'proto-max-bulk-len') - argument must be a memory \
            value
            > config resetstat x
            (error) ERR wrong number of arguments for 'config|resetstat' command
            > config resetstat
            OK
            """);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0100, 100",
        "7b, 7",
        "1k, 1000",
        "1KB, 1024",
        "1m, 1000000",
        "1mB, 1048576",
        "1G, 1000000000",
        "2gb, 2147483648",
        "9223372036854775807, 9223372036854775807",
        "9223372036854775808, 9223372036854775807",
        "17179869184gb, 9223372036854775807"
    })
    void readsMemorySizes(String text, long bytes) {
        assertThat(MemorySize.parse(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "gb", "-1", "+1", " 1", "1 ", "1.5gb", "1tb", "10%", "1kbb", "\u0661"})
    void refusesOtherSizes(String text) {
        assertThat(MemorySize.parse(text)).isEqualTo(-1);
    }
}
