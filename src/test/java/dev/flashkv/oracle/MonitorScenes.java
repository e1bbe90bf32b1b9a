package dev.flashkv.oracle;

import static dev.flashkv.oracle.Scene.scene;

import java.util.List;

/** What MONITOR shows. */
final class MonitorScenes {
    private MonitorScenes() {}

    static List<Scene> all() {
        return List.of(
                scene(
                        "calls of others",
                        "m: MONITOR",
                        "m: MONITOR",
                        "a: PING",
                        "a: SET k v",
                        "a: set 'a b' 'x\"y\\\\z'",
                        "a: SET \\x00\\x07\\x08\\n\\r\\t\\xff\\x80 ''",
                        "a: GET k too many",
                        "a: NONSENSE",
                        "a: LPUSH k x",
                        "a: SELECT 3",
                        "a: GET k",
                        "a: SELECT 99",
                        "a: MSET a b c d",
                        "a: KEYS x*",
                        "a: DBSIZE",
                        "a: FLUSHDB",
                        "a: SCAN 0",
                        "a: CLIENT SETNAME x",
                        "a: COMMAND GETKEYS GET x",
                        "a: PUBLISH a b",
                        "a: SUBSCRIBE c",
                        "a: UNSUBSCRIBE",
                        "a: RESET",
                        "a: ECHO hi",
                        "a: QUIT"),
                scene(
                        "calls that are not shown, and words that are not",
                        "m: MONITOR",
                        "a: CONFIG GET hz",
                        "a: SLOWLOG RESET",
                        "a: LATENCY RESET",
                        "a: CLIENT NO-EVICT ON",
                        "a: CLIENT KILL ID 1000000",
                        "a: AUTH secret",
                        "a: AUTH user secret",
                        "a: HELLO 2 AUTH user secret",
                        "a: MONITOR"),
                scene(
                        "transactions",
                        "m: MONITOR",
                        "a: MULTI",
                        "a: SET a 1",
                        "a: INCR a",
                        "a: NONSENSE",
                        "a: EXEC",
                        "a: MULTI",
                        "a: SET a 1",
                        "a: LPUSH a 1",
                        "a: SELECT 2",
                        "a: GET a",
                        "a: EXEC",
                        "a: EXEC",
                        "a: WATCH a",
                        "a: MULTI",
                        "a: DISCARD"),
                scene(
                        "a monitor's own calls",
                        "m: MONITOR",
                        "m: PING",
                        "m: ECHO x",
                        "m: GET k",
                        "m: SET k v",
                        "m: PUBLISH a b",
                        "m: PUBSUB NUMPAT",
                        "m: SELECT 2",
                        "m: MULTI",
                        "m: PING",
                        "m: GET x",
                        "m: EXEC",
                        "m: SUBSCRIBE a",
                        "p: PUBLISH a message",
                        "m: RESET",
                        "a: PING",
                        "m: GET k",
                        "m: MONITOR",
                        "a: PING",
                        "m: QUIT",
                        "a: PING"),
                scene(
                        "several monitors",
                        "m: MONITOR",
                        "n: MONITOR",
                        "a: SET k v",
                        "n: PING",
                        "m: CLIENT REPLY OFF",
                        "n: PING",
                        "m: RESET",
                        "a: GET k"));
    }
}
