package io.tieredcache.cache;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.SimpleValueWrapper;

import io.tieredcache.CacheLevel;
import io.tieredcache.CacheMode;
import io.tieredcache.EntryPolicy;
import io.tieredcache.store.L1Entry;

/**
 * Reads of one key by a caller who does not wait.
 */
final class AsynchronousReads {

    private final ReadParts reads;

    private final CacheParts parts;

    private final ReadPath path;

    private final ReadResults results;

    AsynchronousReads(ReadParts reads) {
        this.reads = reads;
        this.parts = reads.parts();
        this.path = reads.path();
        this.results = reads.results();
    }

    /**
     * Reads without loading.
     * @param miss told of a miss, before the caller is
     * @return the value, {@code null} where neither level is in use
     */
    @Nullable CompletableFuture<?> lookup(Object key, Consumer<ReadContext> miss) {
        CacheMode current = this.parts.switches().mode();
        if (current == CacheMode.BYPASS || this.reads.transactions().writing() != null) {
            this.results.bypassed(key);
            return null;
        }
        Object local = this.parts.keys().local(key);
        long now = this.parts.runtime().now();
        L1Entry copy = this.reads.copies().findFresh(local, current, now);
        if (copy != null) {
            return CompletableFuture.completedFuture(new SimpleValueWrapper(this.results.hit(key, copy, now)));
        }
        ReadContext read = this.parts.begin(key, local, SpringCacheAdapter.policy(), current);
        return CompletableFuture.supplyAsync(() -> {
            Answer answer = this.reads.reader().readFresh(read);
            if (answer == null) {
                this.results.missed(key, read.isRefused());
                UnwrittenValues.Unwritten found = this.reads.backlog().find(local);
                if (found == null) {
                    miss.accept(read);
                    // Once more, since what was queued before the lease did not take it.
                    found = this.reads.backlog().find(local);
                }
                return (found != null) ? new SimpleValueWrapper(found.value()) : null;
            }
            return new SimpleValueWrapper(this.results.answered(key, answer, now));
        }, this.parts.runtime().executor());
    }

    /**
     * Reads, loading on a miss.
     */
    @SuppressWarnings("unchecked")
    <T> CompletableFuture<T> read(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        CacheMode current = this.parts.switches().mode();
        if (current == CacheMode.BYPASS || this.reads.transactions().writing() != null) {
            this.results.bypassed(key);
            return this.path.asynchronous().bypass(() -> this.reads.backlog().ask(key, valueLoader));
        }
        Object local = this.parts.keys().local(key);
        EntryPolicy policy = SpringCacheAdapter.policy();
        Supplier<CompletableFuture<T>> reading = this.reads.backlog().before(local, valueLoader);
        if (this.reads.watched().isCounted()) {
            this.reads.watched()
                .count(local, new Reload(() -> this.parts.begin(key, local, policy, current), Source.of(reading)));
        }
        long now = this.parts.runtime().now();
        L1Entry copy = this.reads.copies().find(local, current, now);
        if (copy != null) {
            if (copy.dueAt() - now <= 0) {
                this.path.refreshIfDue(copy, () -> this.parts.begin(key, local, policy, current), Source.of(reading));
            }
            if (this.path.samples().isDue(CacheLevel.L1)) {
                this.path.samples().take(CacheLevel.L1, copy, key, local, policy, Source.of(reading));
            }
            return CompletableFuture.completedFuture((T) this.results.hit(key, copy, now));
        }
        return this.path.asynchronous()
            .read(() -> this.parts.begin(key, local, policy, current), reading)
            .whenComplete((answer, failure) -> {
                if (failure != null) {
                    this.results.failed(key, now);
                }
            })
            .thenApply((answer) -> {
                this.path.samples().takeIfDue(answer, key, policy, Source.of(reading));
                return (T) this.results.answered(key, answer, now);
            });
    }

}
