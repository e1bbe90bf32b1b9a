package dev.flashkv.testkit;

import dev.flashkv.FlashKv;
import java.lang.reflect.Parameter;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives JUnit tests a store. It runs in the tests' JVM, on a clock that they move, and costs a few milliseconds a
 * class; a TCP door on a free port opens when a test asks for its address. Test classes never see each other's keys, at
 * whatever time they run; what the tests of one class see of each other, {@link Isolation} says.
 *
 * <p>Most classes are served by the annotation {@link FlashKvTest} and take what they need as parameters of tests,
 * {@code @BeforeEach} methods and, except with {@link Isolation#NEW_STORE}, {@code @BeforeAll} methods and
 * constructors:
 *
 * <ul>
 *   <li>{@link FlashKv}: the store, as the embedded API;
 *   <li>{@link ManualClock}: its clock;
 *   <li>{@link TestStore}: everything about it;
 *   <li>with {@link FlashKvAddress}: port or URI for Redis clients.
 * </ul>
 *
 * <p>A class that wants its store in other places registers the extension in a field, static for a store for the whole
 * class:
 *
 * <pre>{@code
 * class CartTest {
 *     @RegisterExtension
 *     static final FlashKvExtension FLASHKV = FlashKvExtension.create().with("flashkv.maxmemory = 1 MiB");
 *
 *     private Jedis jedis;
 *
 *     @BeforeEach
 *     void connect() {
 *         jedis = new Jedis(FLASHKV.uri());
 *     }
 *
 *     @AfterEach
 *     void disconnect() {
 *         jedis.close();
 *     }
 *
 *     @Test
 *     void cartsAreEmptiedAfterADay() {
 *         jedis.rpush("cart:ada", "tea", "milk");
 *         jedis.expire("cart:ada", 86_400);
 *         FLASHKV.clock().advance(Duration.ofDays(1));
 *         assertEquals(2, jedis.llen("cart:ada"));
 *         FLASHKV.clock().advance(Duration.ofMillis(1));
 *         assertEquals(0, jedis.llen("cart:ada"));
 *     }
 * }
 * }</pre>
 *
 * <p>In a field that is not static it starts a store for each test, whatever its isolation. Classes that inherit a
 * static one have a store each. {@link #store()} and the methods like it say what the one running test has; when
 * several run at the same time, only parameters tell them apart.
 *
 * <p>Needs {@code org.junit.jupiter:junit-jupiter-api}, which FlashKV does not bring along. From JUnit 5.13 on no
 * thread is left when the run ends; with earlier ones, idle daemon threads stay until the JVM ends. Extensions of this
 * class are immutable: {@link #with} and the like return another one.
 */
public final class FlashKvExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback, ParameterResolver {

    /*
     * A store lives in the extension context of its class or of its test, under a namespace of this instance, since a
     * class may register several. JUnit looks such things up in the contexts around, too: so a nested class finds the
     * store of the one around it.
     *
     * The root context holds a lease on the shared actor system, so that it outlasts the single classes. JUnit closes
     * that at the end of the run.
     */

    private static final Namespace KIT = Namespace.create(FlashKvExtension.class);

    /** How a class wants its stores. */
    private record Setup(Isolation isolation, String settings, Instant start) {
        static final Setup DEFAULT = new Setup(Isolation.FLUSH, "", ManualClock.DEFAULT_START);

        static Setup of(FlashKvTest annotation) {
            return new Setup(
                    annotation.isolation(), String.join("\n", annotation.settings()), ManualClock.DEFAULT_START);
        }
    }

    /** A store in its context, and the test that has it to itself. */
    private record Running(TestStore store, AtomicReference<@Nullable String> test) {}

    /** What was asked for in code; null when annotations are to say it. */
    private final @Nullable Setup given;

    private final Namespace namespace = Namespace.create(FlashKvExtension.class, this);
    private final Set<TestStore> running = ConcurrentHashMap.newKeySet();

    /**
     * For JUnit, when the extension is named by {@link FlashKvTest} or {@code @ExtendWith}. In code: {@link #create()}.
     */
    public FlashKvExtension() {
        this(null);
    }

    private FlashKvExtension(@Nullable Setup given) {
        this.given = given;
    }

    /** An extension for a field with {@code @RegisterExtension}: {@link Isolation#FLUSH} and the default settings. */
    public static FlashKvExtension create() {
        return new FlashKvExtension(Setup.DEFAULT);
    }

    /**
     * The same with more settings.
     *
     * @param settings what is to differ from reference.conf, such as {@code flashkv.maxmemory = 1 MiB}; the last one
     *     counts. See {@link TestStore#start(String, ManualClock)}.
     */
    public FlashKvExtension with(String settings) {
        Setup base = base();
        return new FlashKvExtension(new Setup(base.isolation, base.settings + "\n" + settings, base.start));
    }

    /** The same with another isolation. */
    public FlashKvExtension isolation(Isolation isolation) {
        Setup base = base();
        return new FlashKvExtension(new Setup(isolation, base.settings, base.start));
    }

    /** The same with clocks that begin at {@code start}; see {@link ManualClock#ManualClock(Instant)}. */
    public FlashKvExtension startingAt(Instant start) {
        Setup base = base();
        return new FlashKvExtension(new Setup(base.isolation, base.settings, start));
    }

    private Setup base() {
        return given == null ? Setup.DEFAULT : given;
    }

    // ---- what the running test has ----

    /**
     * The store of the test, or the test class, that runs now.
     *
     * @throws IllegalStateException if there is none, or more than one
     */
    public FlashKv store() {
        return current().store();
    }

    /** The clock of {@link #store()}. */
    public ManualClock clock() {
        return current().clock();
    }

    /** The port at which Redis clients reach {@link #store()}. */
    public int port() {
        return current().port();
    }

    /** The address at which Redis clients reach {@link #store()}, such as {@code redis://127.0.0.1:41234}. */
    public URI uri() {
        return current().uri();
    }

    private TestStore current() {
        List<TestStore> stores = List.copyOf(running);
        if (stores.size() != 1) {
            throw new IllegalStateException(
                    stores.isEmpty()
                            ? "no test of this extension runs now"
                            : "several stores of this extension run now: take yours as a parameter of the test");
        }
        return stores.get(0);
    }

    // ---- JUnit's callbacks ----

    @Override
    public void beforeAll(ExtensionContext context) {
        keepSystem(context);
        Setup setup = setupOf(context);
        boolean isOwn = given == null && annotationOn(context).isPresent();
        if (setup.isolation != Isolation.NEW_STORE && (isOwn || find(context) == null)) {
            start(context, setup);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        keepSystem(context);
        Setup setup = setupOf(context);
        Running store = setup.isolation == Isolation.NEW_STORE ? null : find(context);
        if (store == null) {
            start(context, setup);
        } else if (setup.isolation == Isolation.FLUSH) {
            String other = store.test.compareAndExchange(null, context.getUniqueId());
            if (other != null) {
                throw new IllegalStateException("this test runs at the same time as " + other
                        + " on the same store, which is flushed for each: choose another Isolation");
            }
            store.store.flush();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Running store = find(context);
        if (store != null) {
            // Not if another test has it: then this one has failed.
            String test = context.getUniqueId();
            store.test.updateAndGet(holder -> test.equals(holder) ? null : holder);
        }
        stop(context);
    }

    private static void keepSystem(ExtensionContext context) {
        ExtensionContext.Store root = context.getRoot().getStore(KIT);
        synchronized (KIT) {
            if (root.get(SharedSystem.class) == null) {
                root.put(SharedSystem.class, SharedSystem.lease());
            }
        }
    }

    private void start(ExtensionContext context, Setup setup) {
        TestStore store = TestStore.start(setup.settings, new ManualClock(setup.start));
        running.add(store);
        context.getStore(namespace).put(Running.class, new Running(store, new AtomicReference<>()));
    }

    /** Ends the store of just this context, if it has one. */
    private void stop(ExtensionContext context) {
        Running own = context.getStore(namespace).remove(Running.class, Running.class);
        if (own != null) {
            running.remove(own.store);
            own.store.close();
        }
    }

    /** The store of this context or of the nearest one around it. */
    private @Nullable Running find(ExtensionContext context) {
        return context.getStore(namespace).get(Running.class, Running.class);
    }

    private Setup setupOf(ExtensionContext context) {
        if (given != null) {
            return given;
        }
        Optional<ExtensionContext> around = Optional.of(context);
        while (around.isPresent()) {
            Optional<FlashKvTest> annotation = annotationOn(around.get());
            if (annotation.isPresent()) {
                return Setup.of(annotation.get());
            }
            around = around.get().getParent();
        }
        return Setup.DEFAULT;
    }

    private static Optional<FlashKvTest> annotationOn(ExtensionContext context) {
        return context.getTestClass().flatMap(type -> AnnotationSupport.findAnnotation(type, FlashKvTest.class));
    }

    // ---- parameters ----

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == FlashKv.class
                || type == ManualClock.class
                || type == TestStore.class
                || parameter.isAnnotated(FlashKvAddress.class);
    }

    @Override
    public Object resolveParameter(ParameterContext context, ExtensionContext extensionContext) {
        Parameter parameter = context.getParameter();
        Running found = find(extensionContext);
        if (found == null) {
            throw new ParameterResolutionException(
                    "no store for " + parameter + ": with Isolation.NEW_STORE, or an extension in a field that is not"
                            + " static, only tests and @BeforeEach and @AfterEach methods have one");
        }
        TestStore store = found.store;
        Class<?> type = parameter.getType();
        if (context.isAnnotated(FlashKvAddress.class)) {
            return address(store, type);
        }
        if (type == FlashKv.class) {
            return store.store();
        }
        return type == ManualClock.class ? store.clock() : store;
    }

    private static Object address(TestStore store, Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return store.port();
        }
        if (type == URI.class) {
            return store.uri();
        }
        if (type == String.class) {
            return store.uri().toString();
        }
        if (type == InetSocketAddress.class) {
            return store.address();
        }
        throw new ParameterResolutionException(
                "@FlashKvAddress is for int, URI, String and InetSocketAddress, not for " + type.getName());
    }
}
