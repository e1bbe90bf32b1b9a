package dev.flashkv.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.flashkv.FlashKv;
import dev.flashkv.TcpDoor;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.support.caching.CacheAccessor;
import io.lettuce.core.support.caching.CacheFrontend;
import io.lettuce.core.support.caching.ClientSideCaching;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Lettuce keeps what it reads, and lets go of it when it is told. (Jedis does so only with servers from 7.4 on.) */
class ClientSideCachingLettuceTest {

    @Test
    void theCacheFollowsTheStore() {
        try (FlashKv store = FlashKv.create();
                TcpDoor door = store.listen("127.0.0.1", 0)) {
            RedisClient client = RedisClient.create(
                    RedisURI.create("127.0.0.1", door.address().getPort()));
            try (StatefulRedisConnection<String, String> connection = client.connect()) {
                Map<String, String> cached = new ConcurrentHashMap<>();
                CacheFrontend<String, String> cache = ClientSideCaching.enable(
                        CacheAccessor.forMap(cached), connection, TrackingArgs.Builder.enabled());
                store.set("key", "one").toCompletableFuture().join();
                assertThat(cache.get("key")).isEqualTo("one");
                assertThat(cached).containsEntry("key", "one");
                store.set("key", "two").toCompletableFuture().join();
                await().until(cached::isEmpty);
                assertThat(cache.get("key")).isEqualTo("two");
                store.delete("key").toCompletableFuture().join();
                await().until(cached::isEmpty);
            } finally {
                client.shutdown();
            }
        }
    }
}
