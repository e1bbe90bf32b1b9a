package dev.flashkv;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.flashkv.dispatch.LoopSelectorProvider;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The house rules: which package may import which, what the engine must not know of, and where time is read. A package
 * that does not exist yet satisfies its rules.
 */
class ArchitectureTest {
    private static final String ROOT = "dev.flashkv";

    /** Every package but the root one, which may import all of them, and the packages that each may import. */
    private static final Map<String, Set<String>> IMPORTS = imports();

    /** Plain Java, to be tested as plain Java: no actors, sockets or threads. */
    private static final String[] ENGINE = packages("bytes", "reply", "resp", "data", "rdb", "keyspace", "command");

    static {
        // The rules go by names, so that what libraries look like inside need not be read.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
    }

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static Map<String, Set<String>> imports() {
        Map<String, Set<String>> imports = new LinkedHashMap<>();
        imports.put("bytes", Set.of());
        imports.put("reply", Set.of("bytes"));
        imports.put("resp", Set.of("bytes", "reply"));
        imports.put("data", Set.of("bytes"));
        imports.put("keyspace", Set.of("bytes", "reply", "data"));
        imports.put("rdb", Set.of("bytes", "data"));
        imports.put("command", Set.of("bytes", "reply", "resp", "data", "keyspace", "rdb"));
        imports.put("shard", Set.of("bytes", "reply", "resp", "data", "keyspace", "rdb", "command"));
        imports.put("pubsub", Set.of("bytes", "reply", "resp", "data", "keyspace", "rdb", "command", "shard"));
        imports.put(
                "server", Set.of("bytes", "reply", "resp", "data", "keyspace", "rdb", "command", "shard", "pubsub"));
        imports.put("dispatch", Set.of());
        imports.put("testkit", Set.of("keyspace", "server", ROOT));
        return imports;
    }

    static Stream<String> everyPackage() {
        return IMPORTS.keySet().stream();
    }

    @Test
    void theRulesSeeTheClasses() {
        assertThat(CLASSES.contain(ROOT + ".bytes.Bytes")).isTrue();
        assertThat(CLASSES.contain(ArchitectureTest.class)).isFalse();
    }

    @Test
    void everyClassIsInAListedPackage() {
        String[] listed = Stream.concat(Stream.of(ROOT), Arrays.stream(packages(IMPORTS.keySet())))
                .toArray(String[]::new);
        check(classes().should().resideInAnyPackage(listed).because("a new package needs its place in IMPORTS"));
    }

    @ParameterizedTest
    @MethodSource("everyPackage")
    void importsGoOneWay(String name) {
        List<String> others = Stream.concat(Stream.of(ROOT), IMPORTS.keySet().stream())
                .filter(other -> !other.equals(name) && !IMPORTS.get(name).contains(other))
                .toList();
        check(noClasses()
                .that()
                .resideInAnyPackage(packages(name))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others)));
    }

    @Test
    void packagesHaveNoCycles() {
        check(slices().assignedFrom(new ByPackage()).should().beFreeOfCycles());
    }

    @Test
    void theEngineKnowsNoActorsSocketsOrThreads() {
        DescribedPredicate<JavaClass> concurrency = resideInAPackage("java.util.concurrent..")
                .and(describe("not a unit of time", type -> !type.getName().equals("java.util.concurrent.TimeUnit")));
        DescribedPredicate<JavaClass> threads =
                describe("threads", type -> type.getName().startsWith("java.lang.Thread"));
        DescribedPredicate<JavaClass> outside =
                resideInAnyPackage("akka..", "scala..", "java.net..", "java.nio.channels..");
        check(noClasses()
                .that()
                .resideInAnyPackage(ENGINE)
                .should()
                .dependOnClassesThat(outside.or(concurrency).or(threads).as("actors, sockets or threads")));
    }

    /** Whoever needs the time asks the injected clock, so that tests own it. Main may time its own start. */
    @Test
    void onlyClocksReadTheTime() {
        DescribedPredicate<JavaClass> clocks = describe(
                "clocks",
                type -> type.getPackageName().equals(ROOT + ".keyspace")
                        && outermost(type).getSimpleName().endsWith("Clock"));
        DescribedPredicate<JavaClass> main =
                describe("Main", type -> outermost(type).getName().equals(ROOT + ".Main"));
        check(noClasses()
                .that(clocks.or(main)
                        .or(resideInAPackage(ROOT + ".dispatch.."))
                        .negate()
                        .as("are neither clocks nor Main"))
                .should(new ReadTheTime()));
    }

    /** An embedded store must not change how its host's sockets are served. */
    @Test
    void onlyTheServerProcessReplacesTheSelectorProvider() {
        check(noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".Main")
                .should()
                .callMethod(LoopSelectorProvider.class, "install"));
    }

    @Test
    void namesSayWhatAClassIs() {
        for (String vague : List.of("Util", "Utils", "Manager", "Helper")) {
            check(noClasses().should().haveSimpleNameEndingWith(vague));
        }
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(CLASSES);
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }

    private static String[] packages(String... names) {
        return packages(List.of(names));
    }

    /** ArchUnit's patterns: a package with everything below it, except for the root package, which stands alone. */
    private static String[] packages(Iterable<String> names) {
        List<String> patterns = new ArrayList<>();
        names.forEach(name -> patterns.add(name.equals(ROOT) ? ROOT : ROOT + "." + name + ".."));
        return patterns.toArray(String[]::new);
    }

    /** Calls of, and references to, whatever reads the system's clocks. */
    private static final class ReadTheTime extends ArchCondition<JavaClass> {
        ReadTheTime() {
            super("read the time of the system");
        }

        @Override
        public void check(JavaClass type, ConditionEvents events) {
            Stream.concat(type.getCodeUnitCallsFromSelf().stream(), type.getCodeUnitReferencesFromSelf().stream())
                    .filter(access -> readsTime(
                            access.getTargetOwner().getName(),
                            access.getTarget().getName()))
                    .forEach(access -> events.add(SimpleConditionEvent.satisfied(access, access.getDescription())));
        }

        private static boolean readsTime(String owner, String method) {
            return switch (owner) {
                case "java.lang.System" -> method.equals("currentTimeMillis") || method.equals("nanoTime");
                case "java.time.Clock" -> method.startsWith("system") || method.startsWith("tick");
                case "java.util.Date" -> method.equals("<init>");
                default -> owner.startsWith("java.time.") && method.equals("now");
            };
        }
    }

    /** Every package, the root one too, is a slice. */
    private static final class ByPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
