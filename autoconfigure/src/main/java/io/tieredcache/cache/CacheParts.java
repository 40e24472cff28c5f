package io.tieredcache.cache;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCacheException;
import io.tieredcache.ValueSerializer;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.L1Store;

/**
 * What the read and write path of one cache work with.
 */
final class CacheParts {

    private static final Logger logger = LoggerFactory.getLogger(CacheParts.class);

    private final AtomicBoolean warned = new AtomicBoolean();

    private final CacheSettings settings;

    private final NamespaceRuntime runtime;

    private final L1Store l1;

    private final CacheKeys keys;

    private final EntryCodec codec;

    private final Lifetimes lifetimes;

    private final CacheCounters counters = new CacheCounters();

    private final List<String> rootNames;

    private final long boundNanos;

    CacheParts(CacheSettings settings, NamespaceRuntime runtime, ValueSerializer serializer, DoubleSupplier random) {
        this.settings = settings;
        this.runtime = runtime;
        this.l1 = runtime.l1Factory().create(settings);
        this.keys = new CacheKeys(runtime.namespace(), settings.name(), settings.keys(), runtime.dimensions());
        this.codec = new EntryCodec(serializer, runtime.types());
        this.lifetimes = new Lifetimes(settings, random);
        this.rootNames = List.of(FenceNames.NAMESPACE, FenceNames.ofCache(settings.name()));
        this.boundNanos = settings.stalenessBound().toNanos();
    }

    CacheSettings settings() {
        return this.settings;
    }

    NamespaceRuntime runtime() {
        return this.runtime;
    }

    Coherence coherence() {
        return this.runtime.coherence();
    }

    L1Store l1() {
        return this.l1;
    }

    CacheKeys keys() {
        return this.keys;
    }

    EntryCodec codec() {
        return this.codec;
    }

    Lifetimes lifetimes() {
        return this.lifetimes;
    }

    CacheCounters counters() {
        return this.counters;
    }

    /**
     * Begins the read of a key: notes what its outcome will be judged by.
     */
    ReadContext begin(Object key, Object local, EntryPolicy policy, CacheMode mode) {
        FenceSet roots = coherence().fences(this.rootNames);
        FenceSet tags = coherence().fences(this.keys.tagFences(policy.tags()));
        return new ReadContext(key, local, this.keys.entryKey(local), policy, mode, roots, tags, coherence(),
                this.runtime.now());
    }

    /**
     * Whether what this instance knows of invalidations is enough to judge by.
     */
    boolean isTrusted(long now) {
        return switch (this.settings.consistency()) {
            case STRONG -> false;
            case BOUNDED -> coherence().isProven(this.boundNanos, now);
            case EVENTUAL -> true;
        };
    }

    boolean keepsCopies(CacheMode mode) {
        return mode.usesL1() && this.settings.consistency() != Consistency.STRONG;
    }

    /**
     * Whether a copy is not expired and no invalidation came after its read.
     */
    boolean isValid(L1Entry copy, long now) {
        return copy.expiresAt() - now > 0 && copy.isAdmitted() && isCurrent(copy);
    }

    /**
     * Whether a reader may join a read under way: not if an invalidation came after that
     * one began, nor if one may have come longer ago than the cache's bound, unheard.
     */
    boolean isJoinable(ReadContext running, ReadContext joining) {
        return !running.isOvertaken(coherence())
                && (isTrusted(joining.begunAt()) || joining.begunAt() - running.begunAt() <= this.boundNanos);
    }

    /**
     * Whether a reader that began when the highest number known was the given one may
     * share a value that another reader's read came to.
     */
    boolean isShareable(L1Entry entry, long knownBefore) {
        return isCurrent(entry) && (entry.isAdmitted() || (!entry.isRefused() && knownBefore <= entry.stamp()));
    }

    /**
     * The answer for a caller that shares it, with an object of its own where the cache
     * copies.
     */
    Answer ofItsOwn(Answer shared) {
        return (shared.entry().content() instanceof EntryCodec.Copied copied)
                ? new Answer(this.codec.copy(copied), shared.entry(), shared.level(), shared.stored(), shared.filled())
                : shared;
    }

    /**
     * Tells the log, the first time at a level that is seen, why a value was not stored.
     */
    void warnUnwritable(String reason, @Nullable Throwable failure) {
        String detail = (failure instanceof TieredCacheException) ? ": " + failure.getMessage()
                : (failure != null) ? " (" + failure.getClass().getName() + ")" : "";
        logger.atLevel(this.warned.compareAndSet(false, true) ? Level.WARN : Level.DEBUG)
            .log("Cache '{}': a value was not stored, since {}{}", this.settings.name(), reason, detail);
        logger.trace("Why a value was not stored", failure);
    }

    private boolean isCurrent(L1Entry entry) {
        return coherence().stripes().isCurrent(entry.keyHash(), entry.guard());
    }

}
