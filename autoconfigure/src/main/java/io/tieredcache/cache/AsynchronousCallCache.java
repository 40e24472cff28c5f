package io.tieredcache.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.BatchLoader;
import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLoader;
import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L1Figures;
import io.tieredcache.L1Trust;
import io.tieredcache.PendingPut;
import io.tieredcache.ReadOutcome;
import io.tieredcache.ScheduledRefresh;
import io.tieredcache.TieredCache;

/**
 * A cache as one call of an annotated method sees it whose result comes later. Spring
 * retrieves a key from it, waits for the method's result and puts that, on whatever
 * thread it comes. The put after a missed retrieve of the same key object is the fill of
 * that load.
 */
final class AsynchronousCallCache implements TieredCache {

    private static final Optional<PreparedLoad> UNUSED = Optional.empty();

    private final Map<Object, Optional<PreparedLoad>> missed = Collections.synchronizedMap(new IdentityHashMap<>(2));

    private final DefaultTieredCache cache;

    AsynchronousCallCache(DefaultTieredCache cache) {
        this.cache = cache;
    }

    @Override
    public @Nullable CompletableFuture<?> retrieve(Object key) {
        CompletableFuture<?> found = this.cache.retrieve(key,
                (read) -> this.missed.put(key, Optional.of(this.cache.prepareFill(read))));
        if (found == null) {
            this.missed.put(key, UNUSED);
        }
        return found;
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        Optional<PreparedLoad> load = this.missed.remove(key);
        if (load == null) {
            this.cache.put(key, value);
        }
        else if (load.isPresent()) {
            this.cache.fill(load.get(), value);
        }
    }

    @Override
    public String getName() {
        return this.cache.getName();
    }

    @Override
    public Object getNativeCache() {
        return this.cache.getNativeCache();
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        return this.cache.get(key);
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        return this.cache.get(key, type);
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        return this.cache.get(key, valueLoader);
    }

    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return this.cache.retrieve(key, valueLoader);
    }

    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        return this.cache.putIfAbsent(key, value);
    }

    @Override
    public void evict(Object key) {
        this.cache.evict(key);
    }

    @Override
    public boolean evictIfPresent(Object key) {
        return this.cache.evictIfPresent(key);
    }

    @Override
    public void clear() {
        this.cache.clear();
    }

    @Override
    public boolean invalidate() {
        return this.cache.invalidate();
    }

    @Override
    public <T extends @Nullable Object> T get(Object key, EntryPolicy policy, CacheLoader<T> loader) throws Throwable {
        return this.cache.get(key, policy, loader);
    }

    @Override
    public Map<Object, @Nullable Object> getAll(Collection<?> keys) {
        return this.cache.getAll(keys);
    }

    @Override
    public <K, V extends @Nullable Object> Map<K, V> getAll(Collection<? extends K> keys, EntryPolicy policy,
            BatchLoader<K, V> loader) throws Throwable {
        return this.cache.getAll(keys, policy, loader);
    }

    @Override
    public @Nullable CachedValue lookup(Object key, EntryPolicy policy) {
        return this.cache.lookup(key, policy);
    }

    @Override
    public void put(Object key, @Nullable Object value, EntryPolicy policy) {
        this.cache.put(key, value, policy);
    }

    @Override
    public PendingPut beginPut(Object key, EntryPolicy policy) {
        return this.cache.beginPut(key, policy);
    }

    @Override
    public ScheduledRefresh refreshEvery(Object key, EntryPolicy policy, CacheLoader<?> loader, Duration interval) {
        return this.cache.refreshEvery(key, policy, loader, interval);
    }

    @Override
    public CacheSettings settings() {
        return this.cache.settings();
    }

    @Override
    public L1Trust l1Trust() {
        return this.cache.l1Trust();
    }

    @Override
    public CacheMode mode() {
        return this.cache.mode();
    }

    @Override
    public void mode(CacheMode mode) {
        this.cache.mode(mode);
    }

    @Override
    public long count(CacheCounter counter) {
        return this.cache.count(counter);
    }

    @Override
    public long count(ReadOutcome outcome) {
        return this.cache.count(outcome);
    }

    @Override
    public L1Figures l1Figures() {
        return this.cache.l1Figures();
    }

}
