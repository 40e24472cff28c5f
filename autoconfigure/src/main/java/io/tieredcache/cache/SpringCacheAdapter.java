package io.tieredcache.cache;

import java.lang.reflect.Type;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.SimpleValueWrapper;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.EntryPolicy;
import io.tieredcache.InvalidationTiming;
import io.tieredcache.ReadThroughException;
import io.tieredcache.SpringCacheInvocation;
import io.tieredcache.TieredCache;

/**
 * Spring's view of a cache, which knows keys and values but no policies. A put after a
 * missed lookup of the same key, within one call of an annotated method, is the fill of
 * that load.
 */
abstract class SpringCacheAdapter implements TieredCache {

    private final CacheInvalidator invalidator;

    SpringCacheAdapter(CacheInvalidator invalidator) {
        this.invalidator = invalidator;
    }

    abstract Object localKey(Object key);

    /**
     * Begins a load whose result will be put.
     * @return the load, {@code null} if its result is not to be stored
     */
    abstract @Nullable PreparedLoad prepareFill(Object key, EntryPolicy policy);

    /**
     * Where this cache loads from by itself.
     * @return the source, {@code null} for none
     */
    abstract @Nullable ReadThrough source();

    abstract void fill(PreparedLoad load, @Nullable Object value);

    /**
     * Finds a value that the source does not have yet.
     * @param local the key as it is kept here
     * @return the value, {@code null} for none
     */
    abstract UnwrittenValues.@Nullable Unwritten findUnwritten(Object local);

    @Override
    public Object getNativeCache() {
        return this;
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        SpringCacheInvocation invocation = SpringCacheInvocation.current();
        ReadThrough source = (invocation == null) ? source() : null;
        if (source != null) {
            return load(key, source);
        }
        EntryPolicy policy = policy();
        CachedValue found = lookup(key, policy);
        if (found != null) {
            return new SimpleValueWrapper(found.value());
        }
        if (invocation != null) {
            PreparedLoad load = prepareFill(key, policy);
            // After the lease: what is queued later takes the lease away.
            UnwrittenValues.Unwritten unwritten = findUnwritten(localKey(key));
            if (unwritten != null) {
                if (load != null) {
                    fill(load, unwritten.value());
                }
                return new SimpleValueWrapper(unwritten.value());
            }
            invocation.remember(new Slot(this, localKey(key)), (load != null) ? load : Slot.UNUSED);
        }
        return null;
    }

    private @Nullable ValueWrapper load(Object key, ReadThrough source) {
        Object value = loading(() -> get(key, source.policy(), source.loader(key)));
        return (value != null || settings().l2().negativeCaching()) ? new SimpleValueWrapper(value) : null;
    }

    /**
     * Calls what may throw anything, as a method that declares nothing.
     */
    <T extends @Nullable Object> T loading(Load<T> load) {
        try {
            return load.call();
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new ReadThroughException(getName(), ex);
        }
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        ValueWrapper found = get(key);
        Object value = (found != null) ? found.get() : null;
        if (value != null && type != null && !type.isInstance(value)) {
            throw new IllegalStateException("Cache '%s' holds a value of type %s, which is not of the required type %s"
                .formatted(getName(), value.getClass().getName(), type.getName()));
        }
        return (T) value;
    }

    @Override
    public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
        try {
            return get(key, policy(), (context) -> call(key, valueLoader));
        }
        catch (RuntimeException | Error ex) {
            throw ex;
        }
        catch (Throwable ex) {
            throw new ValueRetrievalException(key, valueLoader, ex);
        }
    }

    private static <T> T call(Object key, Callable<T> valueLoader) {
        try {
            return valueLoader.call();
        }
        catch (Throwable ex) {
            throw new ValueRetrievalException(key, valueLoader, ex);
        }
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        SpringCacheInvocation invocation = SpringCacheInvocation.current();
        Object pending = (invocation != null) ? invocation.take(new Slot(this, localKey(key))) : null;
        if (pending instanceof PreparedLoad load) {
            fill(load, value);
        }
        else if (pending == null) {
            put(key, value, policy());
        }
    }

    @Override
    public void evict(Object key) {
        this.invalidator.invalidate(CacheInvalidation.none().key(getName(), key));
    }

    @Override
    public boolean evictIfPresent(Object key) {
        boolean present = lookup(key, policy()) != null;
        this.invalidator.invalidate(CacheInvalidation.none().key(getName(), key), InvalidationTiming.IMMEDIATE);
        return present;
    }

    @Override
    public void clear() {
        this.invalidator.clear(getName());
    }

    void clearAtOnce() {
        this.invalidator.invalidate(CacheInvalidation.none().cache(getName()), InvalidationTiming.IMMEDIATE);
    }

    /**
     * The policy of calls through Spring's own annotations, which say no more of a value
     * than the method's return type.
     */
    static EntryPolicy policy() {
        SpringCacheInvocation invocation = SpringCacheInvocation.current();
        Type type = (invocation != null) ? invocation.returnType() : null;
        return (type != null) ? EntryPolicy.defaults().withType(type) : EntryPolicy.defaults();
    }

    @FunctionalInterface
    interface Load<T extends @Nullable Object> {

        T call() throws Throwable;

    }

    private record Slot(SpringCacheAdapter cache, Object local) {

        private static final Object UNUSED = Optional.empty();

    }

}
