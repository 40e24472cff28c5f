package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadContext;
import io.tieredcache.key.KeyText;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A loader that finds the older value unmodified at the source, while others invalidate
 * or replace it. The entry gets a new life only if it is the one that was found
 * unmodified, and nobody invalidated it since the load began.
 */
class NotModifiedRaceIntegrationTests extends LateLoadRaces {

    private static final EntryPolicy POLICY = Fleet.POLICY;

    private final TestInstance a = fleet().a();

    private final TestInstance b = fleet().b();

    @Override
    CacheSettingsBuilder settings() {
        return new CacheSettingsBuilder().staleWhileRevalidate(LONG).staleIfError(LONG);
    }

    @Override
    void changeBeforeTheLoad() {
    }

    @Override
    int load(LoadContext context) {
        Integer value = fleet().source().load();
        LoadContext.Previous previous = context.previous();
        return (previous != null && value.equals(previous.value())) ? context.<Integer>notModified() : value;
    }

    @Override
    Gate startLoad(TestInstance instance, EntryPolicy policy, Moment moment, int old) {
        Gate gate = moment.stopNextLoad(instance, fleet().source());
        Fleet.eventually().until(() -> {
            assertThat(read(instance, policy)).isEqualTo(old);
            return gate.isReached();
        });
        return gate;
    }

    private Gate startValidationOnB(EntryPolicy policy) {
        int old = keepOld(this.b, policy);
        return startLoad(this.b, policy, Moment.AFTER_SOURCE_READ, old);
    }

