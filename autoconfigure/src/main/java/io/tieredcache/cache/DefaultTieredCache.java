package io.tieredcache.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.SimpleValueWrapper;
import org.springframework.util.Assert;

import io.tieredcache.BatchLoader;
import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.CacheLevel;
import io.tieredcache.CacheLoader;
import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.CacheToggle;
import io.tieredcache.EntryMetadata;
import io.tieredcache.EntryPolicy;
import io.tieredcache.KeyExplanation;
import io.tieredcache.L1Figures;
import io.tieredcache.L1Trust;
import io.tieredcache.PendingPut;
import io.tieredcache.ReadOutcome;
import io.tieredcache.ScheduledRefresh;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.L1Entry;

/**
 * One cache: the L1 hit, and the way to everything else.
 */
public final class DefaultTieredCache extends SpringCacheAdapter {

    private static final EntryMetadata UNWRITTEN = new EntryMetadata(CacheLevel.SOURCE, Set.of(), 0, Duration.ZERO,
            Duration.ZERO);

    private final CacheParts parts;

    private final EntryReader reader;

    private final EntryLoads loads;

    private final ReadPath path;

    private final HitSamples samples;

    private final EntryWrites writes;

    private final PutIfAbsent putIfAbsent;

    private final Transactions transactions;

    private final ReadResults results;

    private final L1Copies copies;

    private final WatchedKeys watched;

    private final ManyReads many;

    private final CommitEffects effects;

    private final Supplier<@Nullable ReadThrough> source;

    private final CacheSwitches switches;

    private volatile @Nullable UnwrittenReads unwritten;

    DefaultTieredCache(CacheParts parts, CacheInvalidator invalidator, CommitEffects effects,
            Supplier<@Nullable ReadThrough> source) {
        super(invalidator);
        this.parts = parts;
        this.effects = effects;
        this.transactions = effects.transactions();
        this.reader = new EntryReader(parts);
        EntryDrafts drafts = new EntryDrafts(parts);
        this.loads = new EntryLoads(parts, drafts);
        this.path = new ReadPath(this, parts, this.reader, this.loads);
        this.samples = this.path.samples();
        this.writes = new EntryWrites(parts, drafts, this.loads, effects, this);
        this.putIfAbsent = new PutIfAbsent(parts, this.reader, drafts, this.loads, this.writes);
        this.results = new ReadResults(parts);
        this.copies = new L1Copies(parts);
        this.watched = new WatchedKeys(this, parts, this.path.background());
        this.many = new ManyReads(this, parts, this.path, this.results, this.copies, this.transactions);
        this.switches = parts.switches();
        this.source = source;
    }

    @Override
    public String getName() {
        return this.parts.settings().name();
    }

    @Override
    public CacheSettings settings() {
        return this.parts.settings();
    }

    @Override
    @SuppressWarnings({ "unchecked", "NullAway" })
    public <T extends @Nullable Object> T get(Object key, EntryPolicy policy, CacheLoader<T> loader) throws Throwable {
        CacheMode current = this.switches.mode();
        if (current == CacheMode.BYPASS) {
            return (T) bypass(key, loader);
        }
        CacheTransaction writing = this.transactions.writing();
        if (writing != null) {
            Answer found = find(writing, key, policy, current);
            return (T) ((found != null) ? this.results.answered(key, found, this.parts.runtime().now())
                    : load(key, policy, current, loader));
        }
        Object local = this.parts.keys().local(key);
        CacheLoader<T> reading = unwrittenFirst(local, loader);
        note(key, local, policy, loader);
        long now = this.parts.runtime().now();
        L1Entry copy = this.copies.find(local, current, now);
        if (copy != null) {
            if (copy.dueAt() - now <= 0) {
                this.path.refreshIfDue(copy, () -> this.parts.begin(key, local, policy, current), Source.of(reading));
            }
            if (this.samples.isDue(CacheLevel.L1)) {
                this.samples.take(CacheLevel.L1, copy, key, local, policy, Source.of(reading));
            }
            return (T) this.results.hit(key, copy, now);
        }
        return (T) readOn(key, local, policy, current, reading, now);
    }

