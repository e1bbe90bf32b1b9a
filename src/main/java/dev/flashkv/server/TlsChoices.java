package dev.flashkv.server;

import dev.flashkv.command.ConfigOption;
import dev.flashkv.command.ConfigOptions;
import dev.flashkv.command.SettingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** The versions of TLS and the cipher suites that the settings choose among those that the JVM has. */
final class TlsChoices {
    /** What is used where tls-protocols says nothing. */
    private static final List<String> DEFAULT_PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    private static final Map<String, String> PROTOCOLS =
            Map.of("tlsv1", "TLSv1", "tlsv1.1", "TLSv1.1", "tlsv1.2", "TLSv1.2", "tlsv1.3", "TLSv1.3");

    /** The suites of TLS 1.3, which have names of another kind and a directive of their own. */
    private static final Set<String> SUITES_OF_1_3 =
            Set.of("TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256");

    /** OpenSSL's names of suites that are worth choosing: key exchange, signature, cipher, mode, hash. */
    private static final Pattern OPENSSL_NAME = Pattern.compile(
            "(ECDHE|DHE)-(RSA|ECDSA|DSS)-(?:AES(128|256)-(GCM-)?(SHA|SHA256|SHA384)|CHACHA20-POLY1305)");

    private TlsChoices() {}

    /**
     * What a connection's engine is to be told.
     *
     * @param context says what the JVM has
     * @throws SettingException if something else is asked for
     */
    static SSLParameters from(ConfigOptions options, SSLContext context) {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(protocols(options.get("tls-protocols"), context.getSupportedSSLParameters())
                .toArray(String[]::new));
        parameters.setCipherSuites(suites(options, context).toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(
                options.get("tls-prefer-server-ciphers").isYes());
        return parameters;
    }

    private static List<String> protocols(ConfigOption option, SSLParameters supported) {
        List<String> protocols = new ArrayList<>();
        for (String word : option.text().toLowerCase(Locale.ROOT).split("\\s+", -1)) {
            String protocol = PROTOCOLS.get(word);
            if (protocol != null && List.of(supported.getProtocols()).contains(protocol)) {
                protocols.add(protocol);
            } else if (!word.isEmpty()) {
                throw new SettingException("tls-protocols: '" + word + "' is none of TLSv1.2 and TLSv1.3");
            }
        }
        return protocols.isEmpty() ? DEFAULT_PROTOCOLS : protocols;
    }

    private static List<String> suites(ConfigOptions options, SSLContext context) {
        List<String> suites = new ArrayList<>();
        add(suites, options.get("tls-ciphersuites"), context, true);
        add(suites, options.get("tls-ciphers"), context, false);
        return suites;
    }

    /** Adds the suites of TLS 1.3, or those of the versions before, that {@code option} names; by default the JVM's. */
    private static void add(List<String> suites, ConfigOption option, SSLContext context, boolean of13) {
        if (option.text().isEmpty()) {
            Arrays.stream(context.getDefaultSSLParameters().getCipherSuites())
                    .filter(suite -> SUITES_OF_1_3.contains(suite) == of13)
                    .forEach(suites::add);
            return;
        }
        List<String> available = List.of(context.getSupportedSSLParameters().getCipherSuites());
        for (String name : option.text().split(":", -1)) {
            String suite = of13 ? name : ianaName(name);
            if (!available.contains(suite) || SUITES_OF_1_3.contains(suite) != of13) {
                throw new SettingException(option.directive().name() + ": this Java has no suite '" + name
                        + "', and takes names with colons between them only");
            }
            suites.add(suite);
        }
    }

    /** The name that the JVM has for a suite by OpenSSL's name; any other is returned as it is. */
    private static String ianaName(String name) {
        Matcher parts = OPENSSL_NAME.matcher(name);
        if (!parts.matches()) {
            return name;
        }
        String exchange = "TLS_" + parts.group(1) + "_" + parts.group(2) + "_WITH_";
        return parts.group(3) == null
                ? exchange + "CHACHA20_POLY1305_SHA256"
                : exchange + "AES_" + parts.group(3) + (parts.group(4) == null ? "_CBC_" : "_GCM_") + parts.group(5);
    }
}
