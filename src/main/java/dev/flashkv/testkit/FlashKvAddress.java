package dev.flashkv.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a parameter of a test: where Redis clients reach the test's store. What it is given depends on its type: an {@code
 * int} is given the port, a {@link java.net.URI} or a {@link String} something like {@code redis://127.0.0.1:41234}, an
 * {@link java.net.InetSocketAddress} just that. A store that no parameter, and nothing else, asks for its address has
 * no door.
 *
 * <pre>{@code
 * @Test
 * void keepsSessions(@FlashKvAddress int port) {
 *     try (Jedis jedis = new Jedis("127.0.0.1", port)) {
 *         jedis.set("session:ada", "token");
 *         assertEquals("token", jedis.get("session:ada"));
 *     }
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface FlashKvAddress {}
