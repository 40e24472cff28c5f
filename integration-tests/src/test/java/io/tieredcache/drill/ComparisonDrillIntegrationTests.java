package io.tieredcache.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same workload and the same faults, by the same seed, against this library and
 * others. What the others serve is reported and not judged here.
 */
@Tag("drill")
class ComparisonDrillIntegrationTests {

    private final long seed = DrillPlans.seed();

    private final Comparison comparison = new Comparison();

    @Test
    void servesWithinItsBoundWhatOthersServeUnderTheSameFaults() {
        DrillReport own = run("Tiered Cache", "tiered-cache", TieredCacheSetup.class);
        DrillReport thrown = run("Caffeine before RedisCacheManager, errors thrown", "spring", SpringCacheSetup.class);
        DrillReport logged = run("Caffeine before RedisCacheManager, errors logged", "spring-logged",
                SpringCacheSetup.class, SpringCacheApplication.LOG_ERRORS + "=true");
        DrillReport jetCache = run("JetCache", "jetcache", JetCacheSetup.class);
        DrillPlans.assertRight(own);
        for (DrillReport other : List.of(thrown, logged, jetCache)) {
            for (DrillLevel level : List.of(DrillLevel.L1, DrillLevel.L2, DrillLevel.SOURCE)) {
                assertThat(other.reads(level)).as("reads from " + level).isPositive();
            }
            assertThat(other.commits()).isPositive();
        }
    }

    private DrillReport run(String title, String name, Class<? extends DrillSetup> setup, String... properties) {
        DrillSettings settings = settings(name, setup, properties);
        Path directory = Drill.newDirectory(settings.namespace());
        Random random = new Random(this.seed);
        try (DrillRedis redis = new SingleRedis(directory, DrillPlans.INSTANCES);
                Drill drill = new Drill(settings, redis, DrillPlans.INSTANCES)) {
            DrillPlans.injectAll(drill, random, Duration.ofSeconds(4), Duration.ofSeconds(3));
            drill.settle();
            DrillReport report = drill.end().write();
            this.comparison.add(title, drill, report);
            this.comparison.write(settings);
            return report;
        }
    }

    /**
     * The times that the library has by default, and so few writes that what is stale
     * would stay so for longer than the bound.
     */
    private DrillSettings settings(String name, Class<? extends DrillSetup> setup, String... properties) {
        String namespace = "comparison-" + name;
        return new DrillSettings(setup, namespace, Path.of("target", "drills", namespace).toAbsolutePath(), this.seed,
                new DrillItems(300, 10), new DrillLoad(3, 300, 200, false), 5_000, true, Guard.NONE,
                List.of(properties));
    }

}
