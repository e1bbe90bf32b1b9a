package dev.flashkv.command;


import java.util.List;

/** The list commands: the table first, then the handlers in the table's order. */
final class ListCommands {
    static final List<CommandSpec> TABLE = List.of();

    private ListCommands() {}
}
