package dev.flashkv.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The operator's file changes nothing as it comes, and shows the defaults as they are. */
class ApplicationConfTest {
    private static final Path FILE = Documents.ROOT.resolve("application.conf");

    @Test
    void asItComesItSetsNothing() throws IOException {
        assertThat(parse(Files.readString(FILE)).entrySet()).isEmpty();
    }

    /** A line that begins with a {@code #} and no blank is a setting; other comments are text. */
    @Test
    void itsSettingsAreTheDefaults() throws IOException {
        Config shown = parse(Files.readString(FILE).replaceAll("(?m)^( *)#(?=\\S)", "$1"));
        Config defaults = ConfigFactory.parseResources(
                "reference.conf", ConfigParseOptions.defaults().setAllowMissing(false));
        assertThat(shown.entrySet()).isNotEmpty();
        shown.entrySet()
                .forEach(setting -> assertThat(setting.getValue().unwrapped())
                        .as(setting.getKey())
                        .isEqualTo(defaults.getValue(setting.getKey()).unwrapped()));
    }

    private static Config parse(String text) {
        return ConfigFactory.parseString(text);
    }
}
