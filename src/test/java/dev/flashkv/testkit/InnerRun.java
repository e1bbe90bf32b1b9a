package dev.flashkv.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** JUnit run by a test, on classes that are there for it: what the tests of the kit's users see. */
final class InnerRun {
    private final EngineExecutionResults results;

    private InnerRun(EngineExecutionResults results) {
        this.results = results;
    }

    /** Runs the tests of {@code classes} one after the other. */
    static InnerRun of(Class<?>... classes) {
        return run(EngineTestKit.engine("junit-jupiter"), classes);
    }

    /** Runs classes, and tests of one class, at the same time, up to {@code threads} of them. */
    static InnerRun parallel(int threads, Class<?>... classes) {
        String parallel = "junit.jupiter.execution.parallel.";
        return run(
                EngineTestKit.engine("junit-jupiter")
                        .configurationParameter(parallel + "enabled", "true")
                        .configurationParameter(parallel + "mode.default", "concurrent")
                        .configurationParameter(parallel + "config.strategy", "fixed")
                        .configurationParameter(parallel + "config.fixed.parallelism", String.valueOf(threads)),
                classes);
    }

    private static InnerRun run(EngineTestKit.Builder engine, Class<?>... classes) {
        return new InnerRun(engine.selectors(Arrays.stream(classes)
                        .map(type -> selectClass(type))
                        .toArray(org.junit.platform.engine.DiscoverySelector[]::new))
                .execute());
    }

    /** How many tests have passed. */
    long passed() {
        return results.testEvents().succeeded().count();
    }

    /** What tests and classes have failed with. */
    List<Throwable> failures() {
        List<Throwable> failures = new ArrayList<>();
        results.allEvents().stream()
                .filter(event -> event.getType() == EventType.FINISHED)
                .map(InnerRun::resultOf)
                .forEach(result -> result.getThrowable().ifPresent(failures::add));
        return failures;
    }

    private static TestExecutionResult resultOf(Event event) {
        return event.getRequiredPayload(TestExecutionResult.class);
    }
}
