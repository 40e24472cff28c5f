package io.tieredcache.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three processes, one Redis, and all that may go wrong. The two short ones are part of
 * every build. The choices of a run are repeated by {@code -Dtiered-cache.test.seed=}.
 */
class FaultDrillIntegrationTests {

    private static final int MOST_ROUNDS = 60;

    private static final DrillItems FEW = new DrillItems(8, 2);

    private static final DrillItems SOME = new DrillItems(60, 6);

    private static final DrillItems MANY = new DrillItems(600, 60);

    private static final int READS = 50_000;

    private final long seed = DrillPlans.seed();

    @Test
    void nothingIsServedBeyondItsBoundWhateverFails() {
        Path directory = Drill.newDirectory("short");
        DrillSettings settings = DrillPlans.quick("short", directory, this.seed, Guard.NONE);
        try (DrillRedis redis = new SingleRedis(directory, DrillPlans.INSTANCES);
                Drill drill = new Drill(settings, redis, DrillPlans.INSTANCES)) {
            DrillPlans.injectAll(drill, new Random(this.seed), Duration.ofMillis(700), Duration.ofMillis(200));
            drill.settle();
            DrillPlans.assertRight(drill.end().write());
        }
    }

    @Test
    @Tag("drill")
    void checkerSeesThatGuardsAreSwitchedOff() {
        DrillReport report = withoutGuard(Guard.ALL, 2, (each) -> each.violations(DrillCache.AIRPORTS) > 0
                && each.violations(DrillCache.RUNWAYS) > 0 && each.lateStores() > 0);
        assertThat(report.violations(DrillCache.AIRPORTS)).as(report::summary).isPositive();
        assertThat(report.violations(DrillCache.RUNWAYS)).as(report::summary).isPositive();
        assertThat(report.lateStores()).as(report::summary).isPositive();
    }

    @Tag("drill")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "NONE", "ALL" })
    void checkerSeesEachGuardThatIsSwitchedOff(Guard off) {
        Predicate<DrillReport> seen = switch (off) {
            case WATCHDOG, BOUND -> (report) -> report.violations(DrillCache.AIRPORTS) > 0;
            case LEASES -> (report) -> report.lateStores() > 0;
            case HOLDS -> (report) -> report.violations(DrillCache.RUNWAYS) > 0;
            default -> throw new IllegalArgumentException(off.name());
        };
        assertThat(withoutGuard(off, DrillPlans.INSTANCES, seen)).matches(seen, "has seen it");
    }

    /**
     * Goes on until the checker has seen it, but not for ever.
     */
    private DrillReport withoutGuard(Guard off, int instances, Predicate<DrillReport> seen) {
        String name = "without-" + off;
        Path directory = Drill.newDirectory(name);
        DrillItems items = switch (off) {
            case LEASES, HOLDS -> FEW;
            case ALL -> SOME;
            default -> MANY;
        };
        try (DrillRedis redis = new SingleRedis(directory, instances);
                Drill drill = new Drill(DrillPlans.quick(name, directory, this.seed, off, items), redis, instances)) {
            for (int round = 0; round < MOST_ROUNDS && !seen.test(drill.look()); round++) {
                drill.inject(DrillFault.SUBSCRIPTION_FROZEN, 0, Duration.ofSeconds((off == Guard.BOUND) ? 3 : 1));
                drill.pause(Duration.ofMillis(500));
            }
            drill.rest();
            return drill.end().write();
        }
    }

    @Tag("drill")
    @ParameterizedTest
    @ValueSource(booleans = { true, false })
    void nothingIsServedBeyondItsBoundForLong(boolean strong) {
        String name = strong ? "faults-with-strong" : "faults";
        Path directory = Drill.newDirectory(name);
        Random random = new Random(this.seed);
        int reads = READS * Integer.getInteger("tiered-cache.test.scale", 1);
        try (DrillRedis redis = new SingleRedis(directory, DrillPlans.INSTANCES);
                Drill drill = new Drill(DrillPlans.usual(name, directory, this.seed, strong), redis,
                        DrillPlans.INSTANCES)) {
            do {
                DrillPlans.injectAll(drill, random, Duration.ofSeconds(4), Duration.ofSeconds(3));
            }
            while (drill.recordedReads() < reads);
            drill.settle();
            DrillReport report = drill.end().write();
            DrillPlans.assertRight(report);
            assertThat(report.reads()).isGreaterThan(reads);
        }
    }

    @Tag("drill")
    @Test
    void nothingIsServedBeyondItsBoundOnSentinel() {
        try (DrillRedis redis = new SentinelRedis()) {
            faultsOfTopology("sentinel", redis);
        }
    }

    @Tag("drill")
    @Test
    void nothingIsServedBeyondItsBoundOnCluster() {
        try (DrillRedis redis = new ClusterRedis("cluster")) {
            faultsOfTopology("cluster", redis);
        }
    }

    private void faultsOfTopology(String name, DrillRedis redis) {
        Path directory = Drill.newDirectory(name);
        Random random = new Random(this.seed);
        try (Drill drill = new Drill(DrillPlans.usual(name, directory, this.seed, true), redis, DrillPlans.INSTANCES)) {
            for (int round = 0; round < 2; round++) {
                DrillPlans.injectAll(drill, random, Duration.ofSeconds(3), Duration.ofSeconds(3));
            }
            drill.settle();
            DrillPlans.assertRight(drill.end().write());
        }
    }

}
