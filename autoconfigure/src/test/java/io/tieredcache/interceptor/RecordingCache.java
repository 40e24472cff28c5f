package io.tieredcache.interceptor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;

import io.tieredcache.BatchLoader;
import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLoader;
import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L1Figures;
import io.tieredcache.L1Trust;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.LoadContext;
import io.tieredcache.PendingPut;
import io.tieredcache.ReadOutcome;
import io.tieredcache.ScheduledRefresh;
import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import org.jspecify.annotations.Nullable;

/**
 * A cache that is a map, and remembers what was asked of it.
 */
class RecordingCache implements TieredCache {

    private final String name;

    private final List<String> events;

    final Map<Object, Entry> entries = new HashMap<>();

    final List<EntryPolicy> policies = new ArrayList<>();

    Consistency consistency = Consistency.BOUNDED;

    boolean refusesPendingPuts;

    boolean refusesPuts;

    RecordingCache(String name, List<String> events) {
        this.name = name;
        this.events = events;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends @Nullable Object> T get(Object key, EntryPolicy policy, CacheLoader<T> loader) throws Throwable {
        this.policies.add(policy);
        this.events.add("get " + this.name);
        Entry present = this.entries.get(key);
        if (present != null) {
            return (T) present.value();
        }
        T loaded = new LoadContext(this.name, key, 0, null).run(loader);
        if (policy.stores(loaded)) {
            store(key, loaded, policy);
        }
        return loaded;
    }

    @Override
    public void put(Object key, @Nullable Object value, EntryPolicy policy) {
        this.events.add("put " + this.name);
        this.policies.add(policy);
        store(key, value, policy);
    }

    @Override
    public PendingPut beginPut(Object key, EntryPolicy policy) {
        this.events.add("begin " + this.name);
        this.policies.add(policy);
        if (this.refusesPendingPuts) {
            throw new L2UnavailableException("down", null);
        }
        return (value) -> {
            this.events.add("complete " + this.name);
            if (this.refusesPuts) {
                throw new L2UnavailableException("down", null);
            }
            store(key, value, policy);
        };
    }

    private void store(Object key, @Nullable Object value, EntryPolicy policy) {
        this.entries.put(key, new Entry(value, policy.tags(value), policy));
    }

    EntryPolicy policy() {
        return this.policies.get(this.policies.size() - 1);
    }

    Entry entry() {
        return this.entries.values().iterator().next();
    }

    Object key() {
        return this.entries.keySet().iterator().next();
    }

    @Override
    public String getName() {
        return this.name;
    }

    @Override
    public Object getNativeCache() {
        return this.entries;
    }

    @Override
    public Map<Object, @Nullable Object> getAll(Collection<?> keys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <K, V extends @Nullable Object> Map<K, V> getAll(Collection<? extends K> keys, EntryPolicy policy,
            BatchLoader<K, V> loader) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable CachedValue lookup(Object key, EntryPolicy policy) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledRefresh refreshEvery(Object key, EntryPolicy policy, CacheLoader<?> loader, Duration interval) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CacheSettings settings() {
        return new CacheSettings(this.name, CacheMode.ON, this.consistency, Duration.ofSeconds(5),
                new CacheSettings.L1(Duration.ofMinutes(1), 10L, null, false),
                new CacheSettings.L2(Duration.ofMinutes(1), true, Duration.ofMinutes(1), 0, 1024, "json", null, null,
                        null),
                new CacheSettings.Keys(1, List.of(), false),
                new CacheSettings.Load(SingleFlight.LOCAL, Duration.ofSeconds(1), Duration.ofSeconds(1)),
                CacheSettings.Stale.off(), CacheSettings.Refresh.off());
    }

    @Override
    public L1Trust l1Trust() {
        return L1Trust.TRUSTED;
    }

    @Override
    public CacheMode mode() {
        return CacheMode.ON;
    }

    @Override
    public void mode(CacheMode mode) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long count(CacheCounter counter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long count(ReadOutcome outcome) {
        throw new UnsupportedOperationException();
    }

    @Override
    public L1Figures l1Figures() {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        Entry present = this.entries.get(key);
        return (present != null) ? present::value : null;
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        put(key, value, EntryPolicy.defaults());
    }

    @Override
    public void evict(Object key) {
        this.entries.remove(key);
    }

    @Override
    public void clear() {
        this.entries.clear();
    }

    record Entry(@Nullable Object value, Set<String> tags, EntryPolicy policy) {

    }

}
