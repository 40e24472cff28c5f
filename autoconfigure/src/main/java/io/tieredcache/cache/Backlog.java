package io.tieredcache.cache;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLoader;

/**
 * What the source of one cache does not have yet, to be asked for before the source. Most
 * caches have no such values.
 */
final class Backlog {

    private final CacheParts parts;

    private volatile @Nullable UnwrittenReads reads;

    Backlog(CacheParts parts) {
        this.parts = parts;
    }

    void readFrom(UnwrittenValues values) {
        this.reads = new UnwrittenReads(this.parts, values);
    }

    /**
     * Puts this before a source.
     */
    <T extends @Nullable Object> CacheLoader<T> before(Object local, CacheLoader<T> source) {
        UnwrittenReads current = this.reads;
        return (current != null) ? current.before(local, source) : source;
    }

    /**
     * Puts this before a source that is asked within a load.
     */
    <T> Supplier<CompletableFuture<T>> before(Object local, Supplier<CompletableFuture<T>> source) {
        UnwrittenReads current = this.reads;
        return (current != null) ? current.before(local, source) : source;
    }

    /**
     * Puts this before a source of several keys.
     */
    ReadThrough before(ReadThrough source) {
        UnwrittenReads current = this.reads;
        return (current != null) ? current.before(source) : source;
    }

    /**
     * Asks for a value, then the source, without a load.
     */
    <T> CompletableFuture<T> ask(Object key, Supplier<CompletableFuture<T>> source) {
        UnwrittenReads current = this.reads;
        return (current != null) ? current.ask(this.parts.keys().local(key), source) : source.get();
    }

    /**
     * Asks for a value.
     * @param local the key as it is kept here
     * @return the value, {@code null} for none
     */
    UnwrittenValues.@Nullable Unwritten find(Object local) {
        UnwrittenReads current = this.reads;
        return (current != null) ? current.find(local) : null;
    }

    /**
     * Asks for the values of several keys.
     */
    Map<Object, UnwrittenValues.Unwritten> findAll(Collection<Object> keys) {
        UnwrittenReads current = this.reads;
        return (current != null) ? current.find(keys) : Map.of();
    }

}
