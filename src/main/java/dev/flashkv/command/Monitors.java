package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import dev.flashkv.reply.Reply;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The clients that are shown what all clients call. Thread-safe. */
public final class Monitors {

    /*
     * A call is shown on the thread that has carried it out, before anybody can have seen what it did: so calls of
     * which one depends on another are shown in that order. One that has to wait is shown before it can be served.
     */

    /** Of the arguments of one call, no more bytes are shown: a client may send very many. */
    private static final int SHOWN_BYTES_MAX = 64 * 1024 * 1024;

    /** Where calls come from that come over no connection. */
    private static final String EMBEDDED = "embedded";

    private static final String HEX = "0123456789abcdef";

    private final Set<Client> clients = new LinkedHashSet<>();
    private volatile boolean on;

    /** Whether there are any: for those who look at every call. */
    public boolean isOn() {
        return on;
    }

    /** Shows {@code client} all calls from now on; says whether that is new. */
    synchronized boolean add(Client client) {
        if (client.hasLeft() || !clients.add(client)) {
            return false;
        }
        client.monitoring(true);
        on = true;
        return true;
    }

    /** Shows {@code client}, which need not have been shown any, no more calls. */
    synchronized void remove(Client client) {
        if (clients.remove(client)) {
            client.monitoring(false);
            on = !clients.isEmpty();
        }
    }

    /** Shows a call of {@code client}, made at {@code nanos} of the store's clock, unless it is kept secret. */
    public void show(Command command, Client client, long nanos) {
        if (!command.spec().isMonitored()) {
            return;
        }
        Reply line = Reply.status(line(command, client, nanos));
        synchronized (this) {
            for (Client monitor : clients) {
                Client.Inbox inbox = monitor.inbox();
                if (inbox != null && !monitor.isClosing()) { // its last reply is the last that it gets
                    inbox.push(line);
                }
            }
        }
    }

    private static String line(Command command, Client client, long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        long second = TimeUnit.SECONDS.toMicros(1);
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%d.%06d [%d %s]",
                micros / second,
                micros % second,
                client.database(),
                client.address().isEmpty() ? EMBEDDED : client.address()));
        boolean first = true;
        int left = SHOWN_BYTES_MAX;
        for (Bytes word : SecretWords.hidden(command)) {
            line.append(" \"");
            if (first && word.isEmpty()) {
                line.append(command.spec().name()); // an operation of the embedded API that no client can name
            } else if (word.length() <= left) {
                quote(line, word);
            } else {
                quote(line, word.slice(0, left));
                line.append("... (").append(word.length() - left).append(" more bytes)");
            }
            left = Math.max(0, left - word.length());
            first = false;
            line.append('"');
        }
        return line.toString();
    }

    /** As redis-cli reads it again: printable characters as they are, some by a letter, others by their number. */
    private static void quote(StringBuilder line, Bytes word) {
        for (int i = 0; i < word.length(); i++) {
            int c = word.byteAt(i) & 0xff;
            switch (c) {
                case '\\', '"' -> line.append('\\').append((char) c);
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case 7 -> line.append("\\a");
                case '\b' -> line.append("\\b");
                default -> {
                    if (c >= ' ' && c <= '~') {
                        line.append((char) c);
                    } else {
                        line.append("\\x").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
                    }
                }
            }
        }
    }
}
