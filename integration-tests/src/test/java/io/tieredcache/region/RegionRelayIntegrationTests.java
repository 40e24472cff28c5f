package io.tieredcache.region;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.lettuce.core.XAddArgs;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.RegionLink;
import io.tieredcache.WhenUnreachable;
import io.tieredcache.store.StoredInvalidation;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.RedisServerProcess;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What one region invalidates, as the other one has it. Both have one source.
 */
class RegionRelayIntegrationTests {

    private static final String KEY = "k";

    private static final RedisServerProcess homeServer = RedisServerProcess.onFreePort();

    private static final RedisServerProcess awayServer = RedisServerProcess.onFreePort();

    private final String namespace = TestInstance.newNamespace();

    private final Region.Source source = new Region.Source();

    private final Region home = region(homeServer);

    private final Region away = region(awayServer);

    @AfterAll
    static void stop() {
        homeServer.close();
        awayServer.close();
    }

    @AfterEach
    void close() {
        this.home.close();
        this.away.close();
    }

    private Region region(RedisServerProcess server) {
        return new Region(this.namespace, server, 1, (builder) -> builder.regionRecords(1_000));
    }

    private static ConditionFactory patiently() {
        return await().pollInterval(Duration.ofMillis(10)).atMost(Duration.ofSeconds(30));
    }

    static Stream<Consumer<TestInstance>> invalidations() {
        return Stream.of((from) -> from.cache(Region.CACHE).evict(KEY),
                (from) -> from.cache(Region.CACHE).put(KEY, 1, EntryPolicy.defaults()),
                (from) -> from.invalidator().invalidate(CacheInvalidation.none().tags("tag-of-" + KEY)),
                (from) -> from.invalidator().invalidate(CacheInvalidation.none().tags("tag-of-" + KEY).asExpiry()),
                (from) -> from.cache(Region.CACHE).clear(),
                (from) -> from.invalidator().invalidate(CacheInvalidation.none().wholeNamespace()),
                // As the outbox sends what was left behind.
                (from) -> from.runtime()
                    .invalidate(new StoredInvalidation(false, List.of(), List.of("tag:tag-of-" + KEY))));
    }

    @ParameterizedTest
    @MethodSource("invalidations")
    void everyInvalidationOfOneRegionIsOneOfTheOther(Consumer<TestInstance> invalidation) {
        RegionRelay relay = followLive(this.home, this.away);
        assertThat(this.home.read(KEY, this.source)).isZero();
        this.source.update();
        invalidation.accept(this.away.instance());
        awaitFresh();
        patiently().until(() -> Region.link(relay).relayed() == 1);
        assertThat(Region.link(relay).clears()).isEqualTo(1);
    }

    @Test
    void whatIsRelayedIsNotForwarded() {
        RegionRelay here = followLive(this.home, this.away);
        RegionRelay there = followLive(this.away, this.home);
        this.away.evict(KEY);
        patiently().until(() -> Region.link(here).relayed() == 1);
        this.home.evict(KEY);
        patiently().until(() -> Region.link(there).relayed() == 1);
        assertThat(this.home.redis().xlen(this.home.stream())).isEqualTo(2);
        assertThat(this.away.redis().xlen(this.away.stream())).isEqualTo(2);
        assertThat(Region.link(here).relayed()).isEqualTo(1);
    }

    @Test
    void loadUnderWayIsRefused() {
        followLive(this.home, this.away);
        CountDownLatch relayed = new CountDownLatch(1);
        this.home.instance().l2().after(Step.RELAY, relayed::countDown);
        assertThat(readWhile(() -> {
            this.source.update();
            this.away.evict(KEY);
            assertThat(relayed.await(30, TimeUnit.SECONDS)).isTrue();
        })).isZero();
        awaitFresh();
    }

