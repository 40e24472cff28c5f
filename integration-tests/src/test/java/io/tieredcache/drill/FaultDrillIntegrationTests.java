package io.tieredcache.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three processes, one Redis, and all that may go wrong, in short. A run is repeated by
 * {@code -Dtiered-cache.test.seed=}.
 */
class FaultDrillIntegrationTests {

    private static final int INSTANCES = 3;

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    @Test
    void nothingIsServedBeyondItsBoundWhateverFails() {
        Path directory = Drill.newDirectory("short");
        DrillSettings settings = DrillPlans.quick("short", directory, this.seed, Guard.NONE);
        try (DrillRedis redis = new SingleRedis(directory, INSTANCES);
                Drill drill = new Drill(settings, redis, INSTANCES)) {
            Random random = new Random(this.seed);
            List<DrillFault> faults = new ArrayList<>(redis.faults());
            Collections.shuffle(faults, random);
            for (DrillFault fault : faults) {
                drill.inject(fault, random.nextInt(INSTANCES), Duration.ofMillis(1_000 + random.nextInt(1_000)));
                drill.pause(Duration.ofMillis(200 + random.nextInt(500)));
            }
            drill.settle();
            DrillReport report = drill.end().write();
            DrillPlans.assertRight(report);
            assertThat(report.reads()).isGreaterThan(1_000);
            assertThat(report.reads(DrillLevel.L1)).isPositive();
            assertThat(report.reads(DrillLevel.L2)).isPositive();
            assertThat(report.commits()).isPositive();
        }
    }

}
