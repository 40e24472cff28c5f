package io.tieredcache.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheReadListener;
import io.tieredcache.InvalidationQueue;
import io.tieredcache.WhenUnreachable;
import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.HitAudit;
import io.tieredcache.store.InvalidationOutbox;
import io.tieredcache.store.L1StoreFactory;
import io.tieredcache.store.L2Store;
import io.tieredcache.store.StoredInvalidation;
import io.tieredcache.type.ValueTypes;

/**
 * What all caches of a namespace share in this instance.
 */
public final class NamespaceRuntime {

    private final String namespace;

    private final L1StoreFactory l1Factory;

    private final L2Store l2;

    private final L2Gateway gateway;

    private final Map<String, L2Gateway> gateways = new ConcurrentHashMap<>();

    private final Coherence coherence;

    private final SharedClock clock;

    private final LongSupplier ticker;

    private final KeyDimensions dimensions;

    private final ValueTypes types;

    private final List<CacheReadListener> listeners;

    private final CacheObserver observers;

    private final Executor executor;

    private final Executor loads;

    private final Supplier<ScheduledExecutorService> timer;

    private final LeaseWaiters waiters = new LeaseWaiters();

    private final UnreleasedLeases unreleased = new UnreleasedLeases(this);

    private final Transactions transactions;

    private final TargetInvalidator invalidator;

    private final UnsentInvalidations unsent;

    private final StoredInvalidationSender stored;

    private final RuntimeWrites writes;

    private final HitAudit audit;

    /**
     * Create a runtime.
     * @param namespace the namespace
     * @param stores L1 stores, L2 and the fence table
     * @param time clock, ticker and the time that Redis is waited for
     * @param dimensions the application's key dimensions
     * @param types the types that values may have
     * @param watchers told of what the caches do
     * @param threads run what callers do not wait for
     * @param writes what writers are part of
     */
    public NamespaceRuntime(String namespace, RuntimeStores stores, RuntimeTime time, KeyDimensions dimensions,
            ValueTypes types, RuntimeWatchers watchers, RuntimeThreads threads, RuntimeWrites writes) {
        this.namespace = namespace;
        this.l1Factory = stores.l1Factory();
        this.l2 = stores.l2();
        this.gateway = new L2Gateway("Redis", time.timeoutMillis(), stores.guard());
        this.coherence = new Coherence(stores.fences(), stores.stripes());
        this.clock = new SharedClock(time.clock());
        this.ticker = time.ticker();
        this.dimensions = dimensions;
        this.types = types;
        this.listeners = watchers.listeners();
        this.observers = new Observers(watchers.observers());
        this.executor = new ReentrantExecutor(threads.work());
        this.loads = threads.loads();
        this.timer = threads.timer();
        this.transactions = new Transactions(writes.transactions());
        this.invalidator = new TargetInvalidator(this, writes.holdTime());
        this.unsent = new UnsentInvalidations(this.invalidator, this.ticker, writes.maxQueued());
        this.stored = new StoredInvalidationSender(this);
        this.writes = writes;
        this.audit = watchers.audit();
    }

    /**
     * The namespace.
     * @return its name
     */
    public String namespace() {
        return this.namespace;
    }

    /**
     * Waits for Redis on the calling thread, as long as is allowed.
     * @param <T> the type of the answer
     * @param answer the answer
     * @return the answer
     * @throws io.tieredcache.L2UnavailableException if Redis failed or did not answer in
     * time
     */
    public <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
        return this.gateway.await(answer);
    }

    /**
     * How long Redis is waited for.
     * @return milliseconds
     */
    public long timeoutMillis() {
        return this.gateway.timeoutMillis();
    }

    L1StoreFactory l1Factory() {
        return this.l1Factory;
    }

    L2Store l2() {
        return this.l2;
    }

    L2Gateway gateway() {
        return this.gateway;
    }

    /**
     * Where callers wait for a store, apart from those who wait for others.
     * @param store the store's name, {@code null} for the application's Redis
     */
    L2Gateway gateway(@Nullable String store) {
        return (store == null) ? this.gateway : this.gateways.computeIfAbsent(store,
                (name) -> new L2Gateway("Store '" + name + "'", this.gateway.timeoutMillis(), this.l2.guard(name)));
    }

    Coherence coherence() {
        return this.coherence;
    }

    /**
     * Redis's clock.
     * @return the clock as estimated here
     */
    public SharedClock clock() {
        return this.clock;
    }

    long now() {
        return this.ticker.getAsLong();
    }

    KeyDimensions dimensions() {
        return this.dimensions;
    }

    ValueTypes types() {
        return this.types;
    }

    List<CacheReadListener> listeners() {
        return this.listeners;
    }

    HitAudit audit() {
        return this.audit;
    }

    CacheObserver observers() {
        return this.observers;
    }

    Executor executor() {
        return this.executor;
    }

    Executor loads() {
        return this.loads;
    }

    /**
     * Runs something later, unless the application stops before.
     * @param task takes no time
     * @param millis when
     * @return cancels it
     */
    Future<?> later(Runnable task, long millis) {
        try {
            return this.timer.get().schedule(task, millis, TimeUnit.MILLISECONDS);
        }
        catch (RejectedExecutionException ex) {
            return CompletableFuture.completedFuture(null);
        }
    }

    /**
     * Runs something again and again, until the application stops.
     * @param task takes no time
     * @param millis the time between
     * @return cancels it
     */
    Future<?> every(Runnable task, long millis) {
        try {
            return this.timer.get().scheduleAtFixedRate(task, millis, millis, TimeUnit.MILLISECONDS);
        }
        catch (RejectedExecutionException ex) {
            return CompletableFuture.completedFuture(null);
        }
    }

    LeaseWaiters waiters() {
        return this.waiters;
    }

    UnreleasedLeases unreleased() {
        return this.unreleased;
    }

    Transactions transactions() {
        return this.transactions;
    }

    TargetInvalidator invalidator() {
        return this.invalidator;
    }

    UnsentInvalidations unsent() {
        return this.unsent;
    }

    /**
     * What waits until Redis acknowledges it.
     * @return the queue
     */
    public InvalidationQueue queue() {
        return this.unsent;
    }

    WhenUnreachable whenUnreachable() {
        return this.writes.whenUnreachable();
    }

    InvalidationOutbox outbox() {
        return this.writes.outbox();
    }

    /**
     * Invalidates what was written down, in Redis and from there everywhere.
     * @param stored what was written down
     * @throws io.tieredcache.L2UnavailableException if Redis did not acknowledge
     */
    public void invalidate(StoredInvalidation stored) {
        this.stored.invalidate(stored);
    }

    /**
     * Invalidates what another region has invalidated, in this region only. What is in a
     * store that does not take it is invalidated with its whole cache, so that it keeps
     * nothing else from being invalidated.
     * @param stored what was recorded there
     * @throws io.tieredcache.L2UnavailableException if Redis did not acknowledge
     */
    public void relay(StoredInvalidation stored) {
        this.stored.relay(stored);
    }

    /**
     * Asks Redis something, and waits for the answer.
     * @return whether there is one
     */
    public boolean isAnswered() {
        return this.invalidator.isAnswered();
    }

}