    private void endValidationOnB(Gate gate, long fills) {
        gate.open();
        Fleet.awaitFills(this.b, fills);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.NOT_MODIFIED)).isOne();
    }

    private String entry() {
        return "tc:" + fleet().namespace() + ":" + Fleet.CACHE + ":v1:{" + KeyText.of(Fleet.KEY) + "}";
    }

    private String stored() {
        return RedisFixture.shared().execute((redis) -> redis.get(entry()));
    }

    private void expire(Target target) {
        this.a.invalidator().invalidate(target.invalidation(Fleet.KEY).asExpiry());
    }

    @Test
    void putDuringTheValidationStays() {
        Gate gate = startValidationOnB(POLICY);
        int current = fleet().source().update();
        this.a.cache(Fleet.CACHE).put(Fleet.KEY, current, POLICY);
        String stored = stored();
        Fleet.deliver(this.b, 1);
        endValidationOnB(gate, 2);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.REFUSED_FILL)).isOne();
        assertThat(stored()).isEqualTo(stored);
        fleet().assertFresh(this.b, POLICY);
        assertThat(fleet().source().loads()).isEqualTo(2);
    }

    /**
     * B took the lease after the other entry was stored, and so has the right to store;
     * but what it found unmodified is the entry from before.
     */
    @Test
    void entryThatWasReplacedBeforeTheLeaseStays() {
        int old = keepOld(this.b, POLICY);
        Gate beforeLease = startLoad(this.b, POLICY, Moment.BEFORE_LEASE, old);
        this.a.cache(Fleet.CACHE).put(Fleet.KEY, 7, POLICY);
        String stored = stored();
        endValidationOnB(beforeLease, 2);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.REFUSED_FILL)).isOne();
        assertThat(stored()).isEqualTo(stored);
        assertThat(fleet().lookup(this.a, POLICY)).isEqualTo(7);
    }

    @Test
    void lostLeaseRefusesTheRenewal() {
        Gate gate = startValidationOnB(POLICY);
        RedisFixture.shared().execute((redis) -> redis.del(entry() + ":l"));
        String stored = stored();
        endValidationOnB(gate, 2);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.REFUSED_FILL)).isOne();
        assertThat(stored()).isEqualTo(stored);
    }

    @Test
    void entryThatRedisForgotStaysForgotten() {
        Gate gate = startValidationOnB(POLICY);
        RedisFixture.shared().execute((redis) -> redis.del(entry()));
        endValidationOnB(gate, 2);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.REFUSED_FILL)).isOne();
        assertThat(stored()).isNull();
    }

    /**
     * The validation began before the expiry, and says nothing of the time after it.
     */
    @ParameterizedTest
    @EnumSource
    void expiryDuringTheValidationStands(Target target) {
        Gate gate = startValidationOnB(target.policy());
        expire(target);
        Fleet.deliver(this.b, 1);
        endValidationOnB(gate, 2);
        assertServedAfterALoadOnly(target);
    }

    /**
     * The entry is expired already when the validation begins, and once more while it
     * runs: it looks the same before and after.
     */
    @ParameterizedTest
    @EnumSource
    void secondExpiryDuringTheValidationStands(Target target) {
        int old = keepOld(this.b, target.policy());
        expire(target);
        Fleet.deliver(this.b, 1);
        Gate gate = startAsCaller(target);
        expire(target);
        Fleet.deliver(this.b, 2);
        endValidationOnB(gate, 2);
        assertThat(old).isZero();
        assertServedAfterALoadOnly(target);
    }

    private Gate startAsCaller(Target target) {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, fleet().source());
        var unused = fleet().start(() -> read(this.b, target.policy()));
        gate.awaitReached();
        return gate;
    }

    private void assertServedAfterALoadOnly(Target target) {
        assertThat(fleet().lookup(this.a, target.policy())).as("on A").isNull();
        assertThat(fleet().lookup(this.b, target.policy())).as("on B").isNull();
        int loads = fleet().source().loads();
        assertThat(read(this.a, target.policy())).isEqualTo(fleet().source().version());
        assertThat(fleet().source().loads()).isEqualTo(loads + 1);
    }

    /**
     * A load that begins after the expiry and finds the value unmodified ends the expiry.
     */
    @ParameterizedTest
    @EnumSource
    void validationAfterTheExpiryEndsIt(Target target) {
        keepOld(this.b, target.policy());
        expire(target);
        Fleet.deliver(this.b, 1);
        assertThat(read(this.b, target.policy())).isZero();
        Fleet.awaitFills(this.b, 2);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.NOT_MODIFIED)).isOne();
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.FILL)).isEqualTo(2);
        assertThat(fleet().lookupL1(this.b, target.policy())).isZero();
        assertThat(fleet().lookup(this.a, target.policy())).isZero();
    }

    /**
     * B hears nothing, so that Redis has to confirm what stands in for a load that takes
     * too long; and what it confirms is another entry than the one that the loader finds
     * unmodified.
     */
    @Test
    void confirmingTheStandInDoesNotChangeWhatIsValidated() {
        try (Fleet deaf = new Fleet((builder) -> builder.defaults(new CacheSettingsBuilder().staleIfError(LONG)
            .softTimeout(Duration.ofMillis(1))
            .stalenessBound(Duration.ofSeconds(5))))) {
            deaf.b().bus().refusing(true);
            deaf.b().bus().silent(true);
            deaf.b().ticker().advance(Duration.ofMinutes(1));
            validateAnotherOnB(deaf);
        }
    }

    private void validateAnotherOnB(Fleet deaf) {
        TestInstance deafened = deaf.b();
        EntryPolicy soonOver = POLICY.withTtl(Duration.ofMillis(1));
        deaf.read(deaf.a(), soonOver);
        Fleet.awaitFills(deaf.a(), 1);
        Fleet.eventually().until(() -> deaf.lookup(deafened, POLICY) == null);
        Gate beforeLease = Moment.BEFORE_LEASE.stopNextLoad(deafened, deaf.source());
        Gate inSource = new Gate();
        CompletableFuture<Integer> reading = deaf.start(() -> validateAt(deafened, inSource));
        beforeLease.awaitReached();
        deaf.a().cache(Fleet.CACHE).put(Fleet.KEY, 5, soonOver);
        String key = "tc:" + deaf.namespace() + ":" + Fleet.CACHE + ":v1:{" + KeyText.of(Fleet.KEY) + "}";
        String stored = RedisFixture.shared().execute((redis) -> redis.get(key));
        beforeLease.open();
        inSource.awaitReached();
        assertThat(reading).succeedsWithin(Fleet.PATIENCE);
        inSource.open();
        Fleet.awaitFills(deafened, 1);
        String storedNow = RedisFixture.shared().execute((redis) -> redis.get(key));
        assertThat(storedNow).as("the entry that nobody validated").isEqualTo(stored);
    }

    private static int validateAt(TestInstance instance, Gate gate) {
        try {
            return instance.cache(Fleet.CACHE).get(Fleet.KEY, POLICY, (context) -> {
                gate.pass();
                return context.<Integer>notModified();
            });
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

}
