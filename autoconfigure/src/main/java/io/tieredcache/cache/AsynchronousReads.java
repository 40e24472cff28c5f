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

    private final CacheParts parts;

    private final EntryReader reader;

    private final ReadPath path;

    private final AsynchronousPath asynchronous;

    private final HitSamples samples;

    private final L1Copies copies;

    private final ReadResults results;

    private final WatchedKeys watched;

    private final Backlog backlog;

    private final Transactions transactions;

    private final CacheSwitches switches;

    AsynchronousReads(ReadParts reads) {
        this.parts = reads.parts();
        this.reader = reads.reader();
        this.path = reads.path();
        this.asynchronous = this.path.asynchronous();
        this.samples = this.path.samples();
        this.copies = reads.copies();
        this.results = reads.results();
        this.watched = reads.watched();
        this.backlog = reads.backlog();
        this.transactions = reads.transactions();
        this.switches = this.parts.switches();
    }

    /**
     * Reads without loading.
     * @param miss told of a miss, before the caller is
     * @return the value, {@code null} where neither level is in use
     */
    @Nullable CompletableFuture<?> lookup(Object key, Consumer<ReadContext> miss) {
        CacheMode current = this.switches.mode();
        if (current == CacheMode.BYPASS || this.transactions.writing() != null) {
            this.results.bypassed(key);
            return null;
        }
        Object local = this.parts.keys().local(key);
        long now = this.parts.runtime().now();
        L1Entry copy = this.copies.findFresh(local, current, now);
        if (copy != null) {
            return CompletableFuture.completedFuture(new SimpleValueWrapper(this.results.hit(key, copy, now)));
        }
        ReadContext read = this.parts.begin(key, local, SpringCacheAdapter.policy(), current);
        return CompletableFuture.supplyAsync(() -> {
            Answer answer = this.reader.readFresh(read);
            if (answer == null) {
                this.results.missed(key, read.isRefused());
                UnwrittenValues.Unwritten found = this.backlog.find(local);
                if (found == null) {
                    miss.accept(read);
                    // Once more, since what was queued before the lease did not take it.
                    found = this.backlog.find(local);
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
        CacheMode current = this.switches.mode();
        if (current == CacheMode.BYPASS || this.transactions.writing() != null) {
            this.results.bypassed(key);
            return this.asynchronous.bypass(() -> this.backlog.ask(key, valueLoader));
        }
        Object local = this.parts.keys().local(key);
        EntryPolicy policy = SpringCacheAdapter.policy();
        Supplier<CompletableFuture<T>> reading = this.backlog.before(local, valueLoader);
        if (this.watched.isCounted()) {
            this.watched.count(local,
                    new Reload(() -> this.parts.begin(key, local, policy, current), Source.of(reading)));
        }
        long now = this.parts.runtime().now();
        L1Entry copy = this.copies.find(local, current, now);
        if (copy != null) {
            if (copy.dueAt() - now <= 0) {
                this.path.refreshIfDue(copy, () -> this.parts.begin(key, local, policy, current), Source.of(reading));
            }
            if (this.samples.isDue(CacheLevel.L1)) {
                this.samples.take(CacheLevel.L1, copy, key, local, policy, Source.of(reading));
            }
            return CompletableFuture.completedFuture((T) this.results.hit(key, copy, now));
        }
        return this.asynchronous.read(() -> this.parts.begin(key, local, policy, current), reading)
            .whenComplete((answer, failure) -> {
                if (failure != null) {
                    this.results.failed(key, now);
                }
            })
            .thenApply((answer) -> {
                this.samples.takeIfDue(answer, key, policy, Source.of(reading));
                return (T) this.results.answered(key, answer, now);
            });
    }

}
