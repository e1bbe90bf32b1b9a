package dev.flashkv.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The connections of this machine, as Linux shows them. */
final class ConnectionTable {
    static final String ESTABLISHED = "01";

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private ConnectionTable() {}

    /**
     * One end of a connection.
     *
     * @param state its number, in hexadecimal digits
     * @param sendBytes what it has taken to send and the other end's system has not confirmed
     * @param receiveBytes what has arrived and has not been read
     * @param timer what it will do next, by number, in hexadecimal digits
     * @param timerTicks when: hundredths of a second from now
     */
    record End(String state, long sendBytes, long receiveBytes, String timer, long timerTicks) {}

    /** Skips the test where there is no such table. */
    static void assume() {
        Assumptions.assumeTrue(Files.isReadable(TABLES.get(0)), "the system does not show its connections");
    }

    /** The end at the first port of a connection between both. */
    static Optional<End> end(int port, int otherPort) throws IOException {
        Pattern row = Pattern.compile(String.format(
                Locale.ROOT,
                "^ *\\d+: \\w+:%04X \\w+:%04X (\\w\\w) (\\w+):(\\w+) (\\w\\w):(\\w+) .*",
                port,
                otherPort));
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table)) {
                Optional<MatchResult> found =
                        lines.flatMap(line -> row.matcher(line).results()).findFirst();
                if (found.isPresent()) {
                    return found.map(ConnectionTable::end);
                }
            }
        }
        return Optional.empty();
    }

    private static End end(MatchResult row) {
        return new End(
                row.group(1),
                Long.parseLong(row.group(2), 16),
                Long.parseLong(row.group(3), 16),
                row.group(4),
                Long.parseLong(row.group(5), 16));
    }
}
