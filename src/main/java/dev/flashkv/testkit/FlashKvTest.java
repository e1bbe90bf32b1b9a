package dev.flashkv.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * On a JUnit test class: its tests get a store. They take what they need of it as parameters; see {@link
 * FlashKvExtension}.
 *
 * <pre>{@code
 * @FlashKvTest
 * class SessionsTest {
 *     @Test
 *     void sessionsEnd(FlashKv store, ManualClock clock) {
 *         store.setWithTtl("session:ada", "token", Duration.ofMinutes(30)).toCompletableFuture().join();
 *         clock.advance(Duration.ofMinutes(31));
 *         assertTrue(store.get("session:ada").toCompletableFuture().join().isEmpty());
 *     }
 *
 *     @Test
 *     void redisClientsSeeTheSameTime(@FlashKvAddress URI uri, ManualClock clock) {
 *         try (Jedis jedis = new Jedis(uri)) {
 *             jedis.set("session:ada", "token", setParams().ex(1800));
 *             clock.advance(Duration.ofMinutes(31));
 *             assertNull(jedis.get("session:ada"));
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>A {@code @Nested} class shares the store of the class around it unless it has this annotation itself.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.ANNOTATION_TYPE})
@ExtendWith(FlashKvExtension.class)
public @interface FlashKvTest {
    /** What the tests see of each other's keys. */
    Isolation isolation() default Isolation.FLUSH;

    /**
     * What is to differ from reference.conf, a setting each, such as {@code "flashkv.maxmemory = 1 MiB"}; see {@link
     * TestStore#start(String, ManualClock)}.
     */
    String[] settings() default {};
}
