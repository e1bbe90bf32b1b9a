package dev.flashkv.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every link from one document to another, or to a heading, leads somewhere. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");

    @TestFactory
    Stream<DynamicTest> linksLeadSomewhere() throws IOException {
        return Documents.markdown().stream()
                .map(file -> dynamicTest(Documents.ROOT.relativize(file).toString(), () -> check(file)));
    }

    private static void check(Path file) throws IOException {
        Matcher link = LINK.matcher(Documents.prose(Files.readString(file)));
        while (link.find()) {
            String target = link.group(1);
            if (target.matches("[a-z]+:.*")) {
                continue;
            }
            int hash = target.indexOf('#');
            String path = hash < 0 ? target : target.substring(0, hash);
            Path to = path.isEmpty() ? file : file.resolveSibling(path).normalize();
            assertThat(to).as("link to %s", target).exists();
            if (hash >= 0) {
                assertThat(anchors(Files.readString(to)))
                        .as("link to %s", target)
                        .contains(target.substring(hash + 1));
            }
        }
    }

    /** As GitHub makes them of headings. */
    private static List<String> anchors(String markdown) {
        return HEADING.matcher(Documents.prose(markdown))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .toList();
    }
}
