package io.tieredcache.cache;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Instances whose caches are made when they are first used: B hears of invalidations in a
 * cache that it does not have yet.
 */
class UnknownCacheRaceIntegrationTests {

    private final Fleet fleet = new Fleet();

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    /**
     * The message is no error, and the entry from before stays out when B has the cache.
     */
    @ParameterizedTest
    @EnumSource
    void messageForAnUnknownCacheIsNotLost(Target target) {
        this.fleet.read(this.a, target.policy());
        Fleet.awaitFills(this.a, 1);
        this.fleet.change(target, this.a);
        Fleet.deliver(this.b, 1);
        assertThat(this.b.manager().getCacheNames()).isEmpty();
        this.fleet.assertFresh(this.b, target.policy());
        assertThat(this.b.channel().malformed()).isZero();
        assertThat(this.b.channel().resyncs()).isOne();
    }

    /**
     * B makes the cache and reads the entry before the message arrives.
     */
    @ParameterizedTest
    @EnumSource
    void cacheMadeBeforeTheMessageArrivesHearsIt(Target target) {
        this.fleet.read(this.a, target.policy());
        Fleet.awaitFills(this.a, 1);
        this.b.bus().hold();
        assertThat(this.fleet.read(this.b, target.policy())).isZero();
        this.fleet.change(target, this.a);
        Fleet.deliver(this.b, 1);
        this.fleet.assertFresh(this.b, target.policy());
        assertThat(this.b.channel().resyncs()).isOne();
    }

}
