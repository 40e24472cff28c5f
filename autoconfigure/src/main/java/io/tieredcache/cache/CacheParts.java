package io.tieredcache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L2RefusedException;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.ReadOutcome;
import io.tieredcache.TieredCacheException;
import io.tieredcache.ValueSerializer;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.KeptFences;
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

    private final L2Gateway gateway;

    private final L1Store l1;

    private final CacheKeys keys;

    private final EntryCodec codec;

    private final Lifetimes lifetimes;

    private final EnumCounters<CacheCounter> counters = new EnumCounters<>(CacheCounter.class);

    private final EnumCounters<ReadOutcome> reads = new EnumCounters<>(ReadOutcome.class);

    private final Steps steps;

    private final List<String> rootNames;

    private final List<String> derivedFences;

    private final CopyJudge judge;

    private final CacheSwitches switches;

    CacheParts(CacheSettings settings, NamespaceRuntime runtime, ValueSerializer serializer, Derivations derivations,
            DoubleSupplier random) {
        this.settings = settings;
        this.runtime = runtime;
        this.gateway = runtime.gateway(settings.l2().store());
        this.l1 = runtime.l1Factory().create(settings);
        this.keys = new CacheKeys(runtime.namespace(), settings.name(), settings.keys(), runtime.dimensions(),
                settings.l2().store());
        this.steps = new Steps(runtime.observers().probe(settings.name()), this.counters);
        this.codec = new EntryCodec(serializer, runtime.types(), this.steps.probe());
        this.lifetimes = new Lifetimes(settings, new EarlyRefresh(settings.refresh().beta()), random);
        this.rootNames = Stream
            .concat(Stream.of(FenceNames.NAMESPACE, FenceNames.ofCache(settings.name())),
                    derivations.fencesOver(settings.name()).stream())
            .toList();
        this.derivedFences = derivations.fencesRaisedBy(settings.name());
        this.judge = new CopyJudge(settings, runtime.coherence());
        this.switches = new CacheSwitches(settings, this.l1::clear);
    }

    CacheSettings settings() {
        return this.settings;
    }

    NamespaceRuntime runtime() {
        return this.runtime;
    }

    /**
     * Where callers wait for the store of the cache.
     */
    L2Gateway gateway() {
        return this.gateway;
    }

    Coherence coherence() {
        return this.runtime.coherence();
    }

    L1Store l1() {
        return this.l1;
    }

    /**
     * What of the copies may be served.
     */
    CopyJudge judge() {
        return this.judge;
    }

    /**
     * What of the cache is in use now.
     */
    CacheSwitches switches() {
        return this.switches;
    }

    /**
     * Whether invalidations wait for Redis that what L2 holds may be about.
     */
    boolean isBehind() {
        return this.runtime.unsent().concern(this.settings.l2().store(), this.rootNames);
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

    EnumCounters<CacheCounter> counters() {
        return this.counters;
    }

    EnumCounters<ReadOutcome> reads() {
        return this.reads;
    }

    /**
     * What is told of.
     */
    Steps steps() {
        return this.steps;
    }

    /**
     * What was counted so far.
     */
    long count(CacheCounter counter) {
        return switch (counter) {
            case L1_HIT -> sum(ReadOutcome.L1_HIT, ReadOutcome.L1_STALE, ReadOutcome.L1_NEGATIVE);
            case L2_HIT -> sum(ReadOutcome.L2_HIT, ReadOutcome.L2_STALE, ReadOutcome.L2_NEGATIVE);
            case MISS -> sum(ReadOutcome.MISS, ReadOutcome.REFUSED);
            case BYPASS -> this.reads.sum(ReadOutcome.BYPASS);
            default -> this.counters.sum(counter);
        };
    }

    private long sum(ReadOutcome... outcomes) {
        return Arrays.stream(outcomes).mapToLong(this.reads::sum).sum();
    }

    /**
     * Begins the read of a key: notes what its outcome will be judged by.
     */
    ReadContext begin(Object key, Object local, EntryPolicy policy, CacheMode mode) {
        FenceSet roots = coherence().fences(this.rootNames);
        Set<String> known = policy.tags();
        // An entry with too many is not stored, and one that is stored names its tags.
        FenceSet tags = coherence()
            .fences((known.size() <= this.settings.l2().maxTags()) ? this.keys.tagFences(known) : List.of());
        ReadContext read = new ReadContext(key, local, this.keys.entryKey(local), policy, mode, roots, tags,
                coherence(), this.runtime.now());
        if (isBehind()) {
            // L2 may hold what was invalidated here.
            read.l2Failed();
        }
        return read;
    }

    /**
     * Waits for Redis as long as a read or fill of this cache may.
     * @throws L2UnavailableException if Redis failed or did not answer in time
     */
    <T extends @Nullable Object> T await(CompletableFuture<T> answer) {
        return this.gateway.awaitRead(answer, this.settings.l2().hardTimeout());
    }

    /**
     * Whether a load takes place in Redis too: not where the read went on without it, nor
     * while it is left alone.
     */
    boolean asksL2(ReadContext read) {
        if (read.usesL2() && (this.gateway.isLeftAlone() || this.runtime.gateway().isLeftAlone())) {
            this.counters.count(CacheCounter.L2_REFUSED);
            read.l2Failed();
        }
        return read.usesL2();
    }

    /**
     * Goes on with a read without Redis, which failed or was not asked.
     */
    void l2Failed(ReadContext read, L2UnavailableException ex) {
        this.counters.count(l2Failure(ex));
        read.l2Failed();
    }

    /**
     * What a failure of Redis counts as.
     */
    static CacheCounter l2Failure(Throwable failure) {
        Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
        return (cause instanceof L2RefusedException) ? CacheCounter.L2_REFUSED : CacheCounter.L2_ERROR;
    }

    /**
     * Waits for several answers of Redis together as long as for one.
     */
    void awaitAll(List<? extends CompletableFuture<?>> answers) {
        try {
            await(CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new)));
        }
        catch (L2UnavailableException ex) {
            logger.trace("Of {} answers of Redis not all came", answers.size(), ex);
        }
    }

    /**
     * An answer that was waited for.
     * @throws L2UnavailableException if Redis failed or did not answer by now
     */
    <T extends @Nullable Object> T answered(CompletableFuture<T> answer) {
        if (!answer.isDone()) {
            throw new L2UnavailableException("Redis did not answer in time", null);
        }
        return await(answer);
    }

    /**
     * How long a caller waits for a load where there is an older value.
     * @return the time, {@code null} for as long as it takes
     */
    @Nullable Duration softTimeout(EntryPolicy policy) {
        Duration byPolicy = policy.softTimeout();
        return (byPolicy != null) ? byPolicy : this.settings.load().softTimeout();
    }

    /**
     * How long a caller waits for a load at all.
     * @return the time, {@code null} for as long as it takes
     */
    @Nullable Duration hardTimeout(EntryPolicy policy) {
        Duration byPolicy = policy.hardTimeout();
        return (byPolicy != null) ? byPolicy : this.settings.load().hardTimeout();
    }

    /**
     * Fences that have to exist as long as an entry with the cache's usual times.
     */
    KeptFences keptFences(FenceSet fences) {
        return new KeptFences(fences.names(), this.lifetimes.fenceLife());
    }

    /**
     * Names of the fences of what is derived from this cache, to be raised with any of
     * its keys; empty where nothing is.
     */
    List<String> derivedFences() {
        return this.derivedFences;
    }

    /**
     * Names of the fences that an entry with these tags is under.
     */
    List<String> fenceNames(Collection<String> storedTags) {
        List<String> names = new ArrayList<>(this.rootNames);
        storedTags.forEach((tag) -> names.add(FenceNames.ofStoredTag(tag)));
        return names;
    }

    /**
     * The answer that a copy gives, with an object of the caller's own where the cache
     * copies.
     */
    Answer answerOf(L1Entry copy) {
        return Answer.of(valueOf(copy), copy, CacheLevel.L1);
    }

    /**
     * The answer for a caller that shares it, with an object of its own where the cache
     * copies.
     */
    Answer ofItsOwn(Answer shared) {
        L1Entry entry = shared.entry();
        return (entry.content() instanceof EntryCodec.Copied) ? new Answer(valueOf(entry), entry, shared.level(),
                shared.stored(), shared.standIn(), shared.filled(), shared.refused()) : shared;
    }

    @Nullable Object valueOf(L1Entry copy) {
        return (copy.content() instanceof EntryCodec.Copied copied) ? this.codec.copy(copied) : copy.content();
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

}
