package dev.flashkv.oracle;

import static dev.flashkv.oracle.Sequence.sequence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * ACL: users, rules, and what they let through. Each sequence begins and ends with the same users, as a redis-server is
 * used by several tests, one after the other.
 */
final class AclTables {
    private static final String[] CLEAN = {
        "RESET", "ACL DELUSER u v w", "ACL SETUSER default reset on nopass +@all ~* &*", "ACL LOG RESET"
    };

    private AclTables() {}

    static List<Sequence> all() {
        return List.of(
                own("users come and go", users()),
                own("rules", rules()),
                own("rules about passwords", passwords()),
                own("rules about commands", commandRules()),
                own("rules about keys", keyRules()),
                own("selectors", selectors()),
                own("rules that are none", mistakes()),
                own("signing in", signingIn()),
                own("commands that are not allowed", deniedCommands()),
                own("keys that are not allowed", deniedKeys()),
                own("channels that are not allowed", deniedChannels()),
                own("transactions", transactions()),
                own("the log", log()),
                own("DRYRUN", dryRun()),
                own("the other subcommands", others()));
    }

    private static Sequence own(String name, List<String> rows) {
        List<String> clean = List.of(CLEAN);
        return sequence(
                        name,
                        Stream.of(clean, rows, clean).flatMap(List::stream).toList())
                .onItsOwnConnection();
    }

    private static List<String> users() {
        return List.of(
                "ACL LIST",
                "ACL USERS",
                "ACL WHOAMI",
                "ACL GETUSER default",
                "ACL GETUSER u",
                "ACL SETUSER u",
                "ACL GETUSER u",
                "ACL SETUSER v on",
                "ACL LIST",
                "ACL USERS",
                "ACL DELUSER none",
                "ACL DELUSER u none v u",
                "ACL DELUSER default",
                "ACL DELUSER w default",
                "ACL LIST",
                "ACL SETUSER 'a b' on",
                "ACL SETUSER a\\x00b on",
                "ACL SETUSER a\\nb on",
                "ACL SETUSER '' on",
                "ACL DELUSER ''",
                "ACL SETUSER \\xff on",
                "ACL LIST",
                "ACL DELUSER \\xff",
                "acl setuser u ON",
                "Acl GetUser u",
                "ACL GETUSER U");
    }

    /** ACL LIST after each rule for one user. */
    private static List<String> afterEach(String... rules) {
        List<String> rows = new ArrayList<>();
        for (String rule : rules) {
            rows.add("ACL SETUSER u " + rule);
            rows.add("ACL LIST");
        }
        rows.add("ACL GETUSER u");
        return rows;
    }

    private static List<String> rules() {
        return afterEach(
                "on",
                "allkeys",
                "allchannels",
                "allcommands",
                "nopass",
                "skip-sanitize-payload",
                "sanitize-payload",
                "off",
                "resetkeys",
                "resetchannels",
                "nocommands",
                "resetpass",
                "reset",
                "ON AllKeys ALLCHANNELS +@ALL NoPass",
                "reset on >p ~a ~b &c &d +get");
    }

    private static List<String> passwords() {
        return afterEach(
                ">one",
                ">two >one",
                "<one",
                "<one",
                "nopass",
                ">three",
                "#148de9c5a7a44d19e56cd9ae1a554bf67847afb0c58f6e12fa29ac7ddfca9940",
                "#148de9c5a7a44d19e56cd9ae1a554bf67847afb0c58f6e12fa29ac7ddfca9940",
                "<p",
                "#148DE9C5A7A44D19E56CD9AE1A554BF67847AFB0C58F6E12FA29AC7DDFCA9940",
                "#148",
                "#",
                "!148de9c5a7a44d19e56cd9ae1a554bf67847afb0c58f6e12fa29ac7ddfca9940",
                "!x",
                ">",
                "<",
                ">'a b'",
                ">\\x00\\xff",
                "resetpass");
    }

    private static List<String> commandRules() {
        return afterEach(
                "+get",
                "+set +get",
                "-get",
                "+object",
                "-object|freq",
                "+OBJECT|FREQ -object|help",
                "-object",
                "+client|id +config|get",
                "-@all +select|0 +select|1 +SELECT|0",
                "-select",
                "+@all -get",
                "+get",
                "-config|set -debug",
                "+config|set",
                "nocommands +@connection",
                "+@connection -@connection",
                "allcommands -@dangerous -ping",
                "-@all +@pubsub -publish",
                "-@all +@transaction",
                "+@all -@all +echo|x -echo");
    }

    private static List<String> keyRules() {
        return afterEach(
                "~a",
                "~a ~b*",
                "%R~c %W~d %RW~e %r~f %Wr~g",
                "%W~c",
                "%R~a",
                "resetkeys %R~x",
                "~*",
                "~y",
                "resetkeys %RW~*",
                "~z",
                "resetkeys ~",
                "%R",
                "%R~",
                "%X~a",
                "%RR~a",
                "%R~a\\x20b",
                "~a\\x20b",
                "~\\xff\\x01",
                "resetkeys",
                "&a &b &a",
                "&*",
                "&c",
                "resetchannels &",
                "&a\\x20b",
                "allchannels resetchannels");
    }

