package dev.flashkv.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** FlashKV's own version. */
public final class Version {
    private static final String RESOURCE = "/dev/flashkv/version.properties";
    private static final String CURRENT = read();

    private Version() {}

    /** The version that was built, such as 0.1.0. */
    public static String current() {
        return CURRENT;
    }

    private static String read() {
        Properties properties = new Properties();
        try (InputStream resource = Version.class.getResourceAsStream(RESOURCE)) {
            if (resource != null) {
                properties.load(resource);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", "unknown");
    }
}
