package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One key of the fleet, with what its readers may rely on: on an instance on which an
 * invalidation returned, or which has heard of it, nobody is served an older value.
 */
final class RaceWorld {

    private final Fleet fleet;

    private final String key;

    private final EntryPolicy policy;

    private final VersionedSource source = new VersionedSource();

    /** The versions that the messages since the beginning stand for, in their order. */
    private final List<Integer> messages = new ArrayList<>();

    private final int heardBefore;

    private int requiredOfA;

    private int requiredOfB;

    RaceWorld(Fleet fleet, String key, EntryPolicy policy) {
        this.fleet = fleet;
        this.key = key;
        this.policy = policy;
        this.heardBefore = fleet.b().bus().applied();
        fleet.b().bus().hold();
    }

    String key() {
        return this.key;
    }

    TieredCache cache(TestInstance instance) {
        return instance.cache(Fleet.CACHE);
    }

    int version() {
        return this.source.version();
    }

    int commit() {
        return this.source.update();
    }

    int required(TestInstance instance) {
        return (instance == this.fleet.a()) ? this.requiredOfA : this.requiredOfB;
    }

    /**
     * Notes that a call which told the others returned.
     */
    void returned(TestInstance instance, int version) {
        this.messages.add(version);
        require(instance, version);
        if (instance != this.fleet.a()) {
            int sent = this.messages.size();
            Fleet.eventually().until(() -> this.fleet.a().bus().applied() >= this.heardBefore + sent);
            require(this.fleet.a(), version);
        }
    }

    private void require(TestInstance instance, int version) {
        if (instance == this.fleet.a()) {
            this.requiredOfA = Math.max(this.requiredOfA, version);
        }
        else {
            this.requiredOfB = Math.max(this.requiredOfB, version);
        }
    }

    /**
     * Lets an instance hear of all messages so far, and of no later one.
     */
    void deliver(TestInstance instance) {
        Fleet.deliver(instance, this.heardBefore + this.messages.size());
        instance.bus().hold();
        this.messages.forEach((version) -> require(instance, version));
    }

    CompletableFuture<Integer> startRead(TestInstance instance, EntryPolicy policy, Gate before, Gate after) {
        return this.fleet.start(() -> {
            try {
                return cache(instance).get(this.key, policy, (context) -> this.source.load(before, after));
            }
            catch (Throwable ex) {
                throw new IllegalStateException(ex);
            }
        });
    }

    /**
     * Waits until no fill is under way any more.
     */
    void awaitQuiet(TestInstance instance) {
        Fleet.eventually().until(() -> ((DefaultTieredCache) cache(instance)).inFlight() == 0);
    }

    /**
     * Asserts that neither instance serves less than it must.
     */
    void check(String sofar) {
        check(this.fleet.a(), sofar);
        check(this.fleet.b(), sofar);
    }

    private void check(TestInstance instance, String sofar) {
        Integer found = lookup(instance);
        if (found != null) {
            assertThat(found).as("%s on %s", sofar, (instance == this.fleet.a()) ? "A" : "B")
                .isGreaterThanOrEqualTo(required(instance));
        }
    }

    /**
     * Asserts that, once everything was heard, both instances serve the last value or
     * none.
     */
    void checkEnd(String order) {
        deliver(this.fleet.b());
        assertThat(lookup(this.fleet.a())).as("%s, A at the end", order).isIn(null, version());
        assertThat(lookup(this.fleet.b())).as("%s, B at the end", order).isIn(null, version());
    }

    private @Nullable Integer lookup(TestInstance instance) {
        TieredCache.CachedValue found = cache(instance).lookup(this.key, this.policy);
        return (found != null) ? (Integer) found.value() : null;
    }

}
