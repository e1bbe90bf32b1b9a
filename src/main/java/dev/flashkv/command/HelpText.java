package dev.flashkv.command;

import dev.flashkv.reply.Reply;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the HELP subcommands answer: made from the command's rows. */
final class HelpText {
    private HelpText() {}

    /** Array of statuses: the subcommands of {@code container} with their arguments and summaries. */
    static Reply of(CommandSpec container) {
        List<Reply> lines = new ArrayList<>();
        lines.add(heading(container));
        container.subcommands().stream()
                .sorted(Comparator.comparing(CommandSpec::name))
                .filter(subcommand -> !isHelp(subcommand))
                .forEach(subcommand -> {
                    lines.add(Reply.status(
                            subcommand.syntax().substring(subcommand.syntax().indexOf('|') + 1)));
                    lines.add(Reply.status("    " + subcommand.summary()));
                });
        return closed(lines);
    }

    /** The same for a command whose subcommands have no rows; {@code lines} are as they shall appear. */
    static Reply of(CommandSpec command, String... text) {
        List<Reply> lines = new ArrayList<>();
        lines.add(heading(command));
        for (String line : text) {
            lines.add(Reply.status(line));
        }
        return closed(lines);
    }

    private static Reply heading(CommandSpec command) {
        return Reply.status(
                command.name().toUpperCase(Locale.ROOT) + " <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    }

    private static boolean isHelp(CommandSpec subcommand) {
        return subcommand.name().endsWith("|help");
    }

    private static Reply closed(List<Reply> lines) {
        lines.add(Reply.status("HELP"));
        lines.add(Reply.status("    Prints this help."));
        return Reply.array(lines);
    }
}
