package dev.flashkv.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flashkv.reply.Errors;
import dev.flashkv.reply.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModuleCommandsTest {
    private final Engine engine = new Engine();

    @Test
    void thereAreNoModules() {
        assertThat(engine.run("MODULE", "LIST")).isEqualTo(Reply.array(List.of()));
        assertThat(engine.run("MODULE", "LIST", "x")).isEqualTo(Errors.wrongArity("module|list"));
    }

    @Test
    void noneCanBeLoadedOrUnloaded() {
        for (String[] call : new String[][] {
            {"MODULE", "LOAD", "/x"}, {"MODULE", "LOADEX", "/x", "CONFIG", "a", "b"}, {"MODULE", "UNLOAD", "x"}
        }) {
            assertThat(engine.run(call))
                    .isInstanceOfSatisfying(
                            Reply.ErrorReply.class,
                            error -> assertThat(error.text()).startsWith("ERR MODULE command not allowed."));
        }
    }

    @Test
    void helpNamesTheSubcommands() {
        assertThat(engine.run("MODULE", "HELP").toString()).contains("LIST", "LOAD path", "UNLOAD name");
    }
}