    /**
     * Reads what L1 did not answer.
     */
    private @Nullable Object readOn(Object key, Object local, EntryPolicy policy, CacheMode current,
            CacheLoader<?> reading, long begun) throws Throwable {
        Answer answer;
        try {
            answer = ask(key, local, policy, current, reading);
        }
        catch (Throwable ex) {
            this.results.failed(key, begun);
            throw ex;
        }
        this.samples.takeIfDue(answer, key, policy, Source.of(reading));
        return this.results.answered(key, answer, begun);
    }

    private Answer ask(Object key, Object local, EntryPolicy policy, CacheMode current, CacheLoader<?> reading)
            throws Throwable {
        CacheTransaction transaction = this.transactions.current();
        return (transaction != null && !transaction.isTransparent())
                ? this.path.inTransaction().read(transaction, this.parts.begin(key, local, policy, current), reading)
                : this.path.read(() -> this.parts.begin(key, local, policy, current), reading);
    }

    private @Nullable Object bypass(Object key, CacheLoader<?> loader) throws Throwable {
        this.results.bypassed(key);
        Object value = this.path.bypass(key, unwrittenFirst(localKey(key), loader));
        this.results.passed();
        return value;
    }

    /**
     * What the source gives a transaction that has changed something.
     */
    private @Nullable Object load(Object key, EntryPolicy policy, CacheMode current, CacheLoader<?> loader)
            throws Throwable {
        Object local = this.parts.keys().local(key);
        ReadContext read = this.parts.begin(key, local, policy, current);
        this.results.bypassed(key);
        Object value = this.path.inTransaction().bypass(read, unwrittenFirst(local, loader));
        this.results.passed();
        return value;
    }

    /**
     * What a level holds and a transaction that has changed something may see.
     */
    @Nullable Answer find(CacheTransaction writing, Object key, EntryPolicy policy, CacheMode current) {
        Object local = this.parts.keys().local(key);
        L1Entry copy = this.copies.findFresh(local, current, this.parts.runtime().now());
        return this.path.inTransaction().find(writing, this.parts.begin(key, local, policy, current), copy);
    }

    @Override
    @SuppressWarnings({ "unchecked", "NullAway" })
    public <K, V extends @Nullable Object> Map<K, V> getAll(Collection<? extends K> keys, EntryPolicy policy,
            BatchLoader<K, V> loader) throws Throwable {
        return (Map<K, V>) readAll(keys, ReadThrough.of(policy, loader));
    }

    @Override
    public Map<Object, @Nullable Object> getAll(Collection<?> keys) {
        ReadThrough from = source();
        return (from != null) ? loading(() -> readAll(keys, from)) : this.many.lookupAll(keys, this.switches.mode());
    }

    private Map<Object, @Nullable Object> readAll(Collection<?> keys, ReadThrough from) throws Throwable {
        UnwrittenReads reads = this.unwritten;
        return this.many.readAll(keys, this.switches.mode(), from, (reads != null) ? reads.before(from) : from);
    }

    @Override
    @Nullable ReadThrough source() {
        return this.source.get();
    }

    /**
     * Notes that a key is read, for what is loaded again before it is missed.
     */
    void note(Object key, Object local, EntryPolicy policy, CacheLoader<?> loader) {
        CacheMode current = this.switches.mode();
        if (this.watched.isCounted()) {
            this.watched.count(local, new Reload(() -> this.parts.begin(key, local, policy, current),
                    Source.of(unwrittenFirst(local, loader))));
        }
        this.watched.readNamed(key, policy, loader);
    }

    @Override
    public @Nullable CachedValue lookup(Object key, EntryPolicy policy) {
        CacheMode current = this.switches.mode();
        if (current == CacheMode.BYPASS) {
            this.results.bypassed(key);
            return null;
        }
        CacheTransaction writing = this.transactions.writing();
        if (writing != null) {
            return seen(find(writing, key, policy, current), key, false);
        }
        Object local = this.parts.keys().local(key);
        long now = this.parts.runtime().now();
        L1Entry copy = this.copies.findFresh(local, current, now);
        if (copy != null) {
            return new CachedValue(this.results.hit(key, copy, now), this.results.metadata(CacheLevel.L1, copy));
        }
        ReadContext read = this.parts.begin(key, local, policy, current);
        return seen(this.reader.readFresh(read), key, read.isRefused());
    }

    @Nullable CachedValue seen(@Nullable Answer answer, Object key, boolean refused) {
        if (answer == null) {
            this.results.missed(key, refused);
            UnwrittenValues.Unwritten found = findUnwritten(localKey(key));
            return (found != null) ? new CachedValue(found.value(), UNWRITTEN) : null;
        }
        return new CachedValue(this.results.answered(key, answer, this.parts.runtime().now()),
                this.results.metadata(answer.level(), answer.entry()));
    }

