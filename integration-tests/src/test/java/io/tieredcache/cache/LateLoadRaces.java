package io.tieredcache.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadContext;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A load that goes on while an older value is served, and ends after an invalidation. The
 * older value is not served after it, and neither is what the load came to, from neither
 * level, on neither instance. Each race is run with the load stopped at every point where
 * the two could meet.
 */
abstract class LateLoadRaces {

    /** Longer than any test takes. */
    static final Duration LONG = Duration.ofMinutes(10);

    private static final int NOTHING = -1;

    private final Fleet fleet = new Fleet((builder) -> builder.defaults(settings()));

    @AfterEach
    void close() {
        this.fleet.close();
    }

    static Stream<Arguments> momentsAndTargets() {
        return withTargets(Arrays.stream(Moment.values()));
    }

    static Stream<Arguments> withTargets(Stream<Moment> moments) {
        return moments
            .flatMap((moment) -> Arrays.stream(Target.values()).map((target) -> Arguments.of(moment, target)));
    }

    /**
     * The settings of the cache.
     */
    abstract CacheSettingsBuilder settings();

    /**
     * Starts a load that nobody waits for, and returns when it stands at a point.
     * @param old the older value, which is served meanwhile
     */
    abstract Gate startLoad(TestInstance instance, EntryPolicy policy, Moment moment, int old);

    /**
     * Changes the source before the load, so that what it comes to is not the older
     * value. Nobody is told.
     */
    void changeBeforeTheLoad() {
        fleet().source().update();
    }

    /**
     * Reads the source, as all readers of the test do.
     */
    int load(LoadContext context) {
        return fleet().source().load();
    }

    final Fleet fleet() {
        return this.fleet;
    }

    final int read(TestInstance instance, EntryPolicy policy) {
        try {
            return instance.cache(Fleet.CACHE).get(Fleet.KEY, policy, this::load);
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    /**
     * Leaves an entry whose time to live is over, and copies of it where they may be
     * served.
     * @return its value
     */
    int keepOld(TestInstance instance, EntryPolicy policy) {
        int old = read(instance, policy.withTtl(Duration.ofMillis(1)));
        Fleet.awaitFills(instance, 1);
        TestInstance other = (instance == this.fleet.a()) ? this.fleet.b() : this.fleet.a();
        Fleet.eventually()
            .until(() -> this.fleet.lookup(instance, policy) == null && this.fleet.lookup(other, policy) == null);
        return old;
    }

    private Gate startLateLoad(TestInstance instance, EntryPolicy policy, Moment moment) {
        int old = keepOld(instance, policy);
        changeBeforeTheLoad();
        return startLoad(instance, policy, moment, old);
    }

    /**
     * What L1 alone serves to a reader who waits for nothing else.
     */
    private int servedByL1(TestInstance instance, EntryPolicy policy) {
        instance.l2().failing(true);
        try {
            return instance.cache(Fleet.CACHE).get(Fleet.KEY, policy, (context) -> {
                context.doNotStore();
                return NOTHING;
            });
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
        finally {
            instance.l2().failing(false);
        }
    }

    /**
     * A reader of a value whose tags follow from it waits for the load under way, since
     * that may concern it or not.
     */
    private void assertOldIsGone(TestInstance instance, Target target) {
        assertThat(this.fleet.lookup(instance, target.policy())).as("before the load ends").isNull();
        if (target != Target.RESULT_TAG) {
            assertThat(servedByL1(instance, target.policy())).as("served before the load ends").isEqualTo(NOTHING);
        }
    }

    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void lateLoadStaysOutOnTheOwnInstance(Moment moment, Target target) {
        TestInstance a = this.fleet.a();
        Gate gate = startLateLoad(a, target.policy(), moment);
        this.fleet.change(target, a);
        assertOldIsGone(a, target);
        gate.open();
        Fleet.awaitFills(a, 2);
        this.fleet.assertFresh(a, target.policy());
        Fleet.deliver(this.fleet.b(), 1);
        this.fleet.assertFresh(this.fleet.b(), target.policy());
    }

    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void lateLoadStaysOutWhenMessageCameFirst(Moment moment, Target target) {
        TestInstance b = this.fleet.b();
        b.bus().hold();
        Gate gate = startLateLoad(b, target.policy(), moment);
        this.fleet.change(target, this.fleet.a());
        Fleet.deliver(b, 1);
        assertOldIsGone(b, target);
        gate.open();
        Fleet.awaitFills(b, 2);
        this.fleet.assertFresh(b, target.policy());
        this.fleet.assertFresh(this.fleet.a(), target.policy());
    }

    /**
     * B's load ends before B hears of the invalidation. Until then B may serve the older
     * values, but A must not find them in L2.
     */
    @ParameterizedTest
    @MethodSource("momentsAndTargets")
    void lateLoadIsGoneOnceMessageIsApplied(Moment moment, Target target) {
        TestInstance b = this.fleet.b();
        b.bus().hold();
        Gate gate = startLateLoad(b, target.policy(), moment);
        this.fleet.change(target, this.fleet.a());
        gate.open();
        Fleet.awaitFills(b, 2);
        this.fleet.assertFresh(this.fleet.a(), target.policy());
        Fleet.deliver(b, 1);
        this.fleet.assertFresh(b, target.policy());
    }

    /**
     * A newer load fills while the late one still runs.
     */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "RESULT_TAG")
    void lateLoadLeavesNewerValueAlone(Target target) {
        TestInstance b = this.fleet.b();
        Gate gate = startLateLoad(b, target.policy(), Moment.AFTER_SOURCE_READ);
        int current = this.fleet.change(target, b);
        Fleet.deliver(this.fleet.a(), 1);
        assertThat(read(b, target.policy())).isEqualTo(current);
        Fleet.awaitFills(b, 2);
        gate.open();
        Fleet.awaitFills(b, 3);
        assertThat(this.fleet.lookup(this.fleet.a(), target.policy())).isEqualTo(current);
        assertThat(this.fleet.lookupL1(b, target.policy())).isIn(null, current);
        this.fleet.assertFresh(b, target.policy());
        assertThat(this.fleet.source().loads()).isEqualTo(3);
    }

    /**
     * Without a race the load fills both levels: the tests above do not pass because
     * nothing is ever stored.
     */
    @Test
    void loadWithoutAnInvalidationFills() {
        TestInstance b = this.fleet.b();
        Gate gate = startLateLoad(b, Fleet.POLICY, Moment.AFTER_SOURCE_READ);
        gate.open();
        Fleet.awaitFills(b, 2);
        assertThat(b.cache(Fleet.CACHE).count(CacheCounter.FILL)).isEqualTo(2);
        Integer current = this.fleet.source().version();
        Fleet.eventually().until(() -> current.equals(this.fleet.lookupL1(b, Fleet.POLICY)));
        assertThat(this.fleet.lookup(this.fleet.a(), Fleet.POLICY)).isEqualTo(current);
    }

}