    private static List<String> selectors() {
        return afterEach(
                "(+get ~a)",
                "( +set %W~b &c )",
                "(+get ~x +ping)",
                "()",
                "(+@all allkeys allchannels)",
                "(+get (+set))",
                "(on)",
                "(>p)",
                "(+nosuch)",
                "(+get",
                "+get)",
                ")",
                "(",
                "(+get ~x ) (+set",
                "clearselectors",
                "(~a) +ping reset");
    }

    private static List<String> mistakes() {
        return List.of(
                "ACL SETUSER u +nosuch",
                "ACL SETUSER u -nosuch",
                "ACL SETUSER u +@nosuch",
                "ACL SETUSER u -@nosuch",
                "ACL SETUSER u +",
                "ACL SETUSER u -",
                "ACL SETUSER u +@",
                "ACL SETUSER u ''",
                "ACL SETUSER u foo",
                "ACL SETUSER u on,off",
                "ACL SETUSER u +config|nosuch",
                "ACL SETUSER u -config|nosuch",
                "ACL SETUSER u +config|",
                "ACL SETUSER u +config|get|x",
                "ACL SETUSER u -select|0",
                "ACL SETUSER u +nosuch|x",
                "ACL SETUSER u +select|",
                "ACL SETUSER u foo\\r\\nbar",
                "ACL LIST",
                "ACL SETUSER u on >p +get",
                "ACL SETUSER u off resetpass foo",
                "ACL LIST",
                "ACL SETUSER default on",
                "ACL SETUSER default resetkeys ~a +nosuch",
                "ACL LIST");
    }

    private static List<String> signingIn() {
        return List.of(
                "ACL SETUSER u on >p >q +@all",
                "ACL SETUSER v >p +@all",
                "ACL SETUSER w on nopass +@all",
                "AUTH u x",
                "AUTH u ''",
                "AUTH u p",
                "ACL WHOAMI",
                "AUTH u wrong",
                "ACL WHOAMI",
                "AUTH u q",
                "AUTH v p",
                "AUTH w anything",
                "ACL WHOAMI",
                "AUTH none p",
                "AUTH U p",
                "AUTH p",
                "HELLO 2 AUTH u p",
                "ACL WHOAMI",
                "HELLO 2 AUTH u wrong",
                "HELLO 3 AUTH none p",
                "RESET",
                "ACL WHOAMI",
                "ACL SETUSER default resetpass",
                "PING",
                "RESET",
                "PING",
                "ACL WHOAMI",
                "AUTH p",
                "AUTH w x",
                "ACL SETUSER default >secret",
                "CONFIG GET requirepass",
                "AUTH secret",
                "AUTH default secret",
                "ACL LIST",
                "CONFIG SET requirepass other",
                "ACL LIST",
                "AUTH secret",
                "AUTH other",
                "CONFIG SET requirepass ''",
                "AUTH w x",
                "ACL SETUSER default off",
                "RESET",
                "PING",
                "AUTH default x",
                "AUTH w x",
                "CLIENT KILL USER none",
                "CLIENT KILL USER u",
                "CLIENT KILL USER w SKIPME yes",
                "ACL SETUSER default reset on nopass +@all ~* &*");
    }

    private static List<String> deniedCommands() {
        return List.of(
                "ACL SETUSER u on nopass ~* &* +get +config|get +client +select|1 +acl|whoami -client|info",
                "AUTH u x",
                "ACL WHOAMI",
                "GET k",
                "SET k v",
                "set k v",
                "SET k",
                "GET",
                "NOSUCH",
                "CONFIG GET maxmemory",
                "CONFIG SET maxmemory 0",
                "CONFIG nosuch",
                "CLIENT GETNAME",
                "CLIENT INFO",
                "SELECT 0",
                "SELECT 1",
                "SELECT",
                "PING",
                "MULTI",
                "ACL LIST",
                "HELLO 2",
                "AUTH u x",
                "EVERYTHING else");
    }

    private static List<String> deniedKeys() {
        return List.of(
                "MSET a 1 b 2 r 3 w 4",
                "RPUSH la 1 2",
                "ACL SETUSER u on nopass +@all ~a* ~l* %R~r* %W~w*",
                "AUTH u x",
                "GET a",
                "GET b",
                "GET r",
                "GET w",
                "SET a x",
                "SET b x",
                "SET r x",
                "SET w x",
                "SET w x GET",
                "APPEND w x",
                "INCR r",
                "STRLEN w",
                "MGET a r",
                "MGET a b",
                "MSET a 1 w 2",
                "MSET a 1 r 2",
                "DEL w a",
                "DEL r",
                "EXISTS r w",
                "EXISTS b",
                "TYPE b",
                "RENAME a w",
                "RENAME r a2",
                "COPY r w2",
                "COPY w2 a3",
                "EXPIRE r 10",
                "TTL w",
                "OBJECT ENCODING b",
                "RPOPLPUSH la lb",
                "RPOPLPUSH la b",
                "LMPOP 2 b la LEFT",
                "LMPOP 1 la LEFT",
                "LMPOP x la LEFT",
                "SORT la",
                "SORT la BY w*",
                "SORT la BY nosort",
                "SORT la GET #",
                "SORT la STORE lb",
                "SORT la STORE b",
                "SORT_RO la GET a*",
                "KEYS nothing",
                "GETEX r",
                "GETEX r PERSIST",
                "GETDEL w",
                "LCS a r",
                "LCS a b",
                "ACL SETUSER u %R~*",
                "SORT la BY w* GET b*");
    }

