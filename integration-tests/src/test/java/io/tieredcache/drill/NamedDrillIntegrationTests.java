package io.tieredcache.drill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drills that operators ask for by name. Their reports are in {@code target/drills}.
 */
@Tag("drill")
class NamedDrillIntegrationTests {

    private static final int EXPIRING = 100_000;

    private final long seed = DrillPlans.seed();

    /**
     * Redis restart during peak traffic.
     */
    @ParameterizedTest
    @EnumSource(names = { "REDIS_RESTARTED", "REDIS_LOST" })
    void redisRestartsDuringPeakTraffic(DrillFault restart) {
        String name = (restart == DrillFault.REDIS_LOST) ? "restart-empty" : "restart";
        Path directory = Drill.newDirectory(name);
        DrillSettings settings = new DrillSettings(TieredCacheSetup.class, name, directory, this.seed,
                new DrillItems(2_000, 20), new DrillLoad(4, 10_000, 50, false), 5_000, false, Guard.NONE, List.of());
        try (DrillRedis redis = new SingleRedis(directory, DrillPlans.INSTANCES);
                Drill drill = new Drill(settings, redis, DrillPlans.INSTANCES)) {
            long started = System.nanoTime();
            drill.pause(Duration.ofSeconds(10));
            drill.inject(restart, 0, Duration.ofSeconds(10));
            FaultSpan fault = drill.faults().get(0);
            drill.pause(Duration.ofSeconds(5));
            long back = System.nanoTime();
            drill.pause(Duration.ofSeconds(10));
            long ended = System.nanoTime();
            drill.settle();
            DrillReport report = drill.end()
                .phases(List.of("start", "before", "away, first 5 s (the bound)", "away, after that", "5 s after",
                        "later"),
                        List.of(started, fault.began(), fault.began() + Duration.ofSeconds(5).toNanos(), fault.healed(),
                                back, ended))
                .write();
            DrillPlans.assertRight(report);
        }
    }

    /**
     * Delayed invalidation queue: one instance hears of everything three seconds late,
     * then longer than the bound, then what it has to tell waits.
     */
    @Test
    void invalidationsAreDelayed() {
        String name = "delayed-invalidations";
        Path directory = Drill.newDirectory(name);
        try (DrillRedis redis = new SingleRedis(directory, DrillPlans.INSTANCES);
                Drill drill = new Drill(DrillPlans.usual(name, directory, this.seed, false), redis,
                        DrillPlans.INSTANCES)) {
            long started = System.nanoTime();
            drill.pause(Duration.ofSeconds(5));
            drill.inject(DrillFault.MESSAGES_DELAYED, 0, Duration.ofSeconds(20));
            long late = System.nanoTime();
            drill.pause(Duration.ofSeconds(5));
            long frozen = System.nanoTime();
            drill.inject(DrillFault.SUBSCRIPTION_FROZEN, 0, Duration.ofSeconds(20));
            long healed = System.nanoTime();
            drill.pause(Duration.ofSeconds(5));
            long cut = System.nanoTime();
            drill.inject(DrillFault.INSTANCE_CUT_OFF, 0, Duration.ofSeconds(20));
            long joined = System.nanoTime();
            drill.pause(Duration.ofSeconds(10));
            long ended = System.nanoTime();
            drill.settle();
            DrillReport report = drill.end()
                .phases(List.of("start", "before and 3 s late", "after", "nothing is heard", "after", "cut off",
                        "after"), List.of(started, late, frozen, healed, cut, joined, ended))
                .write();
            DrillPlans.assertRight(report);
        }
    }

    /**
     * Mass key expiration: 100,000 keys within one second.
     */
    @Test
    void manyKeysExpireAtOnce() {
        String name = "mass-expiration";
        Path directory = Drill.newDirectory(name);
        DrillSettings settings = new DrillSettings(TieredCacheSetup.class, name, directory, this.seed,
                new DrillItems(EXPIRING, 100), new DrillLoad(4, 1_000, 0, true), 5_000, false, Guard.NONE,
                List.of("tiered-cache.caches.airports.l1.ttl=1s", "tiered-cache.caches.airports.l1.max-entries=1000"));
        try (SingleRedis redis = new SingleRedis(directory, DrillPlans.INSTANCES);
                Drill drill = new Drill(settings, redis, DrillPlans.INSTANCES)) {
            drill.fill();
            long filled = System.nanoTime();
            drill.pause(Duration.ofSeconds(10));
            long expiring = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            int expired = redis.expireWithinASecond(System.currentTimeMillis() + 5_000,
                    "tc:" + name + ":airports:v1:{i:%d}", EXPIRING);
            drill.pause(Duration.ofNanos(expiring - System.nanoTime()).plusSeconds(1));
            long gone = System.nanoTime();
            drill.pause(Duration.ofSeconds(5));
            long first = System.nanoTime();
            drill.pause(Duration.ofSeconds(15));
            long ended = System.nanoTime();
            drill.rest();
            DrillReport report = drill.end()
                .phases(List.of("filling", "before", "the expiration", "5 s after", "later"),
                        List.of(filled, expiring, gone, first, ended))
                .write();
            assertThat(expired).isEqualTo(EXPIRING);
            assertThat(report.violations()).as(report::summary).isZero();
            assertThat(report.reads(DrillLevel.ERROR)).as(report::summary).isZero();
            assertThat(report.loads(gone, ended)).as("loads of keys that expired once each")
                .isLessThan(EXPIRING * 11 / 10);
        }
    }

}
