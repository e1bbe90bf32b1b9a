package dev.flashkv.command;

import static dev.flashkv.command.CommandFlag.ADMIN;
import static dev.flashkv.command.CommandFlag.LOADING;
import static dev.flashkv.command.CommandFlag.NOSCRIPT;
import static dev.flashkv.command.CommandFlag.NO_ASYNC_LOADING;
import static dev.flashkv.command.CommandFlag.STALE;
import static dev.flashkv.command.CommandGroup.SERVER;

import dev.flashkv.reply.Reply;
import java.util.List;

/**
 * MODULE: the table first, then the handlers in the table's order. Modules of Redis are C libraries: there are none
 * here, and none can be loaded, which is what a redis-server says, too, unless {@code enable-module-command} allows it.
 */
final class ModuleCommands {
    static final List<CommandSpec> TABLE = List.of(SERVER.command("MODULE")
            .arity(-2)
            .since("4.0.0")
            .complexity("That of the subcommand")
            .summary("Tells of modules, which there are none of.")
            .container(
                    SERVER.command("MODULE|HELP")
                            .arity(2)
                            .flags(LOADING, STALE)
                            .since("5.0.0")
                            .complexity("O(1)")
                            .summary("Lists the subcommands.")
                            .onConnection(ModuleCommands::help),
                    SERVER.command("MODULE|LIST")
                            .arity(2)
                            .flags(ADMIN, NOSCRIPT)
                            .since("4.0.0")
                            .complexity("O(1)")
                            .summary("Lists the modules, which there are none of.")
                            .tips("nondeterministic_output_order")
                            .onConnection(ModuleCommands::list),
                    SERVER.command("MODULE|LOAD path [arg [arg ...]]")
                            .arity(-3)
                            .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
                            .since("4.0.0")
                            .complexity("O(1)")
                            .summary("Says that no module can be loaded.")
                            .onConnection(ModuleCommands::refused),
                    SERVER.command(
                                    "MODULE|LOADEX path [CONFIG name value [CONFIG name value ...]] [ARGS args [args ...]]")
                            .arity(-3)
                            .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
                            .since("7.0.0")
                            .complexity("O(1)")
                            .summary("Says that no module can be loaded.")
                            .onConnection(ModuleCommands::refused),
                    SERVER.command("MODULE|UNLOAD name")
                            .arity(3)
                            .flags(ADMIN, NOSCRIPT, NO_ASYNC_LOADING)
                            .since("4.0.0")
                            .complexity("O(1)")
                            .summary("Says that no module can be unloaded.")
                            .onConnection(ModuleCommands::refused)));

    private static final Reply.ErrorReply NOT_ALLOWED = Reply.error("ERR MODULE command not allowed."
            + " If the enable-module-command option is set to \"local\", you can run it from a local connection,"
            + " otherwise you need to set this option in the configuration file, and then restart the server.");

    private ModuleCommands() {}

    /** Array of statuses. */
    private static Reply help(Client client, Args args) {
        return HelpText.of(TABLE.get(0));
    }

    /** Array: always empty. */
    private static Reply list(Client client, Args args) {
        return Reply.array();
    }

    /** An error: modules are not allowed. */
    private static Reply refused(Client client, Args args) {
        return NOT_ALLOWED;
    }
}
