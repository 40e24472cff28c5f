package io.tieredcache.cache;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

/**
 * A key was evicted before the sequence went back, so that its stripe knows a higher
 * number than evictions get from then on. They count all the same.
 */
class EvictionAfterSequenceWentBackRaceIntegrationTests {

    private final Fleet fleet = new Fleet();

    private final TestInstance a = this.fleet.a();

    private final TestInstance b = this.fleet.b();

    @AfterEach
    void close() {
        this.fleet.close();
    }

    @Test
    void evictionOfAKeyThatWasEvictedBeforeIsHeard() {
        String future = Long.toString((System.currentTimeMillis() + 3_600_000) * 1024);
        RedisFixture.shared().execute((redis) -> redis.set("tc:{" + this.fleet.namespace() + "}:seq", future));
        this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
        Fleet.deliver(this.b, 1);
        long resyncs = this.b.channel().resyncs();
        RedisFixture.shared().flushAll();
        Fleet.eventually().until(() -> this.b.channel().resyncs() > resyncs);
        for (int round = 1; round <= 3; round++) {
            this.fleet.read(this.b);
            this.fleet.source().update();
            this.a.cache(Fleet.CACHE).evict(Fleet.KEY);
            Fleet.deliver(this.b, 1 + round);
            this.fleet.assertFresh(this.b, Fleet.POLICY);
        }
    }

}