    /**
     * Lets misses ask for values that the source does not have yet. To be called before
     * the application serves.
     * @param values finds them
     * @param type their type
     * @return the form in which they are kept
     */
    public RecordFormat readUnwritten(UnwrittenValues values, Type type) {
        this.unwritten = new UnwrittenReads(this.parts, values);
        return new RecordFormat(this.parts, type);
    }

    /**
     * Does something at once, or when the transaction of the calling thread commits.
     * @param key the key whose entry it changes
     * @param action what is done; its failure after a commit evicts the entry
     */
    public void whenCommitted(Object key, Runnable action) {
        CacheTransaction transaction = this.transactions.current();
        if (transaction != null) {
            transaction.put(this.effects, target(key), action);
        }
        else {
            action.run();
        }
    }

    /**
     * Evicts a key whose value has changed beyond recall: where Redis does not
     * acknowledge, the eviction is sent again until it does.
     * @param key the key
     */
    public void evictUntilSent(Object key) {
        this.effects.afterCommit(target(key));
    }

    private InvalidationTargets target(Object key) {
        return InvalidationTargets.ofKey(this, localKey(key));
    }

    private <T extends @Nullable Object> CacheLoader<T> unwrittenFirst(Object local, CacheLoader<T> loader) {
        UnwrittenReads reads = this.unwritten;
        return (reads != null) ? reads.before(local, loader) : loader;
    }

    Map<Object, UnwrittenValues.Unwritten> findUnwritten(Collection<Object> keys) {
        UnwrittenReads reads = this.unwritten;
        return (reads != null) ? reads.find(keys) : Map.of();
    }

    @Override
    UnwrittenValues.@Nullable Unwritten findUnwritten(Object local) {
        UnwrittenReads reads = this.unwritten;
        return (reads != null) ? reads.find(local) : null;
    }

    @Override
    public @Nullable CompletableFuture<?> retrieve(Object key) {
        return retrieve(key, (read) -> {
        });
    }

    /**
     * Reads without loading.
     * @param miss told of a miss, before the caller is
     * @return the value, {@code null} where neither level is in use
     */
    @Nullable CompletableFuture<?> retrieve(Object key, Consumer<ReadContext> miss) {
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
        ReadContext read = this.parts.begin(key, local, policy(), current);
        return CompletableFuture.supplyAsync(() -> {
            Answer answer = this.reader.readFresh(read);
            if (answer == null) {
                this.results.missed(key, read.isRefused());
                UnwrittenValues.Unwritten found = findUnwritten(local);
                if (found == null) {
                    miss.accept(read);
                    // Once more, since what was queued before the lease did not take it.
                    found = findUnwritten(local);
                }
                return (found != null) ? new SimpleValueWrapper(found.value()) : null;
            }
            return new SimpleValueWrapper(this.results.answered(key, answer, now));
        }, this.parts.runtime().executor());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        CacheMode current = this.switches.mode();
        if (current == CacheMode.BYPASS || this.transactions.writing() != null) {
            this.results.bypassed(key);
            UnwrittenReads reads = this.unwritten;
            return this.path
                .bypassAsync(() -> (reads != null) ? reads.ask(localKey(key), valueLoader) : valueLoader.get());
        }
        Object local = this.parts.keys().local(key);
        EntryPolicy policy = policy();
        UnwrittenReads reads = this.unwritten;
        Supplier<CompletableFuture<T>> reading = (reads != null) ? reads.before(local, valueLoader) : valueLoader;
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
        return this.path.readAsync(() -> this.parts.begin(key, local, policy, current), reading)
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

    @Override
    public ScheduledRefresh refreshEvery(Object key, EntryPolicy policy, CacheLoader<?> loader, Duration interval) {
        Assert.isTrue(interval.toMillis() > 0, "'interval' must be at least one millisecond");
        Object local = this.parts.keys().local(key);
        Reload reload = new Reload(() -> this.parts.begin(key, local, policy, this.switches.mode()),
                Source.of(unwrittenFirst(local, loader)));
        Future<?> task = this.parts.runtime().every(() -> this.parts.runtime().executor().execute(() -> {
            if (this.switches.mode() != CacheMode.BYPASS) {
                this.path.background().reload(reload.begin().get(), reload.source(), interval.dividedBy(2));
            }
        }), interval.toMillis());
        return () -> task.cancel(false);
    }

    @Override
    public void put(Object key, @Nullable Object value, EntryPolicy policy) {
        this.writes.put(this.parts.begin(key, this.parts.keys().local(key), policy, this.switches.mode()), value);
    }

    @Override
    public PendingPut beginPut(Object key, EntryPolicy policy) {
        return this.writes.begin(this.parts.begin(key, this.parts.keys().local(key), policy, this.switches.mode()));
    }

    @Override
    public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
        CacheMode current = this.switches.mode();
        ReadContext read = this.parts.begin(key, this.parts.keys().local(key), policy(), current);
        if (current.usesL2()) {
            Answer present = this.putIfAbsent.put(read, value);
            return (present != null) ? new SimpleValueWrapper(present.value()) : null;
        }
        L1Entry present = this.putIfAbsent.putHere(read, value);
        return (present != null) ? new SimpleValueWrapper(this.parts.valueOf(present)) : null;
    }