    private static List<String> deniedChannels() {
        return List.of(
                "ACL SETUSER u on nopass +@all ~* resetchannels &a* &p[12]",
                "AUTH u x",
                "PUBLISH a x",
                "PUBLISH b x",
                "SPUBLISH a x",
                "SPUBLISH b x",
                "SUBSCRIBE b",
                "SUBSCRIBE ab b",
                "PSUBSCRIBE a",
                "PSUBSCRIBE ab*",
                "PSUBSCRIBE *",
                "SSUBSCRIBE b",
                "PUBSUB CHANNELS b",
                "UNSUBSCRIBE b",
                "PUNSUBSCRIBE *",
                "CONFIG SET acl-pubsub-default allchannels",
                "ACL SETUSER v",
                "ACL LIST",
                "ACL SETUSER v (+get) reset",
                "ACL LIST",
                "CONFIG SET acl-pubsub-default resetchannels",
                "ACL SETUSER v reset",
                "ACL LIST");
    }

    private static List<String> transactions() {
        return List.of(
                "ACL SETUSER u on nopass +@all -del ~a*",
                "AUTH u x",
                "MULTI",
                "SET a 1",
                "DEL a",
                "EXEC",
                "MULTI",
                "SET b 1",
                "EXEC",
                "MULTI",
                "SET a 1",
                "ACL SETUSER u -set -publish resetkeys ~c* resetchannels",
                "SET c 1",
                "GET a",
                "PUBLISH x y",
                "GET c",
                "EXEC",
                "ACL SETUSER u +@all allkeys allchannels",
                "MULTI",
                "ACL SETUSER u -exec",
                "EXEC",
                "MULTI",
                "EXEC",
                "DISCARD",
                "ACL SETUSER u +exec -multi",
                "MULTI",
                "WATCH a");
    }

    private static List<String> log() {
        return List.of(
                "ACL LOG RESET",
                "ACL LOG",
                "ACL SETUSER u on nopass +@all -get -config|get ~a* resetchannels",
                "AUTH u wrong",
                "AUTH none x",
                "auth none x",
                "HELLO 2 AUTH none y",
                "AUTH u x",
                "GET a",
                "GET a",
                "CONFIG GET x",
                "SET b 1",
                "MSET a 1 b 2",
                "MSET c 1 b 2",
                "PUBLISH ch x",
                "MULTI",
                "SET b 1",
                "EXEC",
                "RESET",
                "ACL LOG",
                "ACL LOG 2",
                "ACL LOG 0",
                "ACL LOG -1",
                "ACL LOG 100",
                "ACL LOG x",
                "ACL LOG 1 2",
                "CONFIG SET acllog-max-len 2",
                "AUTH none2 x",
                "ACL LOG",
                "CONFIG SET acllog-max-len 128",
                "ACL LOG reset",
                "ACL LOG");
    }

    private static List<String> dryRun() {
        List<String> rows = new ArrayList<>();
        rows.add("ACL SETUSER u +@all -ping -client|id ~a* %R~r* resetchannels &c* (+ping +get ~s*)");
        for (String call : List.of(
                "ping",
                "client id",
                "client getname",
                "client nosuch",
                "get",
                "get a",
                "get b",
                "GET r",
                "get s",
                "set s 1",
                "set r 1",
                "mget a s",
                "mget a r b",
                "publish c x",
                "publish d x",
                "subscribe c d",
                "psubscribe c?",
                "auth x",
                "nosuch",
                "set a 1 2 3",
                "lmpop 1 b left")) {
            rows.add("ACL DRYRUN u " + call);
            rows.add("ACL DRYRUN default " + call);
        }
        rows.add("ACL DRYRUN none ping");
        rows.add("ACL DRYRUN u");
        return rows;
    }

    private static List<String> others() {
        return List.of(
                "ACL CAT",
                "ACL CAT nosuch",
                "ACL CAT x y",
                "ACL CAT transaction",
                "ACL CAT Transaction",
                "ACL GENPASS x",
                "ACL GENPASS 0",
                "ACL GENPASS -1",
                "ACL GENPASS 4097",
                "ACL GENPASS 1 2",
                "ACL LOAD",
                "ACL SAVE",
                "ACL LOAD x",
                "ACL nosuch",
                "ACL",
                "ACL WHOAMI x",
                "ACL LIST x",
                "CONFIG GET acl*",
                "CONFIG SET aclfile x",
                "CONFIG SET acllog-max-len -1",
                "CONFIG SET acl-pubsub-default x");
    }
}
