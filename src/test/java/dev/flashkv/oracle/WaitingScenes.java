package dev.flashkv.oracle;

import static dev.flashkv.oracle.Scene.scene;

import java.util.ArrayList;
import java.util.List;

/** What several clients do to each other: transactions and blocking commands. */
final class WaitingScenes {
    private WaitingScenes() {}

    static List<Scene> all() {
        List<Scene> all = new ArrayList<>();
        watching(all);
        waiting(all);
        moving(all);
        ending(all);
        return all;
    }

    private static void watching(List<Scene> all) {
        all.add(scene(
                "another client changes a watched key",
                "a: SET k 1",
                "a: WATCH k l",
                "b: SET k 2",
                "a: MULTI",
                "a: GET k",
                "a: EXEC",
                "a: WATCH k l",
                "b: GET k",
                "a: MULTI",
                "a: GET k",
                "a: EXEC",
                "a: WATCH l",
                "a: MULTI",
                "a: GET l",
                "b: RPUSH l x",
                "b: DEL l",
                "a: EXEC",
                "a: WATCH k",
                "a: MULTI",
                "b: FLUSHALL",
                "a: EXEC",
                "a: WATCH k",
                "a: MULTI",
                "b: FLUSHALL",
                "a: EXEC"));
        all.add(scene(
                "databases change places under a watch",
                "b: SELECT 5",
                "b: SET k five",
                "a: WATCH k",
                "a: MULTI",
                "a: GET k",
                "b: SWAPDB 0 5",
                "a: EXEC",
                "a: WATCH other",
                "a: MULTI",
                "a: GET k",
                "b: SWAPDB 0 5",
                "a: EXEC",
                "b: SWAPDB 0 5",
                "a: WATCH k",
                "b: SELECT 7",
                "b: SET k seven",
                "a: MULTI",
                "a: GET k",
                "a: EXEC"));
    }

    private static void waiting(List<Scene> all) {
        all.add(scene(
                "one waits, one pushes",
                "a: BLPOP k 0",
                "b: RPUSH k 1 2",
                "b: LRANGE k 0 -1",
                "b: DEL k",
                "a: BRPOP l k 0",
                "b: LPUSH k 1 2 ; LLEN k",
                "a: BLMPOP 0 2 l m RIGHT COUNT 2",
                "b: DEL k",
                "b: RPUSH m 1 2 3 ; LRANGE m 0 -1"));
        all.add(scene(
                "first come, first served",
                "a: BLPOP k 0",
                "b: BRPOP k 0",
                "c: BLPOP x k 0",
                "d: RPUSH k 1 2 3 4",
                "d: LRANGE k 0 -1"));
        all.add(scene(
                "keys of one transaction, in the order they were pushed",
                "a: BLPOP k1 k2 k3 0",
                "d: MULTI ; RPUSH k3 c ; RPUSH k2 b ; RPUSH k1 a ; EXEC",
                "d: EXISTS k1 k2 k3 ; MGET k1 k2 k3",
                "d: DEL k1 k2 k3",
                "a: BLPOP k1 k2 0",
                "b: BLPOP k2 k1 0",
                "d: MULTI ; RPUSH k2 b ; RPUSH k1 a ; EXEC"));
        all.add(scene(
                "what a transaction takes back is not there",
                "a: BLPOP k 0",
                "d: MULTI ; RPUSH k 1 ; DEL k ; EXEC",
                "d: MULTI ; RPUSH k 1 ; LPOP k ; RPUSH k 2 ; EXEC"));
        all.add(scene(
                "another type wakes nobody",
                "a: BLPOP k 0",
                "d: SET k x",
                "d: DEL k",
                "d: MULTI ; SET k x ; DEL k ; RPUSH k y ; EXEC",
                "a: BLPOP k 0",
                "d: SET k x ; RPUSH list 1 ; RENAME list k"));
        all.add(scene(
                "a pipeline behind a wait",
                "a: BLPOP k 0 ; SET x 1 ; GET x ; LPUSH k again ; LLEN k",
                "b: GET x",
                "b: RPUSH k 1"));
        all.add(scene(
                "waits that end themselves",
                "a> BLPOP k 0.01",
                "a> BLMOVE k l LEFT LEFT 0.01",
                "a> BRPOPLPUSH k l 0.01",
                "a> BLMPOP 0.01 1 k LEFT",
                "a> BLPOP k 0.001 ; PING"));
        for (String way :
                List.of("RENAME source k", "COPY source k", "SORT source BY nosort STORE k", "RPOPLPUSH source k")) {
            all.add(scene("a list comes by " + way, "d: RPUSH source 1 2", "a: BLPOP k 0", "d: " + way, "d: EXISTS k"));
        }
        all.add(scene(
                "a list comes from another database",
                "d: SELECT 3 ; RPUSH k x ; RPUSH l y",
                "a: BLPOP k 0",
                "d: MOVE k 0",
                "a: BLPOP l 0",
                "d: SWAPDB 0 3",
                "a: BLPOP k 0",
                "d: RPUSH k 3",
                "d: SELECT 0",
                "d: RPUSH k 0"));
    }

    private static void moving(List<Scene> all) {
        all.add(scene(
                "chains of moves",
                "a: BLMOVE k1 k2 LEFT RIGHT 0",
                "b: BRPOPLPUSH k2 k3 0",
                "c: BLPOP k3 0",
                "d: RPUSH k1 1 2",
                "d: LRANGE k1 0 -1 ; EXISTS k2 k3"));
        all.add(scene(
                "a ring",
                "a: BLMOVE k1 k2 LEFT LEFT 0",
                "b: BLMOVE k2 k1 LEFT LEFT 0",
                "d: RPUSH k1 1",
                "d: LRANGE k1 0 -1 ; LRANGE k2 0 -1"));
        all.add(scene("onto itself", "a: BLMOVE k k LEFT RIGHT 0", "d: RPUSH k 1 2 3", "d: LRANGE k 0 -1"));
        all.add(scene(
                "a destination of another type",
                "d: SET text x",
                "a: BLMOVE k text LEFT LEFT 0",
                "b: BLPOP k 0",
                "d: RPUSH k 1"));
    }

    private static void ending(List<Scene> all) {
        all.add(scene(
                "who leaves alone takes nothing along",
                "d: CLIENT UNBLOCK 999999",
                "a: BLPOP k 0",
                "a! leaves",
                "d: RPUSH k 1",
                "d: LLEN k"));
        all.add(scene(
                "who leaves before others takes nothing along",
                "a: BLPOP k l 0",
                "b: BLPOP k 0",
                "a! leaves",
                "d: RPUSH k 1",
                "d: RPUSH l 1 ; LLEN l"));
        all.add(scene(
                "who waits and watches",
                "a: WATCH w",
                "a: BLPOP k 0",
                "d: SET w 1",
                "d: RPUSH k 1",
                "a: MULTI ; PING ; EXEC"));
    }
}
