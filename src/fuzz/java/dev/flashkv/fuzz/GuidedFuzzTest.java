package dev.flashkv.fuzz;

import com.code_intelligence.jazzer.api.BugDetectors;
import com.code_intelligence.jazzer.api.SilentCloseable;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.MethodSource;
import org.jspecify.annotations.Nullable;

/**
 * The targets of {@link FuzzTargets} and a whole server, searched by Jazzer from the corpus on: one of them at a time,
 * see the profile "fuzz".
 */
class GuidedFuzzTest {
    /** Only its own target starts it: what runs beside another one would be taken for coverage. */
    private static @Nullable FuzzedServer server;

    @AfterAll
    static void close() {
        if (server != null) {
            server.close();
        }
    }

    @MethodSource("dev.flashkv.fuzz.FuzzCorpus#parser")
    @FuzzTest
    void parser(byte[] data) {
        FuzzTargets.parser(data);
    }

    @MethodSource("dev.flashkv.fuzz.FuzzCorpus#numbers")
    @FuzzTest
    void numbers(byte[] data) {
        FuzzTargets.numbers(data);
    }

    @MethodSource("dev.flashkv.fuzz.FuzzCorpus#globs")
    @FuzzTest
    void globs(byte[] data) {
        FuzzTargets.globs(data);
    }

    @MethodSource("dev.flashkv.fuzz.FuzzCorpus#payloads")
    @FuzzTest
    void payloads(byte[] data) {
        FuzzTargets.payloads(data);
    }

    @MethodSource("dev.flashkv.fuzz.FuzzCorpus#server")
    @FuzzTest
    @SuppressWarnings("try") // it is there, and nobody asks it for anything
    void server(byte[] data) throws IOException {
        // Jazzer takes any connection for one that the input has led to; here each is meant.
        try (SilentCloseable meant = BugDetectors.allowNetworkConnections()) {
            if (server == null) {
                server = new FuzzedServer();
            }
            server.take(data);
        }
    }
}
