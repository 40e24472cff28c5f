package io.tieredcache;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Arrows between packages point at {@code io.tieredcache}, and each third party has one
 * package. A new package needs a row in {@link #MAY_USE}.
 */
@AnalyzeClasses(packages = ArchitectureTests.ROOT, importOptions = ArchitectureTests.MainClasses.class)
class ArchitectureTests {

    static final String ROOT = "io.tieredcache";

    private static final String AUTOCONFIGURE = ROOT + ".autoconfigure";

    private static final List<String> ALWAYS_ALLOWED = List.of("java..", "org.jspecify..");

    private static final Set<String> CONTRACTS = Set.of(ROOT, ROOT + ".store");

    /** For each package below the root: the packages of ours that it may use. */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(Map.entry("annotation", Set.of(ROOT)),
            Map.entry("store", Set.of(ROOT)), Map.entry("key", Set.of(ROOT)),
            Map.entry("jackson", Set.of(ROOT, ROOT + ".events")),
            Map.entry("events", Set.of(ROOT, ROOT + ".store", ROOT + ".key")), Map.entry("type", Set.of(ROOT)),
            Map.entry("cache", Set.of(ROOT, ROOT + ".store", ROOT + ".key", ROOT + ".type")),
            Map.entry("caffeine", CONTRACTS), Map.entry("redis", CONTRACTS), Map.entry("resilience", CONTRACTS),
            Map.entry("interceptor", Set.of(ROOT, ROOT + ".annotation", ROOT + ".key")),
            Map.entry("writebehind", Set.of(ROOT, ROOT + ".store", ROOT + ".cache")),
            Map.entry("outbox", Set.of(ROOT, ROOT + ".store", ROOT + ".cache")),
            Map.entry("region", Set.of(ROOT, ROOT + ".store", ROOT + ".cache")),
            Map.entry("transaction", Set.of(ROOT + ".cache")), Map.entry("metrics", CONTRACTS),
            Map.entry("audit", Set.of(ROOT, ROOT + ".store", ROOT + ".cache")),
            Map.entry("slo", Set.of(ROOT, ROOT + ".store")), Map.entry("advice", CONTRACTS),
            Map.entry("actuate", Set.of(ROOT, ROOT + ".contract")), Map.entry("contract", Set.of(ROOT)),
            Map.entry("web", Set.of(ROOT)), Map.entry("test", Set.of(ROOT)));

    @ArchTest
    static void ownPackagesAreUsedInOneDirection(JavaClasses classes) {
        MAY_USE.forEach((name, allowed) -> {
            String source = ROOT + "." + name;
            DescribedPredicate<JavaClass> forbidden = packageOf(ROOT + "..").and(DescribedPredicate
                .describe("other than " + allowed, (target) -> !isBelow(target, source) && !isIn(target, allowed)));
            check(noClasses().that().resideInAPackage(source + "..").should().dependOnClassesThat(forbidden), classes);
        });
    }

    @ArchTest
    static void rootUsesNoOtherPackageOfOurs(JavaClasses classes) {
        check(classes().that()
            .resideInAPackage(ROOT)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(allowing(ROOT, "org.slf4j..", "org.springframework.cache..",
                    "org.springframework.core..", "org.springframework.util..")),
                classes);
    }

    @ArchTest
    static void keyUsesOnlyTheJdkAndTheCacheAbstraction(JavaClasses classes) {
        check(classes().that()
            .resideInAPackage(ROOT + ".key..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(allowing(ROOT, ROOT + ".key..", "org.springframework.cache..")), classes);
    }

    @ArchTest
    static void annotationsUseOnlySpringCoreAnnotations(JavaClasses classes) {
        check(classes().that()
            .resideInAPackage(ROOT + ".annotation..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(allowing(ROOT, ROOT + ".annotation..", "org.springframework.core.annotation..",
                    "org.springframework.aot.hint.annotation..")),
                classes);
    }

    @ArchTest
    static void nothingUsesAutoconfigure(JavaClasses classes) {
        check(noClasses().that()
            .resideOutsideOfPackage(AUTOCONFIGURE + "..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(AUTOCONFIGURE + ".."), classes);
    }

    @ArchTest
    static void nothingUsesTheFaultKit(JavaClasses classes) {
        check(noClasses().that()
            .resideOutsideOfPackage(ROOT + ".test..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + ".test.."), classes);
    }

    @ArchTest
    static void eachThirdPartyHasOnePackage(JavaClasses classes) {
        Map<String, List<String>> thirdParties = new LinkedHashMap<>();
        thirdParties.put("caffeine", List.of("com.github.benmanes.caffeine.."));
        thirdParties.put("redis", List.of("io.lettuce..", "redis.clients..", "org.springframework.data.."));
        thirdParties.put("jackson", List.of("tools.jackson..", "com.fasterxml.jackson.."));
        thirdParties.put("web",
                List.of("jakarta.servlet..", "org.springframework.web..", "org.springframework.http.."));
        thirdParties.put("interceptor", List.of("org.springframework.aop..", "org.aopalliance..", "org.aspectj..",
                "org.springframework.expression..", "org.springframework.context.expression.."));
        thirdParties.put("outbox", List.of("org.springframework.jdbc.."));
        thirdParties.put("resilience", List.of("io.github.resilience4j.."));
        thirdParties.put("metrics", List.of("io.micrometer.."));
        thirdParties.put("actuate", List.of("org.springframework.boot.."));
        thirdParties.put("test", List.of("org.junit.."));
        thirdParties.forEach((name,
                packages) -> check(noClasses().that()
                    .resideOutsideOfPackages(ROOT + "." + name + "..", AUTOCONFIGURE + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(packages.toArray(String[]::new)), classes));
    }

    @ArchTest
    static void onlyTransactionAndOutboxKnowTransactions(JavaClasses classes) {
        // The outbox writes into the very transaction that the other package watches.
        check(noClasses().that()
            .resideOutsideOfPackages(ROOT + ".transaction..", ROOT + ".outbox..", AUTOCONFIGURE + "..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.transaction..", "javax.sql.."), classes);
    }

    @ArchTest
    static void packagesHaveNoCycles(JavaClasses classes) {
        check(SlicesRuleDefinition.slices().assignedFrom(new PackageSlices()).should().beFreeOfCycles(), classes);
    }

    @ArchTest
    static void everyPackageIsInTheTable(JavaClasses classes) {
        Set<String> known = MAY_USE.keySet().stream().map((name) -> ROOT + "." + name).collect(Collectors.toSet());
        assertThat(packageNames(classes)).as("packages without a row in MAY_USE")
            .allMatch((name) -> ROOT.equals(name) || name.startsWith(AUTOCONFIGURE) || known.contains(name));
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        assertThat(packageNames(classes)).as("packages without a @NullMarked package-info")
            .allMatch((name) -> isNullMarked(classes.getPackage(name)));
    }

    private static boolean isNullMarked(JavaPackage javaPackage) {
        return javaPackage.tryGetPackageInfo().filter((info) -> info.isAnnotatedWith(NullMarked.class)).isPresent();
    }

    private static Set<String> packageNames(JavaClasses classes) {
        return classes.stream().map(JavaClass::getPackageName).collect(Collectors.toCollection(TreeSet::new));
    }

    private static DescribedPredicate<JavaClass> packageOf(String identifier) {
        return JavaClass.Predicates.resideInAPackage(identifier);
    }

    private static boolean isBelow(JavaClass type, String packageName) {
        return type.getPackageName().equals(packageName) || type.getPackageName().startsWith(packageName + ".");
    }

    private static boolean isIn(JavaClass type, Set<String> packageNames) {
        return packageNames.contains(type.getPackageName());
    }

    private static String[] allowing(String... identifiers) {
        return Stream.concat(ALWAYS_ALLOWED.stream(), Arrays.stream(identifiers)).toArray(String[]::new);
    }

    private static void check(ArchRule rule, JavaClasses classes) {
        rule.allowEmptyShould(true).check(classes);
    }

    static final class MainClasses implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/");
        }

    }

    private static final class PackageSlices implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            return SliceIdentifier.of(javaClass.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }

    }

}
