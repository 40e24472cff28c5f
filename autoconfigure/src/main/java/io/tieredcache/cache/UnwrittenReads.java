package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
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

    private @Nullable Unwritten find(Object local, LoadContext context) {
        try {
            return this.values.find(this.parts.keys().text(local));
        }
        catch (L2UnavailableException ex) {
            this.parts.counters().count(CacheCounter.L2_ERROR);
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
            return this.values.find(this.parts.keys().text(local));
        }
        catch (L2UnavailableException ex) {
            this.parts.counters().count(CacheCounter.L2_ERROR);
            return null;
        }
    }

}
