package dev.flashkv.oracle;

import static dev.flashkv.oracle.Scenario.scenario;

import java.util.ArrayList;
import java.util.List;

/** What several clients do to each other: transactions and blocking commands. */
final class Scenarios {
    private Scenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>();
        watching(all);
        waiting(all);
        moving(all);
        ending(all);
        return all;
    }

    private static void watching(List<Scenario> all) {
        all.add(scenario(
                "another client changes a watched key",
                "a> SET k 1",
                "a> WATCH k l",
                "b> SET k 2",
                "a> MULTI",
                "a> GET k",
                "a> EXEC",
                "a> WATCH k l",
                "b> GET k",
                "a> MULTI",
                "a> GET k",
                "a> EXEC",
                "a> WATCH l",
                "a> MULTI",
                "a> GET l",
                "b> RPUSH l x",
                "b> DEL l",
                "a> EXEC",
                "a> WATCH k",
                "a> MULTI",
                "b> FLUSHALL",
                "a> EXEC",
                "a> WATCH k",
                "a> MULTI",
                "b> FLUSHALL",
                "a> EXEC"));
        all.add(scenario(
                "databases change places under a watch",
                "b> SELECT 5",
                "b> SET k five",
                "a> WATCH k",
                "a> MULTI",
                "a> GET k",
                "b> SWAPDB 0 5",
                "a> EXEC",
                "a> WATCH other",
                "a> MULTI",
                "a> GET k",
                "b> SWAPDB 0 5",
                "a> EXEC",
                "b> SWAPDB 0 5",
                "a> WATCH k",
                "b> SELECT 7",
                "b> SET k seven",
                "a> MULTI",
                "a> GET k",
                "a> EXEC"));
    }

    private static void waiting(List<Scenario> all) {
        all.add(scenario(
                "one waits, one pushes",
                "a: BLPOP k 0",
                "b> RPUSH k 1 2",
                "a<",
                "b> LRANGE k 0 -1",
                "b> DEL k",
                "a: BRPOP l k 0",
                "b> LPUSH k 1 2;LLEN k",
                "a<",
                "a: BLMPOP 0 2 l m RIGHT COUNT 2",
                "b> DEL k",
                "b> RPUSH m 1 2 3;LRANGE m 0 -1",
                "a<"));
        all.add(scenario(
                "first come, first served",
                "a: BLPOP k 0",
                "b: BRPOP k 0",
                "c: BLPOP x k 0",
                "d> RPUSH k 1 2 3 4",
                "a<",
                "b<",
                "c<",
                "d> LRANGE k 0 -1"));
        all.add(scenario(
                "keys of one transaction, in the order they were pushed",
                "a: BLPOP k1 k2 k3 0",
                "d> MULTI;RPUSH k3 c;RPUSH k2 b;RPUSH k1 a;EXEC",
                "a<",
                "d> EXISTS k1 k2 k3;MGET k1 k2 k3",
                "d> DEL k1 k2 k3",
                "a: BLPOP k1 k2 0",
                "b: BLPOP k2 k1 0",
                "d> MULTI;RPUSH k2 b;RPUSH k1 a;EXEC",
                "a<",
                "b<"));
        all.add(scenario(
                "what a transaction takes back is not there",
                "a: BLPOP k 0",
                "d> MULTI;RPUSH k 1;DEL k;EXEC",
                "d> MULTI;RPUSH k 1;LPOP k;RPUSH k 2;EXEC",
                "a<"));
        all.add(scenario(
                "another type wakes nobody",
                "a: BLPOP k 0",
                "d> SET k x",
                "d> DEL k",
                "d> MULTI;SET k x;DEL k;RPUSH k y;EXEC",
                "a<",
                "a: BLPOP k 0",
                "d> SET k x;RPUSH list 1;RENAME list k",
                "a<"));
        all.add(scenario(
                "a pipeline behind a wait",
                "a: BLPOP k 0;SET x 1;GET x;LPUSH k again;LLEN k",
                "b> GET x",
                "b> RPUSH k 1",
                "a<",
                "a<",
                "a<",
                "a<",
                "a<"));
        all.add(scenario(
                "waits that end themselves",
                "a> BLPOP k 0.01",
                "a> BLMOVE k l LEFT LEFT 0.01",
                "a> BRPOPLPUSH k l 0.01",
                "a> BLMPOP 0.01 1 k LEFT",
                "a> BLPOP k 0.001;PING"));
        for (String way :
                List.of("RENAME source k", "COPY source k", "SORT source BY nosort STORE k", "RPOPLPUSH source k")) {
            all.add(scenario(
                    "a list comes by " + way, "d> RPUSH source 1 2", "a: BLPOP k 0", "d> " + way, "a<", "d> EXISTS k"));
        }
        all.add(scenario(
                "a list comes from another database",
                "d> SELECT 3;RPUSH k x;RPUSH l y",
                "a: BLPOP k 0",
                "d> MOVE k 0",
                "a<",
                "a: BLPOP l 0",
                "d> SWAPDB 0 3",
                "a<",
                "a: BLPOP k 0",
                "d> RPUSH k 3",
                "d> SELECT 0",
                "d> RPUSH k 0",
                "a<"));
    }

    private static void moving(List<Scenario> all) {
        all.add(scenario(
                "chains of moves",
                "a: BLMOVE k1 k2 LEFT RIGHT 0",
                "b: BRPOPLPUSH k2 k3 0",
                "c: BLPOP k3 0",
                "d> RPUSH k1 1 2",
                "a<",
                "b<",
                "c<",
                "d> LRANGE k1 0 -1;EXISTS k2 k3"));
        all.add(scenario(
                "a ring",
                "a: BLMOVE k1 k2 LEFT LEFT 0",
                "b: BLMOVE k2 k1 LEFT LEFT 0",
                "d> RPUSH k1 1",
                "a<",
                "b<",
                "d> LRANGE k1 0 -1;LRANGE k2 0 -1"));
        all.add(scenario("onto itself", "a: BLMOVE k k LEFT RIGHT 0", "d> RPUSH k 1 2 3", "a<", "d> LRANGE k 0 -1"));
        all.add(scenario(
                "a destination of another type",
                "d> SET text x",
                "a: BLMOVE k text LEFT LEFT 0",
                "b: BLPOP k 0",
                "d> RPUSH k 1",
                "a<",
                "b<"));
    }

    private static void ending(List<Scenario> all) {
        all.add(scenario(
                "who leaves alone takes nothing along",
                "d> CLIENT UNBLOCK 999999",
                "a: BLPOP k 0",
                "a!",
                "d> RPUSH k 1",
                "d> LLEN k"));
        all.add(scenario(
                "who leaves before others takes nothing along",
                "a: BLPOP k l 0",
                "b: BLPOP k 0",
                "a!",
                "d> RPUSH k 1",
                "b<",
                "d> RPUSH l 1;LLEN l"));
        all.add(scenario(
                "who waits and watches",
                "a> WATCH w",
                "a: BLPOP k 0",
                "d> SET w 1",
                "d> RPUSH k 1",
                "a<",
                "a> MULTI;PING;EXEC"));
    }
}
