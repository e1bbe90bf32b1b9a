package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flashkv.command.ConfigOptions;
import dev.flashkv.server.CommandLine.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
    private static final Map<String, String> NO_VARIABLES = Map.of();

    @TempDir
    private Path directory;

    private static CommandLine parse(String... arguments) throws UsageException {
        return CommandLine.parse(List.of(arguments), NO_VARIABLES);
    }

    private static Settings settings(String... arguments) throws UsageException {
        return Settings.from(parse(arguments).config());
    }

    private static ConfigOptions options(String... arguments) throws UsageException {
        return settings(arguments).options();
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    // ---- options ----

    @Test
    void optionsBecomeSettings() throws Exception {
        Settings settings =
                settings("--port", "7000", "--BIND", "127.0.0.1", "-::1", "*", "--dir", directory.toString());
        assertThat(settings.port()).isEqualTo(7000);
        assertThat(settings.bind()).containsExactly("127.0.0.1", "-::1", "*");
        assertThat(settings.dir()).isEqualTo(directory);
        assertThat(settings.confFile()).isNull();
    }

    @Test
    void optionsHaveRedisUnitsAndSpelling() throws Exception {
        ConfigOptions options = options(
                "--maxmemory",
                "100mb",
                "--maxmemory-policy",
                "ALLKEYS-LRU",
                "--list-max-ziplist-size",
                "-4",
                "--enable-debug-command",
                "local",
                "--logfile",
                "",
                "--save",
                "",
                "--timeout",
                "30");
        assertThat(options.get("maxmemory").number()).isEqualTo(104_857_600);
        assertThat(options.get("maxmemory-policy").text()).isEqualTo("allkeys-lru");
        assertThat(options.get("list-max-listpack-size").number()).isEqualTo(-4);
        assertThat(options.get("enable-debug-command").text()).isEqualTo("local");
        assertThat(options.get("timeout").number()).isEqualTo(30);
    }

    @Test
    void hostAndPortHaveShortNames() throws Exception {
        Settings settings = settings("-h", "127.0.0.2", "-p", "7000");
        assertThat(settings.bind()).containsExactly("127.0.0.2");
        assertThat(settings.port()).isEqualTo(7000);
        assertThat(settings("--host", "127.0.0.3").bind()).containsExactly("127.0.0.3");
    }

    @Test
    void theLastOfSeveralCounts() throws Exception {
        assertThat(settings("-p", "7000", "--port", "7001").port()).isEqualTo(7001);
        assertThat(options("--lua-time-limit", "1", "--busy-reply-threshold", "2")
                        .get("busy-reply-threshold")
                        .number())
                .isEqualTo(2);
    }

    @Test
    void asksForTheVersionOrTheOptions() throws Exception {
        assertThat(parse().request()).isEqualTo(Request.START);
        assertThat(parse("-v").request()).isEqualTo(Request.VERSION);
        assertThat(parse("-h").request()).isEqualTo(Request.HELP);
        assertThat(parse("--port", "1", "--help").request()).isEqualTo(Request.HELP);
    }

    @Test
    void helpNamesEveryDirectiveWithEffect() {
        assertThat(CommandLine.help())
                .contains("--maxmemory SIZE", "--requirepass PASSWORD", "--bind ADDRESS...", "--protected-mode yes|no")
                .doesNotContain("--hz", "--appendonly");
        assertThat(CommandLine.help().lines()).allMatch(line -> line.length() <= 130);
    }

    @Test
    void whatHasNoEffectIsWarnedOfOnce() throws Exception {
        String conf = file("redis.conf", "hz 20\nmaxmemory 1mb\nhz 30\n");
        assertThat(parse(conf, "--io-threads", "4", "--port", "7000").warnings())
                .containsExactly(
                        conf + ":3: hz is accepted and has no effect yet",
                        "option --io-threads: io-threads is accepted and has no effect yet");
    }

    // ---- the order of sources ----

    @Test
    void everySourceIsStrongerThanTheNext() throws Exception {
        String operators =
                file("operators.conf", "flashkv { shards = 8, server { port = 1, timeout = 1, maxclients = 1 } }");
        String conf = file("redis.conf", "port 3\n");
        Map<String, String> variables =
                Map.of("FLASHKV_PORT", "2", "FLASHKV_TIMEOUT", "2", "FLASHKV_SLAVE_PRIORITY", "2", "PATH", "/bin");
        ConfigOptions options = Settings.from(
                        CommandLine.parse(List.of(conf, "--config", operators, "--port", "4"), variables)
                                .config())
                .options();
        assertThat(options.get("port").number()).isEqualTo(4);
        assertThat(options.get("timeout").number()).isEqualTo(2);
        assertThat(options.get("replica-priority").number()).isEqualTo(2);
        assertThat(options.get("maxclients").number()).isEqualTo(1);
        assertThat(options.get("shards").number()).isEqualTo(8);
        assertThat(options.get("tcp-backlog").number()).isEqualTo(511);
    }

    @Test
    void variablesHaveWordsAndUnitsAsInRedis() throws Exception {
        Map<String, String> variables = Map.of(
                "FLASHKV_MAXMEMORY", "1gb",
                "FLASHKV_BIND", " 127.0.0.1  -::1 ",
                "FLASHKV_REQUIREPASS", "with blanks in it",
                "FLASHKV_SAVE", "",
                "FLASHKV_HZ", "20",
                "FLASHKV_NONSENSE", "1");
        CommandLine commandLine = CommandLine.parse(List.of(), variables);
        ConfigOptions options = Settings.from(commandLine.config()).options();
        assertThat(options.get("maxmemory").number()).isEqualTo(1 << 30);
        assertThat(options.get("bind").text()).isEqualTo("127.0.0.1 -::1");
        assertThat(options.get("requirepass").text()).isEqualTo("with blanks in it");
        assertThat(commandLine.warnings())
                .containsExactly(
                        "environment variable FLASHKV_HZ: hz is accepted and has no effect yet",
                        "environment variable FLASHKV_NONSENSE is not known and has no effect");
    }

    @Test
    void directivesWithoutEffectMayStandInTheOperatorsFile() throws Exception {
        String operators = file(
                "operators.conf",
                "flashkv.redis { hz = 20, hash-max-listpack-value = 1 KiB, activerehashing = false, save = [] }");
        ConfigOptions options = options("--config", operators);
        assertThat(options.get("hz").text()).isEqualTo("20");
        assertThat(options.get("hash-max-listpack-value").text()).isEqualTo("1024");
        assertThat(options.get("activerehashing").text()).isEqualTo("no");
    }

    // ---- mistakes ----

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--prot 7000              | unknown option '--prot' (--help lists them)",
                "7000                     | can't read the config file 7000",
                "--port=7000              | unknown option '--port=7000' (--help lists them)",
                "--port                   | option --port: port takes one value",
                "--port 1 2               | option --port: port takes one value",
                "--port seven             | option --port: port seven: argument couldn't be parsed into an integer",
                "--port 65536             | option --port: port 65536: argument must be between 0 and 65535 inclusive",
                "-p 6379.5                | option -p: port 6379.5: argument couldn't be parsed into an integer",
                "--port -1                | option --port: port -1: argument must be between 0 and 65535 inclusive",
                "--bind                   | option --bind: bind \"\": must name at least one address",
                "--dir missing            | option --dir: dir missing: No such file or directory",
                "--config                 | option --config takes one value",
                "--config missing.conf    | can't read the config file missing.conf",
                "--config .               | can't read the config file .",
                "--maxmemory much         | option --maxmemory: maxmemory much: argument must be a memory value",
                "--maxmemory-policy some  | argument(s) must be one of the following: ",
                "--enable-debug-command 1 | argument(s) must be one of the following: no, yes, local",
                "--shards 0               | option --shards: shards 0: argument must be between 1 and 1024 inclusive",
                "--databases 16385        | argument must be between 1 and 16384 inclusive",
                "--hz x                   | option --hz: hz x: argument couldn't be parsed into an integer",
                "--save 60                | option --save: save 60: Invalid save parameters",
                "--save 60 1              | option --save: save 60 1: FlashKV keeps nothing on disk yet",
                "--appendonly yes         | option --appendonly: appendonly yes: FlashKV keeps nothing on disk yet",
                "--daemonize yes          | option --daemonize: daemonize yes: FlashKV stays in the foreground",
                "--tls-port 65536         | option --tls-port: tls-port 65536: argument must be between 0 and 65535",
                "--tls-replication yes    | option --tls-replication: tls-replication yes: FlashKV has no replication yet",
                "--replicaof host 6379    | option --replicaof: replicaof host 6379: FlashKV has no replication yet",
                "--cluster-enabled yes    | option --cluster-enabled: cluster-enabled yes: FlashKV has no cluster mode yet",
                "--unixsocket /tmp/s      | option --unixsocket: unixsocket /tmp/s: FlashKV listens at TCP ports only",
                "--syslog-enabled yes     | option --syslog-enabled: syslog-enabled yes: FlashKV does not log to syslog",
                "--loadmodule m.so        | unknown option '--loadmodule' (--help lists them)",
            })
    void aMistakeIsSaidInOneLineThatNamesTheOption(String arguments, String message) {
        assertThatThrownBy(() -> settings(arguments.split(" ")))
                .isInstanceOf(UsageException.class)
                .message()
                .contains(message)
                .hasLineCount(1);
    }

    @Test
    void aMistakeInAVariableNamesIt() {
        assertThatThrownBy(() -> CommandLine.parse(List.of(), Map.of("FLASHKV_PORT", "x")))
                .isInstanceOf(UsageException.class)
                .hasMessage("environment variable FLASHKV_PORT: port x: argument couldn't be parsed into an integer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "flashkv.redis.nonsense = 1",
                "flashkv.redis.maxmemory = 1",
                "flashkv.redis.lua-time-limit = 1",
                "flashkv.redis.hz = x",
                "flashkv.redis.appendonly = true",
                "flashkv.server.port = 1.5",
                "flashkv.server.bind = []",
                "flashkv.server.bind = [\"\"]",
                "flashkv.server.protected-mode = perhaps",
                "flashkv.maxmemory = much",
                "flashkv.maxmemory = -1",
                "flashkv.shards = 5000",
                "flashkv.expiry.keys-per-sweep = 0.5",
            })
    void aMistakeInTheOperatorsFileIsSaidWithItsPlace(String line) throws IOException {
        String operators = file("operators.conf", "\n" + line + "\n");
        String path = line.substring(0, line.indexOf(" ="));
        assertThatThrownBy(() -> settings("--config", operators))
                .isInstanceOf(com.typesafe.config.ConfigException.class)
                .hasMessageContainingAll(path, "operators.conf: 2");
    }
}
