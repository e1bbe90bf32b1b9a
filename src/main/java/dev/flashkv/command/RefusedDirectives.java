package dev.flashkv.command;

import static dev.flashkv.command.Directive.Change.FIXED;
import static dev.flashkv.command.Directive.Change.LIVE;
import static dev.flashkv.command.Directive.refused;
import static dev.flashkv.command.SettingType.integer;
import static dev.flashkv.command.SettingType.oneOf;
import static dev.flashkv.command.SettingType.text;
import static dev.flashkv.command.SettingType.yesNo;

import java.util.List;

/**
 * Directives for what FlashKV lacks, where whoever sets one would lose data, lose secrets or wait for something that
 * never comes, if it were accepted in silence. Redis' default is all that they take.
 */
final class RefusedDirectives {
    private static final String NOTHING_ON_DISK = "FlashKV keeps nothing on disk yet";
    private static final String NO_REPLICATION = "FlashKV has no replication yet";
    private static final String NO_CLUSTER = "FlashKV has no cluster mode yet";
    private static final String NO_MODULES = "FlashKV has no modules";
    private static final String NO_UNIX_SOCKET = "FlashKV listens at TCP ports only";
    private static final String NO_SYSLOG = "FlashKV does not log to syslog; set logfile, or collect standard output";
    private static final String NO_DAEMON =
            "FlashKV stays in the foreground; start it by a service manager, or with nohup and &";
    private static final String NO_SUPERVISION = "FlashKV tells no service manager that it is ready; use 'no'";
    private static final String NO_DEFRAGMENTATION =
            "FlashKV's memory is the JVM's, which its garbage collector compacts";

    static final List<Directive> TABLE = List.of(
            refused("save", SettingSyntax.savePoints(), LIVE, "", NOTHING_ON_DISK),
            refused("appendonly", yesNo(), LIVE, "no", NOTHING_ON_DISK),
            refused("replicaof", SettingSyntax.hostAndPort(), FIXED, "", NO_REPLICATION)
                    .alias("slaveof"),
            refused("min-replicas-to-write", integer(0), LIVE, "0", NO_REPLICATION)
                    .alias("min-slaves-to-write"),
            refused("cluster-enabled", yesNo(), FIXED, "no", NO_CLUSTER),
            refused("unixsocket", text("FILE"), FIXED, "", NO_UNIX_SOCKET),
            refused("daemonize", yesNo(), FIXED, "no", NO_DAEMON),
            refused("supervised", oneOf("upstart", "systemd", "auto", "no"), FIXED, "no", NO_SUPERVISION),
            refused("syslog-enabled", yesNo(), FIXED, "no", NO_SYSLOG),
            refused("enable-module-command", oneOf("no", "yes", "local"), FIXED, "no", NO_MODULES),
            refused("activedefrag", yesNo(), LIVE, "no", NO_DEFRAGMENTATION),
            refused("tls-cluster", yesNo(), LIVE, "no", NO_CLUSTER),
            refused("tls-replication", yesNo(), LIVE, "no", NO_REPLICATION));

    private RefusedDirectives() {}
}
