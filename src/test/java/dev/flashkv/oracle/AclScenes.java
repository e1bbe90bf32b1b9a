package dev.flashkv.oracle;

import static dev.flashkv.oracle.Scene.scene;

import java.util.List;

/** What changes of users and rules do to other connections. Each scene removes the users that it makes. */
final class AclScenes {
    private AclScenes() {}

    static List<Scene> all() {
        return List.of(
                scene(
                        "rules change while a connection works",
                        "a: ACL SETUSER u on nopass +@all ~*",
                        "b: AUTH u x",
                        "b: SET k v",
                        "a: ACL SETUSER u -set",
                        "b: SET k v",
                        "b: GET k",
                        "a: ACL SETUSER u resetkeys",
                        "b: GET k",
                        "a: ACL SETUSER u allkeys +set",
                        "b: SET k v",
                        "a: ACL SETUSER u off",
                        "b: SET k v",
                        "b: AUTH u x",
                        "a: ACL DELUSER u"),
                scene(
                        "rules change between MULTI and EXEC",
                        "a: ACL SETUSER u on nopass +@all ~* &*",
                        "b: AUTH u x",
                        "b: MULTI",
                        "b: SET a 1",
                        "b: GET a",
                        "b: PUBLISH ch x",
                        "b: SET c 1",
                        "a: ACL SETUSER u -get resetkeys ~a resetchannels",
                        "b: EXEC",
                        "a: GET c",
                        "a: ACL DELUSER u"),
                scene(
                        "subscribers stay as long as they may",
                        "a: ACL SETUSER u on nopass +@all resetchannels &a &b &p*",
                        "b: AUTH u x",
                        "b: SUBSCRIBE a b",
                        "b: PSUBSCRIBE p*",
                        "a: ACL SETUSER u &c",
                        "a: PUBLISH a one",
                        "a: ACL SETUSER u resetchannels &a &b &p*",
                        "a: PUBLISH b two",
                        "a: PUBLISH px three",
                        "b: UNSUBSCRIBE a",
                        "a: ACL SETUSER u resetchannels &b &p*",
                        "a: PUBLISH b four",
                        "b: UNSUBSCRIBE",
                        "b: PUNSUBSCRIBE",
                        "a: ACL DELUSER u"));
    }
}
