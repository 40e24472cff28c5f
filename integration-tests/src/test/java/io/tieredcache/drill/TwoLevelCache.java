package io.tieredcache.drill;

import java.util.concurrent.Callable;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;

/**
 * One cache in front of another one, as applications write it that put Caffeine in front
 * of Spring's Redis cache: read the first, then the second, fill both, evict both and
 * tell the other instances which key to drop. The one thing that an application does not
 * write is to note which level answered.
 */
final class TwoLevelCache implements Cache {

    private final Cache local;

    private final Cache remote;

    private final Consumer<String> topic;

    private final LastLevel last;

    TwoLevelCache(Cache local, Cache remote, Consumer<String> topic, LastLevel last) {
        this.local = local;
        this.remote = remote;
        this.topic = topic;
        this.last = last;
    }

    @Override
    public String getName() {
        return this.remote.getName();
    }

    @Override
    public Object getNativeCache() {
        return this.remote.getNativeCache();
    }

    @Override
    public @Nullable ValueWrapper get(Object key) {
        String name = key.toString();
        ValueWrapper found = this.local.get(name);
        if (found != null) {
            this.last.note(DrillLevel.L1);
            return found;
        }
        found = this.remote.get(name);
        if (found != null) {
            this.last.note(DrillLevel.L2);
            this.local.put(name, found.get());
        }
        return found;
    }

    @Override
    public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
        ValueWrapper found = get(key);
        Object value = (found != null) ? found.get() : null;
        return (type != null) ? type.cast(value) : null;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T get(Object key, Callable<T> loader) {
        ValueWrapper found = get(key);
        if (found != null) {
            return (T) found.get();
        }
        T value;
        try {
            value = loader.call();
        }
        catch (Exception ex) {
            throw new ValueRetrievalException(key, loader, ex);
        }
        put(key, value);
        return value;
    }

    @Override
    public void put(Object key, @Nullable Object value) {
        String name = key.toString();
        this.local.put(name, value);
        this.remote.put(name, value);
    }

    @Override
    public void evict(Object key) {
        String name = key.toString();
        // Redis first, so that nobody fills its copy from there again.
        try {
            this.remote.evict(name);
        }
        finally {
            this.local.evict(name);
        }
        this.topic.accept(getName() + ":" + name);
    }

    @Override
    public void clear() {
        try {
            this.remote.clear();
        }
        finally {
            this.local.clear();
        }
        this.topic.accept(getName());
    }

    /**
     * Drops what this process has of a key.
     */
    void evictLocal(String key) {
        this.local.evict(key);
    }

    /**
     * Drops all that this process has.
     */
    void clearLocal() {
        this.local.clear();
    }

}
