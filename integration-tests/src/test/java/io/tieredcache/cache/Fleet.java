package io.tieredcache.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances of one application on one Redis, and the source that both of them cache
 * one value of.
 */
final class Fleet implements AutoCloseable {

    static final String CACHE = "numbers";

    static final String KEY = "one";

    static final EntryPolicy POLICY = EntryPolicy.defaults().withType(Integer.class);

    static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String namespace = TestInstance.newNamespace();

    private final VersionedSource source = new VersionedSource();

    private final ExecutorService callers = Executors.newCachedThreadPool();

    private final TestInstance a;

    private final TestInstance b;

    Fleet() {
        this(UnaryOperator.identity());
    }

    /**
     * Starts both instances.
     * @param both changes how they are built
     */
    Fleet(UnaryOperator<TestInstance.Builder> both) {
        this.a = both.apply(TestInstance.builder().namespace(this.namespace)).startLive();
        this.b = both.apply(TestInstance.builder().namespace(this.namespace)).startLive();
    }

    /**
     * Waits, but not for ever.
     */
    static ConditionFactory eventually() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).atMost(PATIENCE);
    }

    String namespace() {
        return this.namespace;
    }

    VersionedSource source() {
        return this.source;
    }

    TestInstance a() {
        return this.a;
    }

    TestInstance b() {
        return this.b;
    }

    /**
     * Reads the value through an instance's cache, loading it on a miss.
     */
    int read(TestInstance instance, EntryPolicy policy) {
        try {
            return instance.cache(CACHE).get(KEY, policy, (context) -> this.source.load());
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new IllegalStateException(ex);
        }
    }

    int read(TestInstance instance) {
        return read(instance, POLICY);
    }

    /**
     * Looks the value up in both levels of an instance, without loading.
     * @return the value, {@code null} for a miss
     */
    @Nullable Integer lookup(TestInstance instance, EntryPolicy policy) {
        TieredCache.CachedValue found = instance.cache(CACHE).lookup(KEY, policy);
        return (found != null) ? (Integer) found.value() : null;
    }

    /**
     * Looks the value up in L1 alone.
     * @return the value, {@code null} for a miss
     */
    @Nullable Integer lookupL1(TestInstance instance, EntryPolicy policy) {
        instance.l2().failing(true);
        try {
            return lookup(instance, policy);
        }
        finally {
            instance.l2().failing(false);
        }
    }

    /**
     * Reads the value through an instance's cache as a caller who does not wait does.
     */
    CompletableFuture<Integer> retrieve(TestInstance instance) {
        return instance.cache(CACHE).retrieve(KEY, () -> start(this.source::load));
    }

    /**
     * Starts a read on a thread of its own.
     */
    CompletableFuture<Integer> startRead(TestInstance instance, EntryPolicy policy) {
        return start(() -> read(instance, policy));
    }

    /**
     * Starts a read on a thread of its own, and goes on when it stands at the gate.
     */
    CompletableFuture<Integer> startReadUpTo(Gate gate, TestInstance instance, EntryPolicy policy) {
        CompletableFuture<Integer> reading = startRead(instance, policy);
        gate.awaitReached();
        return reading;
    }

    /**
     * Changes the source, and then invalidates what was cached of it.
     * @return the value that the source has now
     */
    int change(Target target, TestInstance invalidating) {
        int current = this.source.update();
        target.invalidateOn(invalidating);
        return current;
    }

    /**
     * Starts a read while another one is under way, and goes on when it waits for that.
     */
    CompletableFuture<Integer> startJoiningRead(TestInstance instance, EntryPolicy policy) {
        CompletableFuture<Thread> caller = new CompletableFuture<>();
        CompletableFuture<Integer> reading = start(() -> {
            caller.complete(Thread.currentThread());
            return read(instance, policy);
        });
        eventually().until(() -> reading.isDone() || caller.join().getState() == Thread.State.TIMED_WAITING);
        return reading;
    }

    /**
     * Starts a call on a thread of its own.
     */
    <T extends @Nullable Object> CompletableFuture<T> start(Supplier<T> call) {
        return CompletableFuture.supplyAsync(call, this.callers);
    }

    /**
     * Lets an instance apply the messages that it held back, and waits until it has.
     * @param messages how many messages it applies from its start on
     */
    static void deliver(TestInstance instance, int messages) {
        instance.bus().release();
        eventually().until(() -> instance.bus().applied() >= messages);
    }

    /**
     * Waits until L2 answered the fills of an instance, whatever the answer.
     * @param fills how many fills from the instance's start on
     */
    static void awaitFills(TestInstance instance, long fills) {
        TieredCache cache = instance.cache(CACHE);
        eventually().until(() -> cache.count(CacheCounter.FILL) + cache.count(CacheCounter.REFUSED_FILL) >= fills);
    }

    /**
     * Asserts that an instance serves no older value than the source has now, neither
     * from L1 nor from L2.
     */
    void assertFresh(TestInstance instance, EntryPolicy policy) {
        Integer current = this.source.version();
        assertThat(lookupL1(instance, policy)).as("value in L1").isIn(null, current);
        assertThat(lookup(instance, policy)).as("value in either level").isIn(null, current);
        assertThat(read(instance, policy)).as("value read").isEqualTo(current);
    }

    @Override
    public void close() {
        this.a.close();
        this.b.close();
        this.callers.shutdownNow();
    }

}
