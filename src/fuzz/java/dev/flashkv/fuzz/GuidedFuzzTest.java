package dev.flashkv.fuzz;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.SilentCloseable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The targets of {@link FuzzTargets} and a whole server, searched by Jazzer: one of them at a time, see the profile "fuzz". */
class GuidedFuzzTest {
    private static FuzzedServer server;

    @BeforeAll
    static void open() {
        server = new FuzzedServer();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @FuzzTest
    void parser(byte[] data) {
        FuzzTargets.parser(data);
    }

    @FuzzTest
    void numbers(byte[] data) {
        FuzzTargets.numbers(data);
    }

    @FuzzTest
    void globs(byte[] data) {
        FuzzTargets.globs(data);
    }

    @FuzzTest
    @SuppressWarnings("try") // it is there, and nobody asks it for anything
    void server(byte[] data) throws IOException {
        // Jazzer takes any connection for one that the input has led to; here each is meant.
        try (SilentCloseable meant = BugDetectors.allowNetworkConnections()) {
            server.take(data);
        }
    }
}
