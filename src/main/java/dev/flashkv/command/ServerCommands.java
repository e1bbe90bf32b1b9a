package dev.flashkv.command;


import java.util.List;

/** The server commands: the table first, then the handlers in the table's order. */
final class ServerCommands {
    static final List<CommandSpec> TABLE = List.of();

    private ServerCommands() {}
}
