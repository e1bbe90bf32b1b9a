package dev.flashkv.docs;

import com.typesafe.config.ConfigFactory;
import dev.flashkv.command.ConfigOptions;
import dev.flashkv.command.Directive;
import dev.flashkv.command.Directives;
import dev.flashkv.server.Settings;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the documentation's list of settings from the table of settings. */
final class SettingsPage {
    private final ConfigOptions defaults =
            Settings.from(ConfigFactory.defaultReference()).options();
    private final StringBuilder page = new StringBuilder();

    private SettingsPage() {}

    static String text() {
        return new SettingsPage().write();
    }

    private String write() {
        page.append("""
                # Settings

                <!-- Made from the table of settings by SettingsPageTest, which says how to make it anew. Not to be edited. -->

                FlashKV knows every directive of redis-server 7.0.15's redis.conf. Each may be an option (`--maxmemory 512mb`), a
                line of a redis.conf, an environment variable (`FLASHKV_MAXMEMORY`), or a path in HOCON, and CONFIG GET shows
                it. *Live* is what CONFIG SET can change; *protected* what it can change where `enable-protected-configs` allows.

                ## In effect

                | Directive | What it is for | Values | Default | Change | HOCON |
                | --- | --- | --- | --- | --- | --- |
                """);
        for (Directive directive : with(Directive.Effect.ACTIVE)) {
            page.append("| ").append(name(directive)).append(" | ").append(cell(directive.note()));
            page.append(" | ").append(code(directive.type().hint()));
            // The default of dir is where the server runs.
            String byItself = directive.name().equals("dir")
                    ? "."
                    : defaults.get(directive.name()).text();
            page.append(" | ").append(code(byItself)).append(" | ").append(change(directive));
            page.append(" | `").append(directive.path()).append("` |\n");
        }
        page.append("""

                ## Kept, without effect

                FlashKV checks these as Redis does, shows what they were set to, and does nothing else: it does not have, or not
                need, what they are for. In HOCON they are in the section `flashkv.redis`.

                | Directive | Values | Default | Change |
                | --- | --- | --- | --- |
                """);
        for (Directive directive : with(Directive.Effect.NONE)) {
            page.append("| ")
                    .append(name(directive))
                    .append(" | ")
                    .append(code(directive.type().hint()));
            page.append(" | ").append(code(directive.initial())).append(" | ");
            page.append(change(directive)).append(" |\n");
        }
        page.append("""

                ## Refused

                FlashKV lacks what these are for. To start in silence with them could cost data or secrets, so only Redis' default
                is accepted, at the start and by CONFIG SET.

                | Directive | Default | Why |
                | --- | --- | --- |
                """);
        for (Directive directive : with(Directive.Effect.REFUSED)) {
            page.append("| ").append(name(directive)).append(" | ").append(code(directive.initial()));
            page.append(" | ").append(cell(directive.note())).append(" |\n");
        }
        return page.toString();
    }

    private static List<Directive> with(Directive.Effect effect) {
        return Directives.all().stream()
                .filter(directive -> directive.effect() == effect)
                .sorted(Comparator.comparing(Directive::name))
                .toList();
    }

    private static String name(Directive directive) {
        return directive.names().stream().map(SettingsPage::code).collect(Collectors.joining(", also "));
    }

    private static String change(Directive directive) {
        return switch (directive.change()) {
            case LIVE -> "live";
            case PROTECTED -> "protected";
            case FIXED -> "at start";
        };
    }

    private static String code(String text) {
        return text.isEmpty() ? "empty" : "`" + cell(text) + "`";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
