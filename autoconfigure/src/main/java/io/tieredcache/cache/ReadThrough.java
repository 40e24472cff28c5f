package io.tieredcache.cache;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tieredcache.BatchLoader;
import io.tieredcache.BatchReadThroughLoader;
import io.tieredcache.CacheLoader;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadContext;
import io.tieredcache.ReadThroughLoader;

/**
 * Where the values of several keys are loaded from.
 *
 * @param policy type, tags and times of the entries
 * @param alone loads one value
 * @param together loads several values, {@code null} where they are loaded one by one
 */
record ReadThrough(EntryPolicy policy, One alone, @Nullable BatchLoader<Object, ?> together) {

    @SuppressWarnings("unchecked")
    static ReadThrough of(ReadThroughLoader<?, ?> loader) {
        ReadThroughLoader<Object, ?> plain = (ReadThroughLoader<Object, ?>) loader;
        BatchLoader<Object, ?> batch = (loader instanceof BatchReadThroughLoader<?, ?> batching)
                ? ((BatchReadThroughLoader<Object, ?>) batching)::loadAll : null;
        return new ReadThrough(loader.policy(), plain::load, batch);
    }

    @SuppressWarnings("unchecked")
    static ReadThrough of(EntryPolicy policy, BatchLoader<?, ?> loader) {
        BatchLoader<Object, ?> batch = (BatchLoader<Object, ?>) loader;
        return new ReadThrough(policy, (key, context) -> all(batch, List.of(key)).get(key), batch);
    }

    /**
     * Loads several values.
     */
    static Map<?, ?> all(BatchLoader<Object, ?> loader, Collection<Object> keys) throws Throwable {
        Map<?, ?> values = loader.loadAll(keys);
        if (values == null) {
            throw new IllegalStateException("A batch loader (%s) returned null; let it return a map, empty for nothing"
                .formatted(loader.getClass().getName()));
        }
        return values;
    }

    /**
     * The loader of one key.
     */
    // NullAway does not see that the loader's type may be null.
    @SuppressWarnings("NullAway")
    CacheLoader<@Nullable Object> loader(Object key) {
        return (context) -> this.alone.load(key, context);
    }

    /**
     * Loads one value.
     */
    @FunctionalInterface
    interface One {

        @Nullable Object load(Object key, LoadContext context) throws Throwable;

    }

}
