package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.EntryVersion;
import io.tieredcache.PendingPut;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Puts with versions, which come late and in any order, as those of message listeners do.
 * {@code -Dtiered-cache.test.seed=…} replays the shuffled one.
 */
class VersionedPutIntegrationTests {

    private final Fleet fleet = new Fleet(
            (builder) -> builder.cache("negative", new CacheSettingsBuilder().negativeCaching(false)));

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    @Test
    void olderVersionThatComesLaterIsLeftOut() {
        put(this.a, 2);
        put(this.b, 1);
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isEqualTo(2);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(2);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.SUPERSEDED_PUT)).isOne();
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.FILL)).isZero();
    }

    @Test
    void newerAndEqualVersionsAreStored() {
        put(this.a, 1);
        put(this.b, 2);
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isEqualTo(2);
        this.a.cache(Fleet.CACHE).put(Fleet.KEY, 22, Fleet.POLICY.withVersion(2));
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isIn(2, 22);
        Fleet.deliver(this.b, 3);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(22);
    }

    @ParameterizedTest
    @ValueSource(longs = { 0, 9_007_199_254_740_992L, Long.MAX_VALUE - 1 })
    void versionsAreComparedExactly(long version) {
        this.a.cache(Fleet.CACHE).put(Fleet.KEY, 2, Fleet.POLICY.withVersion(version + 1));
        this.b.cache(Fleet.CACHE).put(Fleet.KEY, 1, Fleet.POLICY.withVersion(version));
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(2);
    }

    @Test
    void versionIsRememberedPastAnEviction() {
        put(this.a, 2);
        this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        put(this.b, 1);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isNull();
        put(this.b, 2);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(2);
    }

    /**
     * A load between begin and end of the put takes its lease away, so that it evicts.
     */
    @Test
    void versionIsRememberedWhereThePutLostItsLease() {
        PendingPut put = this.a.cache(Fleet.CACHE).beginPut(Fleet.KEY, Fleet.POLICY.withVersion(2));
        this.fleet.read(this.b);
        Fleet.awaitFills(this.b, 1);
        put.complete(2);
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isNull();
        put(this.b, 1);
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isNull();
    }

    @Test
    void versionIsRememberedWhereNothingIsStored() {
        TieredCache cache = this.a.cache("negative");
        cache.put(Fleet.KEY, 1, Fleet.POLICY.withVersion(1));
        cache.put(Fleet.KEY, null, Fleet.POLICY.withVersion(3));
        assertThat(cache.lookup(Fleet.KEY, Fleet.POLICY)).isNull();
        this.b.cache("negative").put(Fleet.KEY, 2, Fleet.POLICY.withVersion(2));
        assertThat(cache.lookup(Fleet.KEY, Fleet.POLICY)).isNull();
    }

    /**
     * B has not heard of the newer put yet. Its own put stores nothing, but B must not
     * serve what is older than that either.
     */
    @Test
    void olderPutDropsTheCopyOfItsInstance() {
        this.fleet.read(this.b);
        Fleet.awaitFills(this.b, 1);
        this.b.bus().hold();
        put(this.a, 2);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isZero();
        put(this.b, 1);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(2);
    }

    /** A load read the first version; the put of the second one ends before it stores. */
    @Test
    void loadFromBeforeThePutDoesNotEndOverIt() {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        CompletableFuture<Integer> loading = this.fleet.startReadUpTo(gate, this.b, Fleet.POLICY);
        put(this.a, 2);
        put(this.a, 1);
        Fleet.deliver(this.b, 2);
        gate.open();
        assertThat(loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(2);
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isEqualTo(2);
    }

    /**
     * What a superseded put leaves alone includes a load that began after the newer one.
     */
    @Test
    void olderPutLeavesANewerLoadAlone() {
        put(this.a, 2);
        this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        this.fleet.source().update();
        this.fleet.source().update();
        this.fleet.read(this.a);
        Fleet.awaitFills(this.a, 2);
        put(this.b, 1);
        this.fleet.source().update();
        assertThat(this.fleet.read(this.a)).isEqualTo(2);
    }

    @Test
    void putsOfManyThreadsLeaveTheLastVersionOrNothing() {
        long seed = Long.getLong("tiered-cache.test.seed", System.nanoTime());
        System.out.println("tiered-cache.test.seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            int first = 20 * round;
            List<Long> versions = new ArrayList<>(LongStream.rangeClosed(first + 1, first + 20).boxed().toList());
            Collections.shuffle(versions, random);
            CompletableFuture<?>[] putting = new CompletableFuture<?>[4];
            for (int thread = 0; thread < putting.length; thread++) {
                List<Long> mine = versions.subList(5 * thread, 5 * thread + 5);
                TestInstance instance = (thread % 2 == 0) ? this.a : this.b;
                putting[thread] = this.fleet.start(() -> {
                    mine.forEach((version) -> put(instance, version.intValue()));
                    return true;
                });
            }
            assertThat(CompletableFuture.allOf(putting)).succeedsWithin(Fleet.PATIENCE);
            assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).as("round %d", round).isIn(null, first + 20);
            put(this.b, first + 1);
            assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).as("round %d", round).isIn(null, first + 20);
        }
    }

    static Stream<Named<Consumer<RedisCommands<String, String>>>> foreignVersions() {
        return Stream
            .of("", "2", "x".repeat(19), "9".repeat(19), "-000000000000000002", "0".repeat(20), "9".repeat(1_000))
            .map((text) -> Named.of("'" + text.substring(0, Math.min(20, text.length())) + "'",
                    (commands) -> commands.set(VERSION_KEY.get(), text)));
    }

    private static final ThreadLocal<String> VERSION_KEY = new ThreadLocal<>();

    @ParameterizedTest
    @MethodSource("foreignVersions")
    void foreignVersionCountsAsNone(Consumer<RedisCommands<String, String>> foreign) {
        VERSION_KEY.set(versionKey());
        RedisFixture.shared().execute((commands) -> {
            foreign.accept(commands);
            return true;
        });
        put(this.a, 2);
        put(this.b, 1);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(2);
    }

    @Test
    void versionKeyOfAnotherTypeCountsAsNone() {
        RedisFixture.shared().execute((commands) -> commands.rpush(versionKey(), "a", "b"));
        put(this.a, 2);
        put(this.b, 1);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isEqualTo(2);
    }

    @Test
    void versionOutlivesItsEntryAndExpires() {
        put(this.a, 2);
        long left = RedisFixture.shared().execute((commands) -> commands.pttl(versionKey()));
        long entry = RedisFixture.shared()
            .execute((commands) -> commands.pttl(versionKey().substring(0, versionKey().length() - 2)));
        assertThat(left).isGreaterThan(entry).isPositive();
    }

    @Test
    void versionThatCannotBeFoundEvictsAndReachesTheCaller() {
        put(this.a, 2);
        EntryPolicy failing = Fleet.POLICY.withVersion((value) -> EntryVersion.of("text"));
        assertThatIllegalArgumentException().isThrownBy(() -> this.a.cache(Fleet.CACHE).put(Fleet.KEY, 3, failing))
            .withMessage("a version must be an integral number or an Instant, but this is a java.lang.String");
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isNull();
    }

    private String versionKey() {
        return "tc:" + this.fleet.namespace() + ":" + Fleet.CACHE + ":v1:{s:" + Fleet.KEY + "}:v";
    }

    private static void put(TestInstance instance, int version) {
        instance.cache(Fleet.CACHE).put(Fleet.KEY, version, Fleet.POLICY.withVersion(version));
    }

}
