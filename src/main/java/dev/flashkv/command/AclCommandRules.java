package dev.flashkv.command;

import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts the commands that a selector allows into few rules: from all or from none of them on, whole categories as long
 * as they fit better than not, and then what is left, one by one.
 */
final class AclCommandRules {
    private final AclSelector selector;
    /** Whether commands are added to none; else they are taken away from all. */
    private final boolean adding;

    private final StringBuilder rules;
    /** What the rules so far make. */
    private final AclSelector made = new AclSelector(false);
    /** What is left to be said: the selector, with each category undone that has been. */
    private final AclSelector left;

    private AclCommandRules(AclSelector selector) {
        this.selector = selector;
        this.adding = !selector.hasFutureCommands();
        this.left = selector.copy();
        this.rules = new StringBuilder(adding ? "-@all" : "+@all");
        if (adding) {
            made.denyAllCommands();
        } else {
            made.allowAllCommands();
        }
    }

    /** The rules, with blanks between them. */
    static String of(AclSelector selector) {
        AclCommandRules rules = new AclCommandRules(selector);
        rules.addCategories();
        rules.addCommands();
        return rules.rules.toString();
    }

    private void addCategories() {
        EnumSet<AclCategory> open = EnumSet.allOf(AclCategory.class);
        AclCategory best;
        while ((best = best(open)) != null) {
            rules.append(adding ? " +@" : " -@").append(best.redisName());
            made.allow(best, adding);
            left.allow(best, !adding);
            open.remove(best);
        }
    }

    /** The category of {@code open} with more commands right than wrong: the fewest wrong, then the most right. */
    private @Nullable AclCategory best(EnumSet<AclCategory> open) {
        AclCategory best = null;
        int fewestWrong = Integer.MAX_VALUE;
        int mostRight = 0;
        for (AclCategory category : open) {
            int right = 0;
            int wrong = 0;
            for (CommandSpec command : all()) {
                if (command.categories().contains(category)) {
                    if (left.has(command) == adding) {
                        right++;
                    } else {
                        wrong++;
                    }
                }
            }
            if (right > wrong && (wrong < fewestWrong || (wrong == fewestWrong && right > mostRight))) {
                best = category;
                fewestWrong = wrong;
                mostRight = right;
            }
        }
        return best;
    }

    private void addCommands() {
        for (CommandSpec command : all()) {
            boolean allowed = selector.has(command);
            if (allowed != made.has(command)) {
                rules.append(allowed ? " +" : " -").append(command.name());
                made.allow(command, allowed);
            }
            for (String argument : selector.firstArguments(command)) {
                rules.append(" +").append(command.name()).append('|').append(argument);
            }
        }
    }

    private static List<CommandSpec> all() {
        return CommandTable.standard().rowsAndSubcommands();
    }
}
