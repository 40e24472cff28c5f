package io.tieredcache.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the drills have in common.
 */
final class DrillPlans {

    /** Number of processes. */
    static final int INSTANCES = 3;

    private DrillPlans() {
    }

    /**
     * The seed of a run: a new one, or that of a run to be repeated.
     */
    static long seed() {
        return Long.getLong("tiered-cache.test.seed", System.nanoTime());
    }

    /**
     * Short times, so that a drill of some seconds sees bounds end.
     */
    static DrillSettings quick(String name, Path directory, long seed, Guard off) {
        return new DrillSettings(TieredCacheSetup.class, name, directory, seed, new DrillItems(60, 6),
                new DrillLoad(2, 500, 20, false), 1_000, true, off,
                List.of("tiered-cache.redis.timeout=500ms", "tiered-cache.invalidation.pulse-interval=200ms"));
    }

    /**
     * The same with other items, and more writes.
     * @param items few, so that races are frequent, or many, so that copies live long
     */
    static DrillSettings quick(String name, Path directory, long seed, Guard off, DrillItems items) {
        DrillSettings quick = quick(name, directory, seed, off);
        return new DrillSettings(quick.setup(), name, directory, seed, items, new DrillLoad(3, 500, 10, false),
                quick.boundMillis(), true, off, quick.properties());
    }

    /**
     * The times that the library has by default.
     */
    static DrillSettings usual(String name, Path directory, long seed, boolean strong) {
        return new DrillSettings(TieredCacheSetup.class, name, directory, seed, new DrillItems(300, 10),
                new DrillLoad(3, 1_500, 30, false), 5_000, strong, Guard.NONE, List.of());
    }

    /**
     * Lets each fault that the Redis of a drill can have happen once, in an order and for
     * times of chance.
     * @param drill the drill
     * @param random makes the choices
     * @param shortest the shortest time that a fault lasts; the longest is twice that
     * @param pause the mean pause after a fault
     */
    static void injectAll(Drill drill, Random random, Duration shortest, Duration pause) {
        List<DrillFault> faults = new ArrayList<>(drill.redis().faults());
        Collections.shuffle(faults, random);
        for (DrillFault fault : faults) {
            drill.inject(fault, random.nextInt(drill.size()), shortest.plus(upTo(shortest, random)));
            drill.pause(pause.dividedBy(2).plus(upTo(pause, random)));
        }
    }

    private static Duration upTo(Duration time, Random random) {
        return Duration.ofMillis(random.nextLong(time.toMillis()));
    }

    static void assertRight(DrillReport report) {
        assertThat(report.violations()).as(report::summary).isZero();
        assertThat(report.lateStores()).as(report::summary).isZero();
        assertThat(report.lostInvalidations()).as(report::summary).isZero();
        assertThat(report.errorsOfOthers()).as(report::summary).isZero();
        for (DrillLevel level : List.of(DrillLevel.L1, DrillLevel.L2, DrillLevel.SOURCE)) {
            assertThat(report.reads(level)).as("reads from " + level).isPositive();
        }
        assertThat(report.commits()).isPositive();
    }

}
