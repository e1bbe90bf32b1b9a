package dev.flashkv.command;

import dev.flashkv.bytes.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Hides passwords in the words of a call, so that it can be logged. */
final class SecretWords {
    private static final Bytes HIDDEN = Bytes.of("(redacted)");

    /** The settings whose values are secret. */
    private static final Set<String> SETTINGS =
            Set.of("requirepass", "masterauth", "masteruser", "tls-key-file-pass", "tls-client-key-file-pass");

    private SecretWords() {}

    /** The words of the call, name included, each secret one replaced. They are views of what the client sent. */
    static List<Bytes> hidden(Command command) {
        Args args = command.args();
        List<Bytes> words = new ArrayList<>(args.count());
        for (int i = 0; i < args.count(); i++) {
            words.add(args.get(i));
        }
        switch (command.spec().name()) {
            case "auth" -> hide(words, 1, words.size());
            case "hello" -> hideAfterAuth(words);
            case "config|set" -> hideSettings(words);
            case "acl|setuser", "acl|deluser", "acl|getuser" -> hide(words, 2, words.size());
            default -> {}
        }
        return words;
    }

    /** HELLO protover AUTH user password. */
    private static void hideAfterAuth(List<Bytes> words) {
        for (int i = 2; i < words.size(); i++) {
            if (words.get(i).equalsIgnoreCase("AUTH")) {
                hide(words, i + 1, Math.min(i + 3, words.size()));
                i += 2;
            } else {
                i++; // the value of another option
            }
        }
    }

    private static void hideSettings(List<Bytes> words) {
        for (int i = 2; i + 1 < words.size(); i += 2) {
            if (SETTINGS.contains(words.get(i).toString().toLowerCase(Locale.ROOT))) {
                hide(words, i + 1, i + 2);
            }
        }
    }

    private static void hide(List<Bytes> words, int from, int to) {
        for (int i = from; i < to; i++) {
            words.set(i, HIDDEN);
        }
    }
}
