package io.tieredcache.load;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.CacheSettingsBuilder;
import io.tieredcache.testing.HookedL2Store.Step;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The instance that loads for the fleet cannot tell Redis that it is done. Others wait no
 * longer than until it can, though its lease stands for long and they are patient.
 */
class OwnerCutOffIntegrationTests {

    private static final Duration LONG = Duration.ofHours(1);

    private final String namespace = TestInstance.newNamespace();

    private final TestInstance owner = start();

    private final TestInstance other = start();

    private final Source source = new Source();

    private final Gate gate = this.source.stopNextLoad();

    private CompletableFuture<@Nullable String> load = new CompletableFuture<>();

    private TestInstance start() {
        return TestInstance.builder()
            .namespace(this.namespace)
            .defaults(
                    new CacheSettingsBuilder().singleFlight(SingleFlight.DISTRIBUTED).leaseTime(LONG).joinTimeout(LONG))
            .startLive();
    }

    private static TieredCache cache(TestInstance instance) {
        return instance.cache(Fleet.CACHE);
    }

    @BeforeEach
    void load() {
        this.load = this.source.startRead(cache(this.owner));
        this.gate.awaitReached();
    }

    @AfterEach
    void stop() {
        this.owner.close();
        this.other.close();
    }

    @Test
    void leaseOfLoadThatCouldNotBeStoredIsGivenBack() {
        this.owner.l2().failing(true);
        this.gate.open();
        assertThat(this.load).succeedsWithin(Gate.PATIENCE).isEqualTo("first");
        assertOtherIsServedOnceOwnerIsBack();
    }

    @Test
    void leaseOfFailedLoadIsGivenBack() {
        this.source.down(true);
        this.owner.l2().failing(true);
        this.gate.open();
        assertThat(this.load).failsWithin(Gate.PATIENCE);
        this.source.down(false);
        assertOtherIsServedOnceOwnerIsBack();
    }

    /**
     * The answer to the owner's question for a lease is lost: it loads beside the others,
     * and Redis takes it for the owner.
     */
    @Test
    void leaseThatTheOwnerDoesNotKnowOfIsGivenBack() {
        this.gate.open();
        assertThat(this.load).succeedsWithin(Gate.PATIENCE).isEqualTo("first");
        cache(this.owner).evict(Fleet.KEY);
        this.owner.l2().after(Step.ACQUIRE, () -> {
            this.owner.l2().failing(true);
            throw new IllegalStateException("The answer is lost");
        });
        assertThat(this.source.startRead(cache(this.owner))).succeedsWithin(Gate.PATIENCE).isEqualTo("first");
        assertOtherIsServedOnceOwnerIsBack();
    }

    private void assertOtherIsServedOnceOwnerIsBack() {
        int before = this.source.loads();
        CompletableFuture<@Nullable String> waiting = this.source.startRead(cache(this.other));
        Fleet.eventually()
            .until(() -> RedisFixture.shared()
                .execute((commands) -> !commands.keys("tc:*" + this.namespace + "*:w").isEmpty()));
        assertThat(this.source.loads()).isEqualTo(before);
        this.owner.l2().failing(false);
        assertThat(waiting).succeedsWithin(Gate.PATIENCE).isEqualTo("first");
        assertThat(this.source.loads()).isEqualTo(before + 1);
    }

}
