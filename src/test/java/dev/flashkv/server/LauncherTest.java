package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that starts the packaged server, with a java in place of the real one that prints its arguments. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {
    private static final Instant EARLIER = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path directory;

    private Path script;
    private Path jar;
    private Path archive;
    private Path javaHome;

    @BeforeEach
    void install() throws IOException {
        Path target = Files.createDirectory(directory.resolve("a target"));
        script = executable(target.resolve("flashkv"), Files.readString(Path.of("src/main/launcher/flashkv")));
        jar = Files.createFile(target.resolve("flashkv.jar"));
        archive = target.resolve("flashkv.jsa");
        javaHome = directory.resolve("a jdk");
        Files.createDirectories(javaHome.resolve("bin"));
        executable(javaHome.resolve("bin/java"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    }

    private static Path executable(Path file, String content) throws IOException {
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(int status, List<String> lines) {}

    private Run run(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(script.toString()).redirectErrorStream(true);
        builder.command().addAll(List.of(arguments));
        builder.environment().remove("JAVA_OPTS");
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return new Run(process.waitFor(), lines);
    }

    @Test
    void startsTheJarBesideItWithTheOptionsThatMeasuredBest() throws Exception {
        assertThat(run(Map.of(), "--port", "7000", "--requirepass", "two words").lines())
                .containsExactly(
                        "-XX:+UseParallelGC",
                        "-XX:+UseTransparentHugePages",
                        "-XX:InitialRAMPercentage=10",
                        "-XX:NewRatio=15",
                        "-jar",
                        jar.toRealPath().toString(),
                        "--port",
                        "7000",
                        "--requirepass",
                        "two words");
    }

    @Test
    void optionsOfTheUserComeLast() throws Exception {
        assertThat(run(Map.of("JAVA_OPTS", "-Xmx1g -XX:+UseSerialGC")).lines())
                .startsWith("-XX:+UseParallelGC", "-XX:+UseTransparentHugePages", "-Xmx1g", "-XX:+UseSerialGC", "-jar");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx4g",
                "-Dx=y -Xms1g",
                "-Xmn64m",
                "-XX:MaxHeapSize=1g",
                "-XX:MaxNewSize=64m",
                "-XX:NewRatio=3",
                "-XX:MaxRAMPercentage=50",
                "-XX:-UseParallelGC -XX:+UseG1GC"
            })
    void whoGivesSizesOrACollectorHasTheHeapDividedByTheJvm(String options) throws Exception {
        List<String> lines = run(Map.of("JAVA_OPTS", options)).lines();
        assertThat(lines).containsSubsequence(options.split(" "));
        assertThat(lines).doesNotContain("-XX:NewRatio=15", "-XX:InitialRAMPercentage=10");
    }

    @Test
    void otherOptionsLeaveThatToTheLauncher() throws Exception {
        assertThat(run(Map.of("JAVA_OPTS", "-Dflashkv.name=-Xmx -Xlog:gc -XX:+UseNUMA"))
                        .lines())
                .contains("-XX:NewRatio=15", "-XX:InitialRAMPercentage=10", "-Xlog:gc");
    }

    @Test
    void startsFromTheArchiveOnlyIfTheJarIsNotNewer() throws Exception {
        Files.createFile(archive);
        Files.setLastModifiedTime(jar, FileTime.from(EARLIER));
        String option = "-XX:SharedArchiveFile=" + archive.toRealPath();
        assertThat(run(Map.of()).lines()).contains(option);
        Files.setLastModifiedTime(archive, FileTime.from(EARLIER.minusSeconds(60)));
        assertThat(run(Map.of()).lines()).doesNotContain(option).contains("-jar");
    }

    @Test
    void saysInOneLineWhatIsMissing() throws Exception {
        Files.delete(javaHome.resolve("bin/java"));
        Run withoutJava = run(Map.of());
        assertThat(withoutJava.status()).isEqualTo(1);
        assertThat(withoutJava.lines())
                .containsExactly("flashkv: no Java runtime at " + javaHome + "/bin/java: set JAVA_HOME or PATH");
        Files.delete(jar);
        Run withoutJar = run(Map.of());
        assertThat(withoutJar.status()).isEqualTo(1);
        assertThat(withoutJar.lines())
                .singleElement()
                .asString()
                .startsWith("flashkv: no flashkv.jar beside ")
                .endsWith("mvn -DskipTests package makes it");
    }
}
