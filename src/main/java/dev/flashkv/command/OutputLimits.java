package dev.flashkv.command;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** What may wait for a client before it is disconnected, for each class of clients, as the options say. Thread-safe. */
public final class OutputLimits {

    /** The classes. */
    public enum ClientClass {
        /** Neither of the others. */
        NORMAL,
        /** A replica; there are none yet. */
        SLAVE,
        /** One that is subscribed to something. */
        PUBSUB
    }

    /**
     * The limit of one class.
     *
     * @param hardBytes from here on a client is disconnected at once; 0 for no limit
     * @param softBytes from here on it is disconnected after {@code softSeconds}; 0 for no limit
     * @param softSeconds how long that many bytes may wait without a break
     */
    public record Limit(long hardBytes, long softBytes, long softSeconds) {}

    private static final int WORDS = 4;

    private volatile Map<ClientClass, Limit> limits = Map.of();

    /** Limits that follow the options. */
    public OutputLimits(ConfigOptions options) {
        options.get("client-output-buffer-limit").bind(value -> limits = parse(value.text()));
    }

    private static Map<ClientClass, Limit> parse(String text) {
        String[] words = text.split(" ", -1);
        Map<ClientClass, Limit> limits = new HashMap<>();
        for (int i = 0; i + WORDS <= words.length; i += WORDS) {
            limits.put(
                    ClientClass.valueOf(words[i].toUpperCase(Locale.ROOT)),
                    new Limit(
                            Long.parseLong(words[i + 1]), Long.parseLong(words[i + 2]), Long.parseLong(words[i + 3])));
        }
        return limits;
    }

    /** The present limit of clients like this one. */
    public Limit of(Client client) {
        Limit limit = limits.get(client.isSubscribed() ? ClientClass.PUBSUB : ClientClass.NORMAL);
        if (limit == null) {
            throw new IllegalStateException("a class of clients without a limit");
        }
        return limit;
    }
}
