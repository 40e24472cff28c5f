package io.tieredcache.cache;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class UnsentInvalidationsIntegrationTests {

    private final TestInstance instance = TestInstance.builder().startLive();

    private final TargetInvalidator invalidator = this.instance.runtime().invalidator();

    private final UnsentInvalidations unsent = new UnsentInvalidations(this.invalidator, this.instance.ticker(),
            10_000);

    @AfterEach
    void stop() {
        this.instance.close();
    }

    @Test
    void theSameTargetWaitsOnce() {
        this.unsent.add(keys(0, 10));
        this.unsent.add(keys(5, 15));
        assertThat(this.unsent.size()).isEqualTo(15);
        assertThat(this.unsent.isEmpty()).isFalse();
    }

    @Test
    void asManyAsThereIsRoomForStayWhatTheyAre() {
        this.unsent.add(keys(0, 10_000));
        assertThat(this.unsent.size()).isEqualTo(10_000);
    }

    @Test
    void moreBecomeTheClearingOfTheNamespace() {
        TieredCache cache = this.instance.cache("other");
        cache.put("key", "old");
        this.unsent.add(keys(0, 10_000));
        this.unsent.add(keys(10_000, 10_001));
        assertThat(this.unsent.size()).isEqualTo(1);
        this.unsent.sendDue();
        assertThat(this.unsent.isEmpty()).isTrue();
        assertThat(cache.get("key")).isNull();
    }

    @Test
    void whatRedisDoesNotTakeKeepsWaiting() {
        this.unsent.add(keys(0, 1));
        this.instance.l2().failing(true);
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(this.unsent::sendDue);
        assertThat(this.unsent.size()).isEqualTo(1);
        this.instance.l2().failing(false);
        this.unsent.sendDue();
        assertThat(this.unsent.isEmpty()).isTrue();
    }

    @Test
    void whatComesWhileTheOthersAreSentKeepsWaiting() {
        this.unsent.add(keys(0, 1));
        this.instance.l2().before(Step.INVALIDATE, () -> this.unsent.add(keys(1, 2)));
        this.unsent.sendDue();
        assertThat(this.unsent.isEmpty()).isFalse();
        this.unsent.sendDue();
        assertThat(this.unsent.isEmpty()).isTrue();
    }

    private InvalidationTargets keys(int from, int to) {
        DefaultTieredCache cache = (DefaultTieredCache) this.instance.cache("airports");
        InvalidationTargets targets = new InvalidationTargets();
        targets.evict();
        for (int i = from; i < to; i++) {
            targets.addKey(cache, cache.localKey("key " + i));
        }
        return targets;
    }

}
