package io.tieredcache.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.tieredcache.RegionLink;
import io.tieredcache.WhenUnreachable;
import io.tieredcache.test.RedisRelay;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Region-level split: two regions of two instances and a Redis each, with one source. The
 * link between them is cut, frozen and slow, records are lost meanwhile, and a region's
 * Redis comes back empty.
 */
@Tag("drill")
class RegionSplitDrillIntegrationTests {

    private static final int KEYS = 200;

    private static final long BOUND_MILLIS = 2_000;

    private static final Duration BEFORE = Duration.ofSeconds(5);

    private static final Duration DURING = Duration.ofSeconds(10);

    private static final Duration AFTER = Duration.ofSeconds(5);

    private static final String EU = "eu";

    private static final String US = "us";

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    private final List<String> faults = new ArrayList<>();

    @Test
    void regionsAreSplitAndConverge() throws IOException {
        System.out.println("Seed of the drill region-split: " + this.seed);
        SplitSource source = new SplitSource(KEYS);
        String namespace = TestInstance.newNamespace();
        try (RedisServerProcess euServer = RedisServerProcess.onFreePort();
                RedisServerProcess usServer = RedisServerProcess.onFreePort();
                RedisRelay toEu = RedisRelay.to("127.0.0.1", euServer.port());
                RedisRelay toUs = RedisRelay.to("127.0.0.1", usServer.port());
                Region eu = region(namespace, euServer);
                Region us = region(namespace, usServer);
                SplitWorkload workload = new SplitWorkload(source, BOUND_MILLIS)) {
            follow(eu, US, toUs);
            follow(us, EU, toEu);
            World world = new World(source, workload, eu, us, List.of(toEu, toUs));
            world.awaitRelaying();
            workload.phase("warm-up", EU, US);
            workload.start(EU, eu, this.seed);
            workload.start(US, us, this.seed + 1);
            world.pause(AFTER);
            long clears = world.clears();
            split(world, "link cut", () -> world.links.forEach(RedisRelay::cut), () -> {
            });
            split(world, "link frozen", () -> world.links.forEach(RedisRelay::freeze), () -> {
            });
            split(world, "link slow by 300 ms", () -> world.links.forEach((link) -> link.delay(Duration.ofMillis(300))),
                    () -> {
                    });
            assertThat(world.clears()).as("clears without a loss").isEqualTo(clears);
            split(world, "link cut, records lost", () -> world.links.forEach(RedisRelay::cut), () -> {
                eu.redis().xtrim(eu.stream(), 0);
                us.redis().xtrim(us.stream(), 0);
            });
            assertThat(world.clears()).as("clears after a loss in both regions").isGreaterThanOrEqualTo(clears + 2);
            long before = world.clears();
            split(world, "link cut, Redis of eu restarted empty", () -> world.links.forEach(RedisRelay::cut), () -> {
                euServer.kill();
                euServer.start();
            });
            assertThat(world.clears()).as("clears after the Redis of one lost its data").isGreaterThan(before);
            workload.end();
            world.awaitFresh(source.versions());
            write(world);
            workload.rows().forEach((row) -> {
                assertThat(row.violations()).as(row::line).isZero();
                assertThat(row.errors()).as(row::line).isZero();
            });
            assertThat(workload.rows()).as("what the other region wrote is missed while the link is cut")
                .anyMatch((row) -> row.staleByOthers() > 0);
        }
    }

    private static Region region(String namespace, RedisServerProcess server) {
        return new Region(namespace, server, 2,
                (builder) -> builder.regionRecords(100_000)
                    .timeout(Duration.ofSeconds(1))
                    .whenUnreachable(WhenUnreachable.QUEUE)
                    .defaults(new CacheSettingsBuilder().stalenessBound(Duration.ofMillis(BOUND_MILLIS))
                        .whenUnreachable(WhenUnreachable.QUEUE)));
    }

    private static void follow(Region region, String peer, RedisRelay link) {
        RegionSettings settings = new RegionSettings("here", Duration.ofMillis(100), 500, Duration.ZERO);
        region.instances()
            .forEach((instance) -> region.follow(instance, peer, link.port(), settings, Duration.ofSeconds(1)));
    }

    private void split(World world, String name, Runnable fault, Runnable beforeHealing) {
        world.workload.phase("before: " + name, EU, US);
        world.pause(BEFORE);
        long relayed = world.relayed();
        world.workload.phase(name, EU, US);
        fault.run();
        world.pause(DURING);
        beforeHealing.run();
        Duration lag = world.longestLag();
        int[] versions = world.source.versions();
        world.workload.phase("after: " + name, EU, US);
        long healed = System.nanoTime();
        world.links.forEach(RedisRelay::heal);
        world.awaitFresh(versions);
        long converged = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - healed);
        world.awaitRelaying();
        world.pause(AFTER);
        this.faults.add(String.format(Locale.ROOT, "| %s | %.1f s | %d ms | %d | %d |%n", name, lag.toMillis() / 1000.0,
                converged, world.relayed() - relayed, world.clears()));
    }

    private void write(World world) throws IOException {
        StringBuilder text = new StringBuilder("# Drill `region-split`%n%n".formatted());
        text.append(
                "Seed %d, two regions of 2 instances and a Redis each, one source, %d keys, bound %d ms, %d writes.%n%n"
                    .formatted(this.seed, KEYS, BOUND_MILLIS, world.workload.writes()));
        text.append(SplitRow.head());
        world.workload.rows().forEach((row) -> text.append(row.line()));
        text.append(
                "\nConverged: every key that was written before the end of the fault, read on all four instances.\n\n")
            .append("| fault | lag told at its end | converged after | records relayed meanwhile | clears since the start |\n|---|---|---|---|---|\n");
        this.faults.forEach(text::append);
        Path report = Path.of("target", "drills", "region-split.md");
        Files.createDirectories(report.getParent());
        Files.writeString(report, text);
    }

    private static ConditionFactory patiently() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(60));
    }

    /**
     * Both regions and what lies between them.
     */
    private record World(SplitSource source, SplitWorkload workload, Region eu, Region us, List<RedisRelay> links) {

        void pause(Duration time) {
            long end = System.nanoTime() + time.toNanos();
            await().pollInterval(Duration.ofMillis(50))
                .atMost(time.plusSeconds(60))
                .until(() -> System.nanoTime() - end >= 0);
        }

        Stream<RegionLink> all() {
            return Stream.of(this.eu, this.us).flatMap((region) -> region.relays().stream()).map(Region::link);
        }

        void awaitRelaying() {
            patiently().until(() -> all().filter((link) -> link.state() == RegionLink.State.RELAYING).count() == 2
                    && all().noneMatch(RegionLink::isBehind));
        }

        long relayed() {
            return all().mapToLong(RegionLink::relayed).sum();
        }

        long clears() {
            return all().mapToLong(RegionLink::clears).sum();
        }

        Duration longestLag() {
            return all().map(RegionLink::lag)
                .map((lag) -> (lag != null) ? lag : Duration.ZERO)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        }

        /**
         * Waits until no instance serves an older version of any key.
         */
        void awaitFresh(int[] versions) {
            for (Region region : List.of(this.eu, this.us)) {
                for (TestInstance instance : region.instances()) {
                    patiently().untilAsserted(() -> {
                        for (int key = 0; key < versions.length; key++) {
                            assertThat(this.workload.version(instance, key)).as("key %d", key)
                                .isGreaterThanOrEqualTo(versions[key]);
                        }
                    });
                }
            }
        }

    }

}
