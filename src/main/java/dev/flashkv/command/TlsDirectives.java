package dev.flashkv.command;

import static dev.flashkv.command.Directive.Change.FIXED;
import static dev.flashkv.command.Directive.Change.LIVE;
import static dev.flashkv.command.Directive.active;
import static dev.flashkv.command.SettingType.integer;
import static dev.flashkv.command.SettingType.oneOf;
import static dev.flashkv.command.SettingType.text;
import static dev.flashkv.command.SettingType.yesNo;

import java.util.List;

/** The directives of TLS that FlashKV acts on. */
final class TlsDirectives {
    static final List<Directive> TABLE = List.of(
            active(
                    "tls-port",
                    "server.tls.port",
                    integer(0, 65535),
                    FIXED,
                    "port for clients that speak TLS; 0 for none"),
            file(
                    "tls-cert-file",
                    "cert-file",
                    "the server's certificate, and those that lead to its authority, in PEM"),
            file("tls-key-file", "key-file", "the private key of the certificate, in PEM"),
            active(
                    "tls-key-file-pass",
                    "server.tls.key-file-pass",
                    text(SettingType.SECRET),
                    LIVE,
                    "what the private key is encrypted with"),
            file("tls-ca-cert-file", "ca-cert-file", "the authorities whose clients are trusted, in PEM"),
            active(
                    "tls-ca-cert-dir",
                    "server.tls.ca-cert-dir",
                    text("DIR"),
                    LIVE,
                    "directory with files of such authorities"),
            active(
                    "tls-auth-clients",
                    "server.tls.auth-clients",
                    oneOf("no", "yes", "optional"),
                    LIVE,
                    "whether clients must show a certificate"),
            active(
                    "tls-protocols",
                    "server.tls.protocols",
                    text("NAMES"),
                    LIVE,
                    "which versions of TLS there are: TLSv1.2, TLSv1.3; empty for both"),
            active(
                    "tls-ciphers",
                    "server.tls.ciphers",
                    text("NAMES"),
                    LIVE,
                    "cipher suites for TLSv1.2, with colons between them; empty for the JVM's"),
            active(
                    "tls-ciphersuites",
                    "server.tls.ciphersuites",
                    text("NAMES"),
                    LIVE,
                    "cipher suites for TLSv1.3, with colons between them; empty for the JVM's"),
            active(
                    "tls-prefer-server-ciphers",
                    "server.tls.prefer-server-ciphers",
                    yesNo(),
                    LIVE,
                    "whether the server's order of suites counts, not the client's"),
            active(
                    "tls-session-cache-size",
                    "server.tls.session-cache-size",
                    integer(0),
                    LIVE,
                    "how many sessions can be resumed; 0 for no limit"),
            active(
                    "tls-session-cache-timeout",
                    "server.tls.session-cache-timeout",
                    integer(0),
                    LIVE,
                    "seconds for which a session can be resumed"));

    private TlsDirectives() {}

    private static Directive file(String name, String path, String note) {
        return active(name, "server.tls." + path, text("FILE"), LIVE, note);
    }
}
