package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.BatchLoader;
import io.tieredcache.CacheLoader;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.LoadContext;
import io.tieredcache.cache.UnwrittenValues.Unwritten;

/**
 * Reads of what the source does not have yet. A load asks for it after its lease is taken
 * and before the source: what is absent then is written, and what is queued later takes
 * the lease away. Where Redis does not tell, the source is asked, and its answer is not
 * stored.
 */
final class UnwrittenReads {

    private final CacheParts parts;

    private final UnwrittenValues values;

    UnwrittenReads(CacheParts parts, UnwrittenValues values) {
        this.parts = parts;
        this.values = values;
    }

    /**
     * Puts this before a source.
     */
    @SuppressWarnings({ "unchecked", "NullAway" })
    <T extends @Nullable Object> CacheLoader<T> before(Object local, CacheLoader<T> source) {
        return (context) -> {
            Unwritten found = find(local, context);
            return (found != null) ? (T) found.value() : source.load(context);
        };
    }

    /**
     * Puts this before a source that is asked within a load.
     */
    @SuppressWarnings({ "unchecked", "NullAway" })
    <T> Supplier<CompletableFuture<T>> before(Object local, Supplier<CompletableFuture<T>> source) {
        return () -> {
            Unwritten found = find(local, LoadContext.current());
            return (found != null) ? CompletableFuture.completedFuture((T) found.value()) : source.get();
        };
    }

    /**
     * Asks for a value, then the source, without a load.
     */
    @SuppressWarnings({ "unchecked", "NullAway" })
    <T> CompletableFuture<T> ask(Object local, Supplier<CompletableFuture<T>> source) {
        return CompletableFuture.supplyAsync(() -> find(local), this.parts.runtime().executor())
            .thenCompose(
                    (found) -> (found != null) ? CompletableFuture.completedFuture((T) found.value()) : source.get());
    }

    /**
     * Puts this before a source of several keys.
     */
    ReadThrough before(ReadThrough source) {
        BatchLoader<Object, ?> together = source.together();
        return new ReadThrough(source.policy(),
                (key, context) -> before(this.parts.keys().local(key), source.loader(key)).load(context),
                (together != null) ? (keys) -> loadAll(keys, together) : null);
    }

    private Map<Object, @Nullable Object> loadAll(Collection<? extends Object> keys, BatchLoader<Object, ?> source)
            throws Throwable {
        Map<Object, @Nullable Object> values = new HashMap<>();
        find(keys).forEach((key, found) -> values.put(key, found.value()));
        List<Object> missing = new ArrayList<>(keys);
        missing.removeAll(values.keySet());
        if (!missing.isEmpty()) {
            values.putAll(ReadThrough.all(source, missing));
        }
        return values;
    }

    private @Nullable Unwritten find(Object local, LoadContext context) {
        try {
            return findOne(local);
        }
        catch (L2UnavailableException ex) {
            this.parts.counters().count(CacheParts.l2Failure(ex));
            context.doNotStore();
            return null;
        }
    }

    /**
     * Asks for a value.
     * @return the value, {@code null} if there is none or Redis does not tell
     */
    @Nullable Unwritten find(Object local) {
        try {
            return findOne(local);
        }
        catch (L2UnavailableException ex) {
            this.parts.counters().count(CacheParts.l2Failure(ex));
            return null;
        }
    }

    private @Nullable Unwritten findOne(Object local) {
        String text = this.parts.keys().text(local);
        return this.values.find(List.of(text)).get(text);
    }

    /**
     * Asks for the values of several keys.
     * @return the values by key, none where Redis does not tell
     */
    Map<Object, Unwritten> find(Collection<? extends Object> keys) {
        Map<Object, String> texts = new LinkedHashMap<>();
        keys.forEach((key) -> texts.put(key, this.parts.keys().text(this.parts.keys().local(key))));
        if (texts.isEmpty()) {
            return Map.of();
        }
        try {
            Map<String, Unwritten> byText = this.values.find(texts.values());
            Map<Object, Unwritten> found = new HashMap<>();
            texts.forEach((key, text) -> {
                Unwritten value = byText.get(text);
                if (value != null) {
                    found.put(key, value);
                }
            });
            return found;
        }
        catch (L2UnavailableException ex) {
            this.parts.counters().count(CacheParts.l2Failure(ex));
            return Map.of();
        }
    }

}
