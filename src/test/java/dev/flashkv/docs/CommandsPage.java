package dev.flashkv.docs;

import dev.flashkv.command.CommandGroup;
import dev.flashkv.command.CommandSpec;
import dev.flashkv.command.CommandTable;
import dev.flashkv.command.Handler;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Writes the documentation's list of commands from the command table. */
final class CommandsPage {
    private CommandsPage() {}

    /** The page's text for that table. */
    static String of(CommandTable table) {
        StringBuilder page = new StringBuilder();
        page.append("""
                # Commands

                <!-- Made from the command table by CommandsPageTest, which says how to make it anew. Not to be edited. -->

                """);
        page.append(callable(table.rows().stream()).count()).append("""
                 commands and subcommands, with the behaviour of redis-server 7.0.15 in every option, reply and error, but for
                the [deliberate differences](differences.md). *Since* is the Redis version that first had the command.
                """);
        for (CommandGroup group : CommandGroup.values()) {
            List<CommandSpec> rows = callable(table.rows().stream().filter(row -> row.group() == group))
                    .sorted(Comparator.comparing(CommandSpec::name))
                    .toList();
            if (!rows.isEmpty()) {
                page.append("\n## ").append(title(group)).append("\n\n");
                page.append("| Command | What it does | Since | Time |\n| --- | --- | --- | --- |\n");
                rows.forEach(row -> appendRow(page, row));
            }
        }
        return page.toString();
    }

    /** The rows that a client can call: a container's subcommands, and itself only if it does something. */
    private static Stream<CommandSpec> callable(Stream<CommandSpec> rows) {
        return rows.flatMap(row -> row.handler() instanceof Handler.Container
                ? row.subcommands().stream()
                : Stream.concat(Stream.of(row), row.subcommands().stream()));
    }

    private static void appendRow(StringBuilder page, CommandSpec row) {
        String syntax = row.words() == 1 ? row.syntax() : row.syntax().replaceFirst("\\|", " ");
        page.append("| `").append(syntax.replace("|", "\\|")).append("` | ");
        page.append(cell(row.summary()));
        CommandSpec.Deprecation deprecation = row.deprecation();
        if (deprecation != null) {
            page.append(" *Deprecated since ").append(deprecation.since()).append(": ");
            page.append(cell(deprecation.replacement())).append(".*");
        }
        page.append(" | ").append(row.since()).append(" | ");
        page.append(cell(row.complexity())).append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String title(CommandGroup group) {
        return switch (group) {
            case STRING -> "Strings";
            case LIST -> "Lists";
            case GENERIC -> "Keys";
            case TRANSACTIONS -> "Transactions";
            case CONNECTION -> "Connection";
            case PUBSUB -> "Pub/Sub";
            case SERVER -> "Server";
        };
    }
}
