package dev.flashkv.server;

import dev.flashkv.command.ConfigOptions;
import dev.flashkv.command.SettingException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How TLS connections are made just now. It follows CONFIG SET, for those that come after it. Thread-safe. */
final class TlsSettings {
    private static final Logger LOG = LoggerFactory.getLogger(TlsSettings.class);
    private static final Set<String> NAMES = Set.of(
            "tls-cert-file",
            "tls-key-file",
            "tls-key-file-pass",
            "tls-ca-cert-file",
            "tls-ca-cert-dir",
            "tls-auth-clients",
            "tls-protocols",
            "tls-ciphers",
            "tls-ciphersuites",
            "tls-prefer-server-ciphers",
            "tls-session-cache-size",
            "tls-session-cache-timeout");

    private final ConfigOptions options;
    private volatile @Nullable TlsContext current;

    TlsSettings(ConfigOptions options) {
        this.options = options;
        options.onChangeOfAny(NAMES, this::update);
    }

    /**
     * Reads certificates and keys, if that has not been done.
     *
     * @throws SettingException if they can't be used; the reason names the directive
     */
    synchronized void open() {
        if (current == null) {
            current = TlsContext.from(options);
        }
    }

    /** What connections that come now are made with; {@link #open} has to come first. */
    TlsContext current() {
        TlsContext context = current;
        if (context == null) {
            throw new IllegalStateException("TLS has not been set up");
        }
        return context;
    }

    private synchronized void update() {
        if (current == null) {
            return; // nobody uses it: it may make sense later
        }
        try {
            current = TlsContext.from(options);
        } catch (SettingException e) {
            LOG.warn("TLS stays as it was: {}", e.reason());
            throw new SettingException("Unable to update TLS configuration. Check server logs.");
        }
    }
}
