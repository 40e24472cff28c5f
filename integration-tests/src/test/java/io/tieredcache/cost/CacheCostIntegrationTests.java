package io.tieredcache.cost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import io.tieredcache.BudgetUse;
import io.tieredcache.CacheBill;
import io.tieredcache.CacheCost;
import io.tieredcache.CacheCosts;
import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.SizeEstimate;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * The cost view on a Redis of its own. Looks are taken when a test asks for one.
 */
@ExtendWith(OutputCaptureExtension.class)
class CacheCostIntegrationTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private static final Pattern CALLS = Pattern.compile("cmdstat_([^:]+):calls=(\\d+)");

    private static final String NOT_KNOWN = "What the caches hold in the application's Redis is not known";

    private static RedisServerProcess server;

    private static RedisClient client;

    private final String namespace = TestInstance.newNamespace();

    @BeforeAll
    static void startRedis() {
        server = RedisServerProcess.onFreePort();
        client = RedisClient.create(server.uri());
    }

    @AfterAll
    static void stopRedis() {
        client.shutdown(Duration.ZERO, Duration.ZERO);
        server.close();
    }

    @BeforeEach
    void empty() {
        redis(RedisCommands::flushall);
        redis(RedisCommands::configResetstat);
    }

    private static <R> R redis(Function<RedisCommands<String, String>, R> action) {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return action.apply(connection.sync());
        }
    }

    private ApplicationInstance start(String... properties) {
        List<String> all = new ArrayList<>(List.of("spring.data.redis.host=" + server.host(),
                "spring.data.redis.port=" + server.port(), "tiered-cache.cost.sample-every=1h"));
        all.addAll(Arrays.asList(properties));
        return ApplicationInstance.start(this.namespace, all);
    }

    private ApplicationInstance startEnabled(String... properties) {
        return start(Stream.concat(Stream.of("tiered-cache.cost.enabled=true"), Arrays.stream(properties))
            .toArray(String[]::new));
    }

    private static CacheCost look(ApplicationInstance instance, String cache) {
        assertThatNoException().isThrownBy(() -> instance.bean(CostSampler.class).look());
        CacheCost cost = instance.bean(CacheCosts.class).of(cache);
        assertThat(cost).isNotNull();
        return cost;
    }

    private static Object read(TieredCache cache, Object key, Object value) {
        try {
            return cache.get(key, EntryPolicy.defaults(), (context) -> value);
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static void fill(TieredCache cache, int entries, int length) {
        for (int i = 0; i < entries; i++) {
            read(cache, i, "x".repeat(length + i % 10));
        }
        await().atMost(SOON).until(() -> cache.count(CacheCounter.FILL) >= entries);
    }

    private static Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        Matcher matcher = CALLS.matcher(redis((commands) -> commands.info("commandstats")));
        while (matcher.find()) {
            calls.put(matcher.group(1), Long.parseLong(matcher.group(2)));
        }
        return calls;
    }

    private long held(String cache) {
        return redis((commands) -> commands.keys("tc:" + this.namespace + ":" + cache + ":v1:*")
            .stream()
            .mapToLong(commands::memoryUsage)
            .sum());
    }

    /**
     * {@code RANDOMKEY} itself is only nearly fair; all looks together draw about ten
     * times as many keys as there are, so that chance adds a few percent.
     */
    @Test
    void entriesOfKnownSizeAreEstimated() {
        redis((commands) -> {
            for (int i = 0; i < 300; i++) {
                commands.set("other:" + i, "y".repeat(5_000));
            }
            return null;
        });
        try (ApplicationInstance instance = startEnabled("tiered-cache.cost.sample-size=6000",
                "tiered-cache.caches.big.budget.l2-bytes=100KB", "tiered-cache.caches.small.l1.max-size=10MB",
                "tiered-cache.caches.small.budget.l1-bytes=10MB")) {
            fill(instance.cache("big"), 200, 2_000);
            fill(instance.cache("small"), 500, 100);
            for (int i = 1; i < StoreSample.LOOKS; i++) {
                look(instance, "big");
            }
            CacheCost big = look(instance, "big");
            CacheCost small = look(instance, "small");
            assertEstimated(big, 200);
            assertEstimated(small, 500);
            assertThat(big.l1().basis()).isEqualTo(SizeEstimate.Basis.SAMPLED);
            assertThat(big.l1().bytes()).as("2 to 9 characters, quotes, and the overhead of a copy")
                .isCloseTo(200 * (2_000 + 4 + 2 + 128), Percentage.withPercentage(5));
            assertThat(small.l1()).isEqualTo(SizeEstimate
                .counted(instance.cache("small").l1Figures().bytes().orElseThrow(), small.l1().entries()));
            assertThat(big.budgets()).singleElement().extracting(BudgetUse::level).isEqualTo(BudgetUse.Level.ALARM);
            assertThat(small.budgets()).singleElement().extracting(BudgetUse::level).isEqualTo(BudgetUse.Level.OK);
            assertThat(calls()).containsKeys("randomkey", "dbsize")
                .anySatisfy((command, calls) -> assertThat(command).startsWith("memory"));
        }
    }

    private void assertEstimated(CacheCost cost, long entries) {
        Percentage tolerance = Percentage.withPercentage(25);
        assertThat(cost.l2().basis()).isEqualTo(SizeEstimate.Basis.SAMPLED);
        assertThat(cost.l2().entries()).as(cost.cache()).isCloseTo(entries, tolerance);
        assertThat(cost.l2().bytes()).as(cost.cache()).isCloseTo(held(cost.cache()), tolerance);
        assertThat(cost.l2().samples()).isGreaterThan(200);
    }

    @Test
    void cacheOfAnotherStoreIsSampledThere() {
        try (ApplicationInstance instance = startEnabled("tiered-cache.cost.sample-size=500",
                "tiered-cache.stores.other.url=" + server.uri() + "/1", "tiered-cache.caches.there.store=other",
                "tiered-cache.caches.here.ttl=1m")) {
            fill(instance.cache("there"), 40, 1_000);
            SizeEstimate there = look(instance, "there").l2();
            assertThat(there.entries()).as("nothing else is there but leases").isBetween(25L, 45L);
            assertThat(there.bytes()).isGreaterThan(40_000);
            assertThat(look(instance, "here").l2().bytes()).isZero();
        }
    }

    @Test
    void readsThatCallNoSourceAreSaved() {
        try (ApplicationInstance instance = startEnabled("tiered-cache.cost.prices.network-gib=0",
                "tiered-cache.cost.prices.source-call=0.5", "tiered-cache.cost.prices.currency=EUR",
                "tiered-cache.caches.own.source-call-price=0.01")) {
            TieredCache own = instance.cache("own");
            for (int i = 0; i < 50; i++) {
                read(own, "key", "value");
            }
            await().atMost(SOON).until(() -> own.count(CacheCounter.FILL) == 1);
            CacheCost cost = look(instance, "own");
            assertThat(cost.use().reads()).isEqualTo(50);
            assertThat(cost.use().sourceCalls()).isEqualTo(1);
            assertThat(cost.use().savedCalls()).isEqualTo(49);
            assertThat(cost.use().meanLoadTime()).isNotNull().isPositive();
            assertThat(cost.use().savedTime()).isEqualTo(cost.use().meanLoadTime().multipliedBy(49));
            assertThat(cost.use().bytesWritten()).isPositive();
            CacheBill bill = cost.bill();
            assertThat(bill).isNotNull();
            assertThat(bill.withoutCache()).isCloseTo(10_000, within(0.001));
            assertThat(bill.total()).isCloseTo(200, within(0.001));
            assertThat(bill.saved()).isCloseTo(9_800, within(0.001));
        }
    }

    @Test
    void userWithoutTheRightsIsToldOnceAndServed(CapturedOutput output) {
        allow("+@all -randomkey");
        try (ApplicationInstance instance = startEnabled("spring.data.redis.username=limited",
                "spring.data.redis.password=secret", "tiered-cache.caches.items.budget.l2-bytes=1MB")) {
            TieredCache items = instance.cache("items");
            fill(items, 3, 10);
            SizeEstimate refused = look(instance, "items").l2();
            assertThat(refused.basis()).isEqualTo(SizeEstimate.Basis.UNKNOWN);
            assertThat(refused.bytes()).isNull();
            assertThat(refused.reason()).contains("NOPERM", "randomkey");
            assertThat(look(instance, "items").budgets()).singleElement()
                .extracting(BudgetUse::level)
                .isEqualTo(BudgetUse.Level.UNKNOWN);
            assertThat(read(items, "later", "served")).isEqualTo("served");
            assertThat(output.getAll().lines().filter((line) -> line.contains(NOT_KNOWN))).hasSize(1);
            allow("+randomkey -memory");
            assertThat(look(instance, "items").l2().reason()).contains("NOPERM", "memory");
            allow("+dbsize +memory|usage");
            assertThat(look(instance, "items").l2().bytes()).isNotNull().isPositive();
            assertThat(output.getAll().lines().filter((line) -> line.contains(NOT_KNOWN))).hasSize(1);
            assertThat(output).contains("What the caches hold in the application's Redis is known again");
            assertThat(items.count(CacheCounter.L2_ERROR)).isZero();
        }
    }

    private static void allow(String rules) {
        CommandArgs<String, String> args = new CommandArgs<>(StringCodec.UTF8).add("SETUSER")
            .add("limited")
            .add("on")
            .add(">secret")
            .add("~*")
            .add("&*");
        Arrays.stream(rules.split(" ")).forEach(args::add);
        redis((commands) -> commands.dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), args));
    }

    @Test
    void nothingIsAskedByDefault() {
        try (ApplicationInstance instance = start()) {
            fill(instance.cache("items"), 3, 10);
            assertThat(instance.beans(CacheCosts.class)).isEmpty();
        }
        assertThat(calls()).isNotEmpty()
            .doesNotContainKeys("randomkey", "dbsize")
            .allSatisfy((command, calls) -> assertThat(command).doesNotStartWith("memory"));
    }

    @Test
    void redisThatIsAwayIsNotKnownAndComesBack() {
        try (RedisServerProcess away = RedisServerProcess.onFreePort();
                ApplicationInstance instance = startEnabled("spring.data.redis.port=" + away.port(),
                        "tiered-cache.redis.timeout=1s", "tiered-cache.redis.min-timeout=1s")) {
            TieredCache items = instance.cache("items");
            fill(items, 20, 10);
            assertThat(look(instance, "items").l2().bytes()).isNotNull().isPositive();
            away.stop();
            assertThat(look(instance, "items").l2().reason()).isNotBlank();
            assertThat(read(items, "another", "value")).isEqualTo("value");
            away.start();
            await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(look(instance, "items").l2().basis()).isEqualTo(SizeEstimate.Basis.SAMPLED));
        }
    }

    @Test
    void looksAreTakenByThemselvesAndEnd() {
        try (ApplicationInstance instance = startEnabled("tiered-cache.cost.sample-every=1s")) {
            fill(instance.cache("items"), 20, 10);
            await().atMost(SOON).untilAsserted(() -> {
                CacheCost cost = instance.bean(CacheCosts.class).of("items");
                assertThat(cost).isNotNull();
                assertThat(cost.l2().entries()).isNotNull().isPositive();
            });
            assertThat(threads()).contains("tiered-cache-cost");
        }
        assertThat(threads()).doesNotContain("tiered-cache-cost");
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(Thread::isAlive).map(Thread::getName).toList();
    }

}
