package io.tieredcache.cache;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.SingleFlight;
import io.tieredcache.key.KeyText;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The one load of the fleet, whose holder lost the lease while it asked the source. Its
 * caller gets the value; what others stored meanwhile stays, and so does the lease of who
 * loads next.
 */
class LeaseLostRaceIntegrationTests {

    private static final Duration LEASE_TIME = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofMillis(50);

    private final Fleet fleet = new Fleet(
            (builder) -> builder.defaults(new CacheSettingsBuilder().singleFlight(SingleFlight.DISTRIBUTED)
                .leaseTime(LEASE_TIME)
                .joinTimeout(PATIENCE)));

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    private CompletableFuture<Integer> loading = new CompletableFuture<>();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * How the lease is lost.
     */
    enum Loss {

        /** Redis evicts it. */
        EVICTED,

        /** The holder cannot renew it in time. */
        EXPIRED,

        /** Another instance waited long enough and takes it. */
        TAKEN,

        /** Another instance puts a value. */
        PUT,

        /** Another instance invalidates the key. */
        INVALIDATED;

        void happen(Fleet fleet) {
            String lease = lease(fleet);
            switch (this) {
                case EVICTED -> RedisFixture.shared().execute((redis) -> redis.del(lease));
                case EXPIRED -> {
                    fleet.b().l2().failing(true);
                    Fleet.eventually().until(() -> RedisFixture.shared().execute((redis) -> redis.exists(lease)) == 0);
                    fleet.b().l2().failing(false);
                }
                case PUT -> fleet.a().cache(Fleet.CACHE).put(Fleet.KEY, fleet.source().version());
                case INVALIDATED -> fleet.a().cache(Fleet.CACHE).evict(Fleet.KEY);
                case TAKEN -> {
                }
            }
        }

        private static String lease(Fleet fleet) {
            return "tc:" + fleet.namespace() + ":" + Fleet.CACHE + ":v1:{" + KeyText.of(Fleet.KEY) + "}:l";
        }

    }

    static Stream<Arguments> lossesAndTargets() {
        return Arrays.stream(Loss.values())
            .flatMap((loss) -> Arrays.stream(Target.values()).map((target) -> Arguments.of(loss, target)));
    }

    private Gate startLoadOnB(EntryPolicy policy) {
        Gate gate = Moment.AFTER_SOURCE_READ.stopNextLoad(this.b, this.fleet.source());
        this.loading = this.fleet.startReadUpTo(gate, this.b, policy);
        return gate;
    }

    /**
     * Nobody invalidates: the newer value stays in L2 all the same.
     */
    @ParameterizedTest
    @EnumSource
    void lateHolderLeavesTheNewerValueInL2(Loss loss) {
        Gate gate = startLoadOnB(Fleet.POLICY);
        int current = this.fleet.source().update();
        loss.happen(this.fleet);
        assertThat(this.fleet.read(this.a)).isEqualTo(current);
        Fleet.eventually().until(() -> stored() != null);
        String stored = stored();
        gate.open();
        assertThat(this.loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        assertThat(this.b.cache(Fleet.CACHE).count(CacheCounter.REFUSED_FILL)).isOne();
        assertThat(stored()).isEqualTo(stored);
    }

    private String stored() {
        String entry = "tc:" + this.fleet.namespace() + ":" + Fleet.CACHE + ":v1:{" + KeyText.of(Fleet.KEY) + "}";
        return RedisFixture.shared().execute((redis) -> redis.get(entry));
    }

    @ParameterizedTest
    @MethodSource("lossesAndTargets")
    void lateHolderServesNothingAfterAnInvalidation(Loss loss, Target target) {
        Gate gate = startLoadOnB(target.policy());
        int current = this.fleet.source().update();
        loss.happen(this.fleet);
        target.invalidateOn(this.a);
        assertThat(this.fleet.read(this.a, target.policy())).isEqualTo(current);
        int messages = switch (loss) {
            case PUT, INVALIDATED -> 2;
            case EVICTED, EXPIRED, TAKEN -> 1;
        };
        Fleet.deliver(this.b, messages);
        gate.open();
        assertThat(this.loading).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
        Fleet.awaitFills(this.b, 1);
        this.fleet.assertFresh(this.b, target.policy());
        this.fleet.assertFresh(this.a, target.policy());
    }

    /**
     * A has taken the lease and asks the source when B's load ends, with a value or
     * without.
     */
    @ParameterizedTest
    @ValueSource(booleans = { false, true })
    void lateHolderLeavesTheNextOnesLeaseAlone(boolean failing) {
        Gate gate = new Gate();
        CompletableFuture<Integer> late = this.fleet.start(() -> {
            try {
                return this.b.cache(Fleet.CACHE).get(Fleet.KEY, Fleet.POLICY, (context) -> {
                    gate.pass();
                    if (failing) {
                        throw new IllegalStateException("no source");
                    }
                    return 0;
                });
            }
            catch (Throwable ex) {
                throw new IllegalStateException(ex);
            }
        });
        gate.awaitReached();
        Loss.EVICTED.happen(this.fleet);
        int current = this.fleet.source().update();
        Gate next = Moment.AFTER_SOURCE_READ.stopNextLoad(this.a, this.fleet.source());
        CompletableFuture<Integer> loadingNext = this.fleet.startRead(this.a, Fleet.POLICY);
        next.awaitReached();
        gate.open();
        if (failing) {
            assertThat(late).failsWithin(Fleet.PATIENCE);
            awaitCommandsOfB();
        }
        else {
            assertThat(late).succeedsWithin(Fleet.PATIENCE).isEqualTo(0);
            Fleet.awaitFills(this.b, 1);
        }
        next.open();
        assertThat(loadingNext).succeedsWithin(Fleet.PATIENCE).isEqualTo(current);
        Fleet.awaitFills(this.a, 1);
        assertThat(this.a.cache(Fleet.CACHE).count(CacheCounter.FILL)).isOne();
    }

    /** Commands of one connection are answered in their order. */
    private void awaitCommandsOfB() {
        assertThat(this.b.cache(Fleet.CACHE).lookup("another", Fleet.POLICY)).isNull();
    }

}
