package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.sequence;
import static dev.flashkv.oracle.Tables.rows;

import dev.flashkv.command.CommandSpec;
import dev.flashkv.command.CommandTable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * AUTH, HELLO's AUTH and RESET, with a password and without. {@link OracleAdmissionTest} has what concerns the wire.
 */
final class AdmissionTables {
    private static final String[] LOCK = {"CONFIG SET requirepass secret", "PING", "RESET"};
    private static final String[] UNLOCK = {
        "RESET", "AUTH secret", "CONFIG SET requirepass ''", "CONFIG GET requirepass", "RESET", "PING"
    };

    /* Ending the connection or process; what asks for the password first; and what redis-server does not have. */
    private static final Set<String> LEFT_OUT = Set.of(
            "quit",
            "shutdown",
            "reset",
            "debug",
            "module|load",
            "module|loadex",
            "module|unload",
            "client|setinfo",
            "client|no-touch");

    private AdmissionTables() {}

    static List<Sequence> all() {
        return List.of(
                sequence(
                                "AUTH without a password",
                                "AUTH",
                                "AUTH secret",
                                "AUTH ''",
                                "AUTH default secret",
                                "AUTH default ''",
                                "AUTH DEFAULT secret",
                                "AUTH other secret",
                                "AUTH '' ''",
                                "AUTH a b c",
                                "HELLO 2 AUTH default secret",
                                "HELLO 2 AUTH other secret",
                                "HELLO 3 AUTH default",
                                "HELLO 3 AUTH",
                                "HELLO AUTH default secret",
                                "HELLO 2 AUTH default secret AUTH other secret",
                                "HELLO 2 SETNAME 'a b'",
                                "HELLO 2 SETNAME me SETNAME you",
                                "CLIENT GETNAME",
                                "HELLO 4 AUTH other secret",
                                "HELLO 2 nonsense",
                                "HELLO 2 AUTH other secret SETNAME never",
                                "CLIENT GETNAME",
                                "HELLO 2 SETNAME ''",
                                "CLIENT GETNAME",
                                "RESET",
                                "PING")
                        .onItsOwnConnection(),
                sequence("a stranger", rows(List.of(LOCK), strangersCalls(), List.of(UNLOCK)))
                        .onItsOwnConnection(),
                sequence("a stranger authenticates", rows(List.of(LOCK), authentication(), List.of(UNLOCK)))
                        .onItsOwnConnection(),
                sequence("the password changes", passwords()).onItsOwnConnection());
    }

    /** Every command, well-formed as to the number of its arguments and not. */
    private static List<String> strangersCalls() {
        List<String> calls = new ArrayList<>();
        for (CommandSpec row : CommandTable.standard().rowsAndSubcommands()) {
            if (LEFT_OUT.contains(row.name()) || row.isNoAuth()) {
                continue;
            }
            String name = row.name().replace('|', ' ');
            int arguments = Math.abs(row.arity()) - row.words();
            calls.add(name + String.join("", Collections.nCopies(Math.max(0, arguments), " k")));
            calls.add(name);
            calls.add(name + " a b c d e f");
        }
        calls.addAll(List.of("NOSUCH", "NOSUCH a b", "CLIENT NOSUCH", "CLIENT", "GET", "\\x00", "''"));
        return calls;
    }

    private static List<String> authentication() {
        return List.of(
                "HELLO",
                "HELLO 2",
                "HELLO 3",
                "HELLO 4",
                "HELLO abc",
                "HELLO 3 SETNAME me",
                "HELLO 3 nonsense",
                "HELLO 3 AUTH default",
                "HELLO 3 AUTH default wrong",
                "HELLO 3 AUTH other secret",
                "HELLO 3 SETNAME me AUTH default wrong",
                "HELLO 3 AUTH default secret SETNAME 'a b'",
                "PING",
                "RESET",
                "AUTH",
                "AUTH wrong",
                "AUTH ''",
                "AUTH secre",
                "AUTH secret1",
                "AUTH SECRET",
                "AUTH secret\\x00",
                "AUTH " + "x".repeat(10_000),
                "AUTH default wrong",
                "AUTH other secret",
                "AUTH secret default",
                "AUTH default secret more",
                "PING",
                "AUTH secret",
                "PING",
                "CLIENT GETNAME",
                // Who is in stays in.
                "AUTH wrong",
                "AUTH default wrong",
                "HELLO 2 AUTH default wrong",
                "PING",
                "CLIENT SETNAME me",
                "RESET",
                "CLIENT GETNAME",
                "AUTH default secret",
                "CLIENT GETNAME",
                "RESET",
                "HELLO 3 AUTH default secret SETNAME me",
                "CLIENT GETNAME",
                "GET missing",
                "RESET",
                "PING",
                "HELLO 2 SETNAME you AUTH default wrong AUTH default secret",
                "HELLO 2 AUTH default secret AUTH default wrong",
                "HELLO 2 SETNAME you AUTH default secret",
                "CLIENT GETNAME",
                "SELECT 3",
                "RESET",
                "AUTH secret",
                "SET k v",
                "SELECT 3",
                "EXISTS k");
    }

    private static List<String> passwords() {
        return rows(
                "CONFIG GET requirepass",
                "CONFIG SET requirepass one",
                "CONFIG GET requirepass",
                "CONFIG SET requirepass two",
                // What is changed does not put out who is in.
                "PING",
                "RESET",
                "AUTH one",
                "AUTH two",
                "CONFIG SET requirepass ' sp ace '",
                "RESET",
                "AUTH ' sp ace '",
                "CONFIG SET requirepass ''",
                "AUTH two",
                "RESET",
                "PING");
    }
}
