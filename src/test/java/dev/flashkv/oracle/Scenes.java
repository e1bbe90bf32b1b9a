package dev.flashkv.oracle;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All scenes by family. */
final class Scenes {
    private Scenes() {}

    /** Every family of scenes by its name. */
    static Map<String, List<Scene>> families() {
        Map<String, List<Scene>> families = new LinkedHashMap<>();
        families.put("transactions and waiting", WaitingScenes.all());
        families.put("Pub/Sub", PubSubScenes.all());
        families.put("users and rules", AclScenes.all());
        families.put("MONITOR", MonitorScenes.all());
        families.put("notifications", NotificationScenes.all());
        families.put("tracking", TrackingScenes.all());
        return families;
    }
}
