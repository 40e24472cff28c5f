package io.tieredcache.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three processes, one Redis, and all that may go wrong. A run is repeated by
 * {@code -Dtiered-cache.test.seed=}.
 */
class FaultDrillIntegrationTests {

    private static final int READS = 50_000;

    private final long seed = DrillPlans.seed();

    @Test
    void nothingIsServedBeyondItsBoundWhateverFails() {
        Path directory = Drill.newDirectory("short");
        DrillSettings settings = DrillPlans.quick("short", directory, this.seed, Guard.NONE);
        try (DrillRedis redis = new SingleRedis(directory, DrillPlans.INSTANCES);
                Drill drill = new Drill(settings, redis, DrillPlans.INSTANCES)) {
            DrillPlans.injectAll(drill, new Random(this.seed), Duration.ofMillis(900), Duration.ofMillis(300));
            drill.settle();
            DrillPlans.assertRight(drill.end().write());
        }
    }

    @Test
    void checkerSeesThatGuardsAreSwitchedOff() {
        DrillReport report = withoutGuard(Guard.ALL, 2);
        assertThat(report.violations(DrillCache.AIRPORTS)).as(report::summary).isPositive();
        assertThat(report.violations(DrillCache.LISTS)).as(report::summary).isPositive();
        assertThat(report.violations(DrillCache.RUNWAYS)).as(report::summary).isPositive();
        assertThat(report.lateStores()).as(report::summary).isPositive();
        assertThat(report.lostInvalidations()).as(report::summary).isPositive();
    }

    @Tag("drill")
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = { "NONE", "ALL" })
    void checkerSeesEachGuardThatIsSwitchedOff(Guard off) {
        DrillReport report = withoutGuard(off, DrillPlans.INSTANCES);
        switch (off) {
            case WATCHDOG, BOUND -> assertThat(report.violations(DrillCache.AIRPORTS)).as(report::summary).isPositive();
            case LEASES -> assertThat(report.lateStores()).as(report::summary).isPositive();
            case HOLDS -> assertThat(report.violations(DrillCache.RUNWAYS)).as(report::summary).isPositive();
            default -> throw new IllegalArgumentException(off.name());
        }
    }

    private DrillReport withoutGuard(Guard off, int instances) {
        String name = "without-" + off;
        Path directory = Drill.newDirectory(name);
        try (DrillRedis redis = new SingleRedis(directory, instances);
                Drill drill = new Drill(DrillPlans.quick(name, directory, this.seed, off), redis, instances)) {
            drill.inject(DrillFault.SUBSCRIPTION_FROZEN, 0, Duration.ofSeconds(5));
            drill.settle();
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

}