    @Override
    public boolean invalidate() {
        boolean present = this.parts.l1().size() > 0;
        clearAtOnce();
        return present;
    }

    @Override
    public CacheMode mode() {
        return this.switches.mode();
    }

    @Override
    public L1Trust l1Trust() {
        if (!this.parts.judge().keepsCopies(this.switches.mode())) {
            return L1Trust.NOT_USED;
        }
        return this.parts.judge().isTrusted(this.parts.runtime().now()) ? L1Trust.TRUSTED : L1Trust.UNPROVEN;
    }

    @Override
    public void mode(CacheMode mode) {
        if (!this.switches.choose(mode, false)) {
            clearAtOnce();
            this.switches.choose(mode, true);
        }
    }

    /**
     * Switches off what is toggled off, and on what is not.
     * @param off the toggles that are in force for the cache
     * @param cleared whether the cache was cleared before, everywhere
     * @return {@code false} if the cache must be cleared before
     */
    boolean toggle(Set<CacheToggle> off, boolean cleared) {
        return this.switches.toggle(off, cleared);
    }

    /**
     * Tells what both levels hold of a key.
     */
    KeyExplanation explain(String keyText, boolean withValue) {
        return new KeyExplainer(this.parts).explain(keyText, l1Trust(), withValue);
    }

    @Override
    public long count(CacheCounter counter) {
        return this.parts.count(counter);
    }

    @Override
    public long count(ReadOutcome outcome) {
        return this.parts.reads().sum(outcome);
    }

    @Override
    public L1Figures l1Figures() {
        return this.parts.l1();
    }

    void counted(CacheCounter counter) {
        this.parts.counters().count(counter);
    }

    @Override
    Object localKey(Object key) {
        return this.parts.keys().local(key);
    }

    @Override
    @Nullable PreparedLoad prepareFill(Object key, EntryPolicy policy) {
        CacheMode current = this.switches.mode();
        if (current == CacheMode.BYPASS) {
            return null;
        }
        ReadContext read = this.parts.begin(key, localKey(key), policy, current);
        CacheTransaction transaction = this.transactions.current();
        return (transaction != null) ? this.path.inTransaction().prepare(transaction, read) : this.loads.prepare(read);
    }

    PreparedLoad prepareFill(ReadContext read) {
        return this.loads.prepare(read);
    }

    @Override
    void fill(PreparedLoad load, @Nullable Object value) {
        this.parts.counters().count(CacheCounter.LOAD);
        this.parts.steps().loaded(this.parts.runtime().now() - load.startedAt());
        CacheTransaction transaction = this.transactions.current();
        if (transaction != null && !transaction.isTransparent()) {
            this.path.inTransaction().storeLater(transaction, load, value, null);
        }
        else {
            this.loads.finish(load, value, null);
        }
    }

    /**
     * Names of the fences to raise with any key of this cache.
     */
    List<String> derivedFences() {
        return this.parts.derivedFences();
    }

    EntryKey entryKey(Object local) {
        return this.parts.keys().entryKey(local);
    }

    void dropCopy(Object local) {
        this.parts.l1().remove(local);
    }

    void dropCopies() {
        this.parts.l1().clear();
    }

    int inFlight() {
        return this.path.inFlight();
    }

}
