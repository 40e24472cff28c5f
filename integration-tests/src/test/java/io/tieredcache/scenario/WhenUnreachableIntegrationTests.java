package io.tieredcache.scenario;

import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.Consistency;
import io.tieredcache.InvalidationQueue;
import io.tieredcache.InvalidationTiming;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCache;
import io.tieredcache.WhenUnreachable;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Redis does not acknowledge an invalidation outside of a transaction: the cache says
 * what becomes of it.
 */
class WhenUnreachableIntegrationTests {

    private static final String QUEUING = "queuing";

    private static final String THROWING = "throwing";

    private static final String STRONG = "strong";

    private final String namespace = TestInstance.newNamespace();

    private final AirportSource source = new AirportSource();

    private TestInstance here = builder().startLive();

    private final TestInstance elsewhere = builder().startLive();

    @AfterEach
    void stop() {
        this.here.close();
        this.elsewhere.close();
    }

    private TestInstance.Builder builder() {
        return TestInstance.builder()
            .namespace(this.namespace)
            .cache(QUEUING, new CacheSettingsBuilder().whenUnreachable(WhenUnreachable.QUEUE))
            .cache(THROWING, new CacheSettingsBuilder());
    }

    @Test
    void queuedInvalidationReturnsAndIsSentWhenRedisAnswers() {
        for (Runnable write : List.<Runnable>of(() -> cache().evict("HAM"), () -> cache().clear(),
                () -> cache().evictIfPresent("HAM"), () -> cache().put("HAM", this.source.current()))) {
            read(this.here);
            read(this.elsewhere);
            Airport old = this.source.current();
            this.here.l2().failing(true);
            Airport changed = this.source.change();
            write.run();
            assertThat(queue().size()).isPositive();
            assertThat(read(this.here)).isEqualTo(changed);
            this.here.l2().failing(false);
            assertThat(read(this.here)).as("L2 has the old value").isNotEqualTo(old);
            await().atMost(Reads.SOON).untilAsserted(() -> assertThat(read(this.elsewhere)).isEqualTo(changed));
            await().atMost(Reads.SOON).until(() -> queue().size() == 0);
            assertThat(read(this.here)).isEqualTo(changed);
        }
        assertThat(cache().count(CacheCounter.INVALIDATION_FAILURE)).isPositive();
    }

    @Test
    void cacheThatThrowsQueuesNothing() {
        this.here.l2().failing(true);
        TieredCache cache = this.here.cache(THROWING);
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> cache.evict("HAM"));
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(cache::clear);
        assertThat(queue().size()).isZero();
    }

    @Test
    void oneCacheThatThrowsDecidesForAll() {
        this.here.l2().failing(true);
        CacheInvalidation both = CacheInvalidation.none().key(QUEUING, "HAM").key(THROWING, "HAM");
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> this.here.invalidator().invalidate(both));
        assertThat(queue().size()).isZero();
    }

    @Test
    void tagsAndTheNamespaceFollowTheDefaults() {
        this.here.l2().failing(true);
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> this.here.invalidator().invalidateTags("t"));
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> this.here.invalidator().invalidate(CacheInvalidation.none().wholeNamespace()));
        assertThat(queue().size()).isZero();
        restartQueuingTags(builder());
        this.here.invalidator().invalidateTags("t");
        this.here.invalidator().invalidate(CacheInvalidation.none().wholeNamespace());
        assertThat(queue().size()).isOne();
    }

    @Test
    void whatMustBeAcknowledgedThrowsAlways() {
        restartQueuingTags(builder());
        CacheInvalidation invalidation = CacheInvalidation.none().key(QUEUING, "HAM").tags("t");
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> this.here.invalidator().invalidate(invalidation, InvalidationTiming.BEFORE_COMMIT));
        assertThat(queue().size()).isZero();
    }

    @Test
    void whatAStrongCacheMayHaveIsNeverQueued() {
        restartQueuingTags(builder().cache(STRONG, new CacheSettingsBuilder().consistency(Consistency.STRONG)));
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> this.here.invalidator().invalidateTags("t"));
        assertThatExceptionOfType(L2UnavailableException.class)
            .isThrownBy(() -> this.here.invalidator().begin(CacheInvalidation.none().tags("t")));
        assertThatExceptionOfType(L2UnavailableException.class).isThrownBy(() -> this.here.cache(STRONG).evict("HAM"));
        assertThat(queue().size()).isZero();
        this.here.cache(QUEUING).evict("HAM");
        assertThat(queue().size()).isOne();
    }

    private void restartQueuingTags(TestInstance.Builder builder) {
        this.here.close();
        this.here = builder.whenUnreachable(WhenUnreachable.QUEUE).startLive();
        this.here.l2().failing(true);
    }

    private TieredCache cache() {
        return this.here.cache(QUEUING);
    }

    private InvalidationQueue queue() {
        return this.here.runtime().queue();
    }

    private Airport read(TestInstance instance) {
        return this.source.read(instance.cache(QUEUING), "HAM");
    }

}
