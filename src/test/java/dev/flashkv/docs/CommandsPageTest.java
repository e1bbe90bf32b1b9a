package dev.flashkv.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.command.CommandTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documentation's list of commands is what the command table says. */
class CommandsPageTest {
    private static final Path PAGE = Documents.ROOT.resolve("src/site/markdown/commands.md");
    private static final String UPDATE = "flashkv.docs.update";

    @Test
    void thePageIsWhatTheTableSays() throws IOException {
        String page = CommandsPage.of(CommandTable.standard());
        if (Boolean.getBoolean(UPDATE)) {
            Files.writeString(PAGE, page);
        }
        String there = Files.isRegularFile(PAGE) ? Files.readString(PAGE) : "";
        assertThat(there.equals(page))
                .withFailMessage(
                        "%s is not what the command table says. To make it anew: mvn test -Dtest=CommandsPageTest -D%s=true",
                        PAGE, UPDATE)
                .isTrue();
    }
}
