package dev.flashkv.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The project's documents. */
final class Documents {
    /** The project's folder: Maven names it, else it is where the test runs. */
    static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private static final Pattern FENCE = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```$");

    private Documents() {}

    static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    /** All Markdown files: those at the top and those of the site. */
    static List<Path> markdown() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> site = Files.walk(ROOT.resolve("src/site/markdown"))) {
            Stream.concat(top, site)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .forEach(files::add);
        }
        return files;
    }

    /** The contents of the fenced blocks marked with {@code language}. */
    static List<String> blocks(String markdown, String language) {
        List<String> blocks = new ArrayList<>();
        Matcher fence = FENCE.matcher(markdown);
        while (fence.find()) {
            if (fence.group(1).equals(language)) {
                blocks.add(fence.group(2));
            }
        }
        return blocks;
    }

    /** The text without its fenced blocks. */
    static String prose(String markdown) {
        return FENCE.matcher(markdown).replaceAll("");
    }
}
