package io.tieredcache.random;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheCounter;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.testing.RedisServerProcess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Random reads, writes and faults on two instances. Nothing that an instance served may
 * be older than what was invalidated there before, and in the end both are fresh. A run
 * is repeated by {@code -Dtiered-cache.test.seed=}.
 */
class RandomFaultsIntegrationTests {

    private static final Logger logger = LoggerFactory.getLogger(RandomFaultsIntegrationTests.class);

    private static final int THREADS = 4;

    private static final int STEPS = 5_000;

    private final long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());

    @Test
    void nothingInvalidatedIsServedUnderFaults() {
        try (RedisServerProcess redis = RedisServerProcess.onFreePort(); RandomFleet fleet = new RandomFleet(redis)) {
            run(fleet, redis, true);
            assertThat(fleet.reads()).isGreaterThan(STEPS);
            assertThat(fleet.count(CacheCounter.L1_HIT)).isPositive();
            assertThat(fleet.count(CacheCounter.L2_HIT)).isPositive();
            assertThat(fleet.violations()).as("violations with seed " + this.seed).isZero();
            await().atMost(Duration.ofSeconds(20)).until(fleet::isFreshEverywhere);
        }
    }

    @Test
    void checkerSeesThatAGuardIsSwitchedOff() {
        try (RedisServerProcess redis = RedisServerProcess.onFreePort(); RandomFleet fleet = new RandomFleet(redis)) {
            fleet.members().forEach((member) -> member.instance().bus().swallowing(true));
            run(fleet, redis, false);
            assertThat(fleet.violations()).as("violations with seed " + this.seed).isPositive();
        }
    }

    private void run(RandomFleet fleet, RedisServerProcess redis, boolean faults) {
        logger.info("Seed {}", this.seed);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS + 1);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(this.seed + i);
                running.add(executor.submit(() -> work(fleet, random)));
            }
            if (faults) {
                Random random = new Random(this.seed + THREADS);
                injectFaults(fleet, redis, random, running);
            }
            for (Future<?> each : running) {
                each.get();
            }
        }
        catch (Exception ex) {
            throw new IllegalStateException("failed with seed " + this.seed, ex);
        }
        finally {
            executor.shutdownNow();
        }
        logger.info("{} reads, {} L1 hits, {} L2 hits, {} loads, {} refused fills, {} violations", fleet.reads(),
                fleet.count(CacheCounter.L1_HIT), fleet.count(CacheCounter.L2_HIT), fleet.count(CacheCounter.LOAD),
                fleet.count(CacheCounter.REFUSED_FILL), fleet.violations());
    }

    private static void work(RandomFleet fleet, Random random) {
        for (int step = 0; step < STEPS; step++) {
            RandomFleet.Member member = fleet.member(random);
            int key = random.nextInt(RandomFleet.KEYS);
            try {
                if (random.nextInt(20) == 0) {
                    fleet.write(member, key, random);
                }
                else {
                    fleet.read(member, key, random);
                }
            }
            catch (L2UnavailableException ex) {
                logger.debug("A write was not acknowledged", ex);
            }
        }
    }

    private static void injectFaults(RandomFleet fleet, RedisServerProcess redis, Random random,
            List<Future<?>> running) {
        RedisClient client = RedisClient.create(redis.uri());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            List<Consumer<RedisCommands<String, String>>> faults = faults(fleet, random);
            while (running.stream().anyMatch((each) -> !each.isDone())) {
                faults.get(random.nextInt(faults.size())).accept(connection.sync());
                await().pollDelay(Duration.ofMillis(20 + random.nextInt(100))).until(() -> true);
            }
        }
        finally {
            client.shutdown();
        }
    }

    private static List<Consumer<RedisCommands<String, String>>> faults(RandomFleet fleet, Random random) {
        String fences = "tc:{" + fleet.namespace() + "}:";
        String entries = "tc:" + fleet.namespace() + ":numbers:v1:";
        return List.of((redis) -> fleet.member(random).instance().bus().lose(1), RedisCommands::flushall,
                (redis) -> redis.clientKill(KillArgs.Builder.typePubsub()), (redis) -> redis.del(fences + "seq"),
                (redis) -> redis.del(fences + "tag:k" + random.nextInt(RandomFleet.KEYS)),
                (redis) -> redis.del(fences + "all", fences + "cache:numbers"),
                (redis) -> redis.del(entries + "{i:" + random.nextInt(RandomFleet.KEYS) + "}:l"));
    }

}
