package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.SpringCacheInvocation;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring's own interceptor does for a method without {@code sync}: a lookup, the
 * method, a put, as three calls. Within one invocation the put is the fill of a load, and
 * subject to the same races.
 */
class SpringFillRaceIntegrationTests {

    private static final int MISSES = 2_000 * Integer.getInteger("tiered-cache.test.scale", 1);

    private final Fleet fleet = new Fleet();

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    @Test
    void fillIsStoredAndTellsNobody() {
        assertThat(call(this.a, null)).isZero();
        Fleet.awaitFills(this.a, 1);
        assertThat(this.fleet.lookupL1(this.a, Fleet.POLICY)).isZero();
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isZero();
        assertNothingWasSent();
    }

    @ParameterizedTest
    @EnumSource(names = { "KEY", "CACHE", "NAMESPACE" })
    void fillAfterOwnInvalidationStaysOut(Target target) {
        CompletableFuture<Integer> calling = callThatStops(this.a, () -> target.invalidateOn(this.a));
        assertThat(calling).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.a, 1);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
        Fleet.deliver(this.b, 1);
        this.fleet.assertFresh(this.b, Fleet.POLICY);
    }

    @ParameterizedTest
    @EnumSource(names = { "KEY", "CACHE", "NAMESPACE" })
    void fillAfterMessageStaysOut(Target target) {
        this.b.bus().hold();
        CompletableFuture<Integer> calling = callThatStops(this.b, () -> {
            target.invalidateOn(this.a);
            Fleet.deliver(this.b, 1);
        });
        assertThat(calling).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        this.fleet.assertFresh(this.b, Fleet.POLICY);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
    }

    @ParameterizedTest
    @EnumSource(names = { "KEY", "CACHE", "NAMESPACE" })
    void fillBeforeMessageIsDroppedByIt(Target target) {
        this.b.bus().hold();
        CompletableFuture<Integer> calling = callThatStops(this.b, () -> target.invalidateOn(this.a));
        assertThat(calling).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        this.fleet.assertFresh(this.a, Fleet.POLICY);
        Fleet.deliver(this.b, 1);
        this.fleet.assertFresh(this.b, Fleet.POLICY);
    }

    /**
     * The invalidation is over before the lookup: the fill is stored.
     */
    @ParameterizedTest
    @EnumSource(names = { "KEY", "CACHE", "NAMESPACE" })
    void fillAfterTheInvalidationIsStored(Target target) {
        this.fleet.change(target, this.a);
        Fleet.deliver(this.b, 1);
        assertThat(call(this.b, null)).isOne();
        Fleet.awaitFills(this.b, 1);
        assertThat(this.fleet.lookup(this.a, Fleet.POLICY)).isOne();
    }

    /**
     * A put without a missed lookup before it is a write, and tells the others.
     */
    @Test
    void putWithoutLookupIsAWrite() {
        assertThat(call(this.b, null)).isZero();
        try (SpringCacheInvocation invocation = SpringCacheInvocation.open(Integer.class)) {
            assertThat(invocation.returnType()).isEqualTo(Integer.class);
            this.a.cache(Fleet.CACHE).put(Fleet.KEY, this.fleet.source().update());
        }
        Fleet.deliver(this.b, 1);
        assertThat(this.fleet.lookup(this.b, Fleet.POLICY)).isOne();
    }

    /**
     * Ten thousand misses fill both levels and send not one message, whichever way they
     * are read.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void missesSendNoMessages(boolean spring) {
        List<CompletableFuture<Boolean>> readers = new ArrayList<>();
        int readersCount = 4;
        for (int reader = 0; reader < readersCount; reader++) {
            int first = reader;
            readers.add(this.fleet.start(() -> {
                for (int key = first; key < MISSES; key += readersCount) {
                    miss("key" + key, spring);
                }
                return true;
            }));
        }
        readers.forEach((reader) -> assertThat(reader).succeedsWithin(Fleet.PATIENCE.multipliedBy(6)));
        TieredCache cache = this.a.cache(Fleet.CACHE);
        Fleet.eventually().until(() -> cache.count(CacheCounter.FILL) == MISSES);
        assertThat(cache.count(CacheCounter.LOAD)).isEqualTo(MISSES);
        assertNothingWasSent();
    }

    private void miss(String key, boolean spring) {
        TieredCache cache = this.a.cache(Fleet.CACHE);
        if (spring) {
            try (SpringCacheInvocation invocation = SpringCacheInvocation.open(Integer.class)) {
                assertThat(cache.get(key)).isNull();
                cache.put(key, 1);
                assertThat(SpringCacheInvocation.current()).isSameAs(invocation);
            }
        }
        else {
            assertThat(cache.get(key, () -> 1)).isOne();
        }
    }

    /**
     * The first message that arrives is the one that is sent now.
     */
    private void assertNothingWasSent() {
        this.a.cache(Fleet.CACHE).evict("another");
        Fleet.deliver(this.b, 1);
        assertThat(this.b.bus().arrived()).isOne();
    }

    /**
     * Starts a call whose method reads the old value, then updates the source, does what
     * is asked, and lets the call end.
     */
    private CompletableFuture<Integer> callThatStops(TestInstance instance, Runnable meanwhile) {
        Gate gate = new Gate();
        CompletableFuture<Integer> calling = this.fleet.start(() -> call(instance, gate));
        gate.awaitReached();
        this.fleet.source().update();
        meanwhile.run();
        gate.open();
        return calling;
    }

    private int call(TestInstance instance, @Nullable Gate gate) {
        TieredCache cache = instance.cache(Fleet.CACHE);
        try (SpringCacheInvocation invocation = SpringCacheInvocation.open(Integer.class)) {
            assertThat(invocation).isSameAs(SpringCacheInvocation.current());
            assertThat(cache.get(Fleet.KEY)).isNull();
            int value = this.fleet.source().load(null, gate);
            cache.put(Fleet.KEY, value);
            return value;
        }
    }

}
