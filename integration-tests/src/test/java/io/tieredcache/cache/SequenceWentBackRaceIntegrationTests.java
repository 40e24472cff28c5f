package io.tieredcache.cache;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.tieredcache.CacheMode;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

/**
 * The sequence went back, and B finds out when it joins the channel again: no pulse comes
 * after that one. What it loads from then on must not outlive the invalidations to come.
 */
class SequenceWentBackRaceIntegrationTests {

    private static final Duration NEVER = Duration.ofHours(1);

    private final Fleet fleet = new Fleet(
            (builder) -> builder.pulseInterval(NEVER).defaults(new CacheSettingsBuilder().stalenessBound(NEVER)));

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    @ParameterizedTest
    @EnumSource
    void sequenceThatWentBackIsNoticedWhenJoining(Target target) {
        this.b.cache(Fleet.CACHE).mode(CacheMode.L1_ONLY);
        knowNumbersOfTheFuture();
        this.b.channel().stop();
        RedisFixture.shared().flushAll();
        this.b.channel().start(Fleet.PATIENCE.toMillis());
        this.b.awaitLive();
        for (int round = 1; round <= 3; round++) {
            this.fleet.read(this.b, target.policy());
            this.fleet.change(target, this.a);
            Fleet.deliver(this.b, 1 + round);
            this.fleet.assertFresh(this.b, target.policy());
        }
    }

    private void knowNumbersOfTheFuture() {
        String future = Long.toString((System.currentTimeMillis() + 3_600_000) * 1024);
        RedisFixture.shared().execute((redis) -> redis.set("tc:{" + this.fleet.namespace() + "}:seq", future));
        this.a.cache("others").evict("another");
        Fleet.deliver(this.b, 1);
    }

}
