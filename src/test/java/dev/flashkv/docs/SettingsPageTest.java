package dev.flashkv.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documentation's list of settings is what the table of settings says. */
class SettingsPageTest {
    private static final Path PAGE = Documents.ROOT.resolve("src/site/markdown/settings.md");
    private static final String UPDATE = "flashkv.docs.update";

    @Test
    void thePageIsWhatTheTableSays() throws IOException {
        String page = SettingsPage.text();
        if (Boolean.getBoolean(UPDATE)) {
            Files.writeString(PAGE, page);
        }
        String there = Files.isRegularFile(PAGE) ? Files.readString(PAGE) : "";
        assertThat(there.equals(page))
                .withFailMessage(
                        "%s is not what the table says. To make it anew: mvn test -Dtest=SettingsPageTest -D%s=true",
                        PAGE, UPDATE)
                .isTrue();
    }
}