    private int readWhile(ThrowingRunnable meanwhile) {
        try {
            Integer read = this.home.instance()
                .cache(Region.CACHE)
                .get(KEY, EntryPolicy.defaults().withType(Integer.class), (context) -> {
                    int old = this.source.load();
                    meanwhile.run();
                    return old;
                });
            assertThat(read).isNotNull();
            return read;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    @Test
    void whatWaitedForRedisIsRecordedWhenItIsSent() {
        Region queueing = new Region(this.namespace, awayServer, 1, (builder) -> builder.regionRecords(1_000)
            .defaults(new CacheSettingsBuilder().whenUnreachable(WhenUnreachable.QUEUE)));
        try (queueing) {
            followLive(this.home, queueing);
            this.home.read(KEY, this.source);
            queueing.instance().l2().failing(true);
            this.source.update();
            queueing.evict(KEY);
            assertThat(queueing.instance().runtime().queue().size()).isPositive();
            queueing.instance().l2().failing(false);
            awaitFresh();
        }
    }

    @Test
    void positionOutlivesTheInstance() {
        RegionRelay first = followLive(this.home, this.away);
        this.home.read(KEY, this.source);
        first.close();
        this.source.update();
        this.away.evict(KEY);
        RegionRelay second = this.home.follow(this.away);
        awaitFresh();
        assertThat(Region.link(second).clears()).isZero();
    }

    @Test
    void oneInstanceRelaysAndAnotherTakesOver() {
        RegionRelay first = followLive(this.home, this.away);
        RegionRelay second = this.home.follow(this.away);
        patiently().until(() -> Region.link(second).state() == RegionLink.State.STANDBY);
        patiently().until(() -> !Region.link(second).isBehind());
        this.home.read(KEY, this.source);
        this.source.update();
        this.away.evict(KEY);
        patiently().until(() -> Region.link(first).relayed() == 1);
        first.close();
        this.away.evict(KEY);
        patiently().until(() -> Region.link(second).relayed() == 1);
        patiently().until(() -> Region.link(second).state() == RegionLink.State.RELAYING);
        assertThat(Region.link(second).clears()).isZero();
    }

    @Test
    void lostRecordsClearTheNamespace() {
        followLive(this.home, this.away).close();
        this.home.read(KEY, this.source);
        this.source.update();
        this.away.evict(KEY);
        this.away.redis().xtrim(this.away.stream(), 0);
        this.away.evict("another");
        RegionRelay relay = this.home.follow(this.away);
        awaitFresh();
        patiently().until(() -> Region.link(relay).clears() == 1);
    }

    @Test
    void lostStreamClearsTheNamespace() {
        RegionRelay relay = followLive(this.home, this.away);
        this.home.read(KEY, this.source);
        this.source.update();
        // As if it was never recorded.
        this.away.redis().del(this.away.stream());
        awaitFresh();
        patiently().until(() -> Region.link(relay).clears() == 2);
        this.source.update();
        this.away.evict(KEY);
        awaitFresh();
    }

    @Test
    void whatCannotBeARecordIsSkipped() {
        RegionRelay relay = followLive(this.home, this.away);
        this.home.read(KEY, this.source);
        this.home.redis().set("tc:other:items:v1:{s:k}", "theirs");
        this.home.redis().xadd("tc:{" + this.namespace + "}:events", Map.of("event", "x"));
        int loads = this.source.loads();
        List<String> hostile = List.of("", "1 evict", "1 evict\nx", "1 evict\nfevents", "1 evict\nfregion:other",
                "1 evict\nktc:other:items:v1:{s:k}", "1 evict\nkother:items:v1:{s:k}", "\0\uffff", "evict\nfall",
                "x".repeat(600_000));
        hostile.forEach((text) -> this.away.redis().xadd(this.away.stream(), Map.of("event", text)));
        this.away.redis().xadd(this.away.stream(), Map.of("other", "field"));
        patiently().until(() -> Region.link(relay).malformed() == hostile.size() + 1);
        assertThat(this.home.read(KEY, this.source)).isZero();
        assertThat(this.source.loads()).isEqualTo(loads);
        assertThat(this.home.redis().get("tc:other:items:v1:{s:k}")).isEqualTo("theirs");
        assertThat(this.home.redis().type("tc:{" + this.namespace + "}:events")).isEqualTo("stream");
        this.source.update();
        this.away.evict(KEY);
        awaitFresh();
        assertThat(Region.link(relay).clears()).isEqualTo(1);
    }

    @Test
    void recordOfAnotherVersionClearsTheNamespace() {
        followLive(this.home, this.away);
        this.home.read(KEY, this.source);
        this.source.update();
        this.away.redis().xadd(this.away.stream(), Map.of("event", "2 whatever\nit says"));
        awaitFresh();
    }

    @Test
    void streamThatCannotBeAddedToBeginsAnew() {
        RegionRelay relay = followLive(this.home, this.away);
        this.home.read(KEY, this.source);
        String last = "18446744073709551615-18446744073709551615";
        this.away.redis().xadd(this.away.stream(), new XAddArgs().id(last), Map.of("event", "1 evict\nftag:none"));
        patiently().until(() -> last.equals(Region.link(relay).lastRecord()));
        this.source.update();
        this.away.evict(KEY);
        awaitFresh();
        assertThat(this.away.redis().xlen(this.away.stream())).isEqualTo(1);
        this.away.redis().set(this.away.stream(), "of another type");
        this.source.update();
        this.away.evict(KEY);
        awaitFresh();
    }

    @Test
    void keyOfAStoreThatIsNotHereClearsItsCache() {
        Region split = new Region(this.namespace, awayServer, 1,
                (builder) -> builder.regionRecords(1_000)
                    .store("fast", awayServer.port())
                    .cache("It: ems", new CacheSettingsBuilder().store("fast")));
        try (split) {
            RegionRelay relay = followLive(this.home, split);
            this.home.instance().cache("It: ems").put(KEY, 0);
            this.home.read(KEY, this.source);
            split.instance().cache("It: ems").evict(KEY);
            patiently().until(() -> Region.link(relay).relayed() == 1);
            assertThat(this.home.instance().cache("It: ems").get(KEY)).isNull();
            int loads = this.source.loads();
            this.home.read(KEY, this.source);
            assertThat(this.source.loads()).as("loads of another cache's key").isEqualTo(loads);
        }
    }

    @Test
    void whatTheSourceHasLaterIsInvalidatedOnceMore() {
        Region.Source replica = new Region.Source();
        RegionSettings settings = Region.settings(Duration.ofMillis(500));
        RegionRelay relay = this.home.follow(this.home.instance(), "other", this.away.port(), settings,
                Duration.ofSeconds(5));
        patiently().until(() -> Region.link(relay).state() == RegionLink.State.RELAYING);
        this.away.evict("any");
        patiently()
            .until(() -> Region.link(relay).lastRecord() != null && !"0-0".equals(Region.link(relay).lastRecord()));
        awaitNothingOpen();
        this.home.read(KEY, replica);
        CountDownLatch stale = new CountDownLatch(1);
        this.home.instance().l2().after(Step.RELAY, () -> this.home.instance().l2().before(Step.RELAY, () -> {
            awaitLatch(stale);
            replica.update();
        }));
        int loads = replica.loads();
        this.away.evict(KEY);
        patiently().until(() -> this.home.read(KEY, replica) == 0 && replica.loads() > loads);
        stale.countDown();
        patiently().until(() -> this.home.read(KEY, replica) == 1);
    }

    /**
     * Waits until nothing is left to be done once more.
     */
    private void awaitNothingOpen() {
        String position = "tc:{" + this.namespace + "}:region:other";
        patiently().until(() -> {
            String[] parts = this.home.redis().get(position).split(" ", -1);
            return parts[1].equals(parts[2]) && parts[3].equals("0");
        });
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        }
        catch (InterruptedException ex) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void peerMayBeAwayAtTheStart() {
        int port = RedisServerProcess.freePort();
        RegionRelay relay = this.home.follow(this.home.instance(), "later", port, Region.settings(),
                Duration.ofSeconds(1));
        patiently().until(() -> Region.link(relay).state() == RegionLink.State.UNREACHABLE);
        assertThat(Region.link(relay).isBehind()).isTrue();
        assertThat(this.home.read(KEY, this.source)).isZero();
        try (RedisServerProcess later = RedisServerProcess.onPort(port)) {
            patiently().until(() -> Region.link(relay).state() == RegionLink.State.RELAYING);
            patiently().until(() -> !Region.link(relay).isBehind());
            assertThat(later.port()).isEqualTo(port);
        }
    }

    @Test
    void nothingIsRecordedWithoutARegion() {
        try (TestInstance alone = TestInstance.builder().startLive()) {
            alone.cache(Region.CACHE).evict(KEY);
            try (Region other = new Region(alone.namespace(), awayServer, 1, (builder) -> builder)) {
                other.evict(KEY);
                assertThat(other.redis().exists(other.stream())).isZero();
            }
        }
    }

    @Test
    void recordsAreBounded() {
        try (Region small = new Region(TestInstance.newNamespace(), awayServer, 1,
                (builder) -> builder.regionRecords(10))) {
            for (int i = 0; i < 500; i++) {
                small.evict(KEY + i);
            }
            // Redis trims by whole nodes of up to a hundred records.
            assertThat(small.redis().xlen(small.stream())).isBetween(10L, 210L);
        }
    }

    @Test
    void invalidationThatFailsIsNotRecorded() {
        this.away.instance().l2().failing(true);
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> this.away.evict(KEY));
        assertThat(this.away.redis().exists(this.away.stream())).isZero();
    }

    private RegionRelay followLive(Region region, Region other) {
        // So that the relay begins with a record that was read.
        other.evict("first");
        RegionRelay relay = region.follow(other);
        patiently().until(() -> Region.link(relay).state() == RegionLink.State.RELAYING);
        assertThat(Region.link(relay).clears()).isEqualTo(1);
        return relay;
    }

    private void awaitFresh() {
        patiently().untilAsserted(() -> assertThat(this.home.read(KEY, this.source)).isEqualTo(this.source.version()));
    }

    /**
     * Work that may throw.
     */
    @FunctionalInterface
    private interface ThrowingRunnable {

        void run() throws Exception;

    }

}
