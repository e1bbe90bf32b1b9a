package dev.flashkv.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs that a search begins with, by target: lines of a file, with Java's escapes; those by which Jazzer has got
 * further, in a file of the same form; and what has failed once, where Jazzer leaves it: each input a file as it is, in
 * a folder named after the target.
 */
final class FuzzCorpus {
    private static final Path FOLDER = Path.of("src/test/resources/dev/flashkv/fuzz");

    private FuzzCorpus() {}

    static List<byte[]> parser() {
        return corpus("requests.txt", "parser");
    }

    static List<byte[]> numbers() {
        return corpus("numbers.txt", "numbers");
    }

    static List<byte[]> globs() {
        return corpus("globs.txt", "globs");
    }

    static List<byte[]> payloads() {
        return corpus("payloads.txt", "payloads");
    }

    static List<byte[]> server() {
        return corpus("requests.txt", "server");
    }

    private static List<byte[]> corpus(String written, String target) {
        try {
            return Stream.of(
                            lines(FOLDER.resolve(written)),
                            lines(FOLDER.resolve(target + "-found.txt")),
                            files(FOLDER.resolve("GuidedFuzzTestInputs").resolve(target)))
                    .flatMap(List::stream)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<byte[]> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.translateEscapes().getBytes(StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static List<byte[]> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().map(FuzzCorpus::read).toList();
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
