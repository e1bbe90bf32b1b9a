package dev.flashkv.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that has the process id while the server process runs: the directive pidfile. */
public final class PidFile {
    private final Path file;

    private PidFile(Path file) {
        this.file = file;
    }

    /**
     * Writes this process' id, on a line.
     *
     * @throws UsageException if that can't be done
     */
    public static PidFile write(Path file) throws UsageException {
        try {
            Files.writeString(file, ProcessHandle.current().pid() + System.lineSeparator());
            return new PidFile(file);
        } catch (IOException e) {
            throw new UsageException("can't write the pid file " + file);
        }
    }

    /** Removes the file, if it still is there. */
    public void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // A left-over pid file names a process that is gone, which is what its reader has to expect.
        }
    }
}
