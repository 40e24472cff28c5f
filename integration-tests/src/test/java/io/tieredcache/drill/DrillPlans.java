package io.tieredcache.drill;

import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the drills have in common.
 */
final class DrillPlans {

    private DrillPlans() {
    }

    /**
     * Short times, so that a drill of some seconds sees bounds end.
     */
    static DrillSettings quick(String name, Path directory, long seed, Guard off) {
        return new DrillSettings(TieredCacheSetup.class, name, directory, seed, new DrillItems(60, 6),
                new DrillLoad(2, 500, 20, false), 2_000, true, off,
                List.of("tiered-cache.redis.timeout=500ms", "tiered-cache.invalidation.pulse-interval=300ms"));
    }

    static void assertRight(DrillReport report) {
        assertThat(report.violations()).as(report::summary).isZero();
        assertThat(report.lateStores()).as(report::summary).isZero();
        assertThat(report.lostInvalidations()).as(report::summary).isZero();
        assertThat(report.errorsOfOthers()).as(report::summary).isZero();
    }

}
