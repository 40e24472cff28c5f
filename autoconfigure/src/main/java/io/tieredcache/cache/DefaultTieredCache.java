package io.tieredcache.cache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
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
import io.tieredcache.CacheLoader;
import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
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
 * One cache: what it is made of, and what it is asked.
 */
public final class DefaultTieredCache extends SpringCacheAdapter {

    private final CacheParts parts;

    private final EntryLoads loads;

    private final ReadPath path;

    private final PutFills fills;

    private final EntryWrites writes;

    private final PutIfAbsent putIfAbsent;

    private final Transactions transactions;

    private final Backlog backlog;

    private final SingleReads reads;

    private final AsynchronousReads asynchronous;

    private final ManyReads many;

    private final CommitEffects effects;

    private final Supplier<@Nullable ReadThrough> source;

    private final CacheSwitches switches;

    DefaultTieredCache(CacheParts parts, CacheInvalidator invalidator, CommitEffects effects,
            Supplier<@Nullable ReadThrough> source) {
        super(invalidator);
        this.parts = parts;
        this.effects = effects;
        this.transactions = effects.transactions();
        EntryReader reader = new EntryReader(parts);
        EntryDrafts drafts = new EntryDrafts(parts);
        this.loads = new EntryLoads(parts, drafts);
        this.path = new ReadPath(this, parts, reader, this.loads);
        this.fills = new PutFills(parts, this.loads, this.path.inTransaction(), this.transactions);
        this.writes = new EntryWrites(parts, drafts, this.loads, effects, this);
        this.putIfAbsent = new PutIfAbsent(parts, reader, drafts, this.loads, this.writes);
        this.backlog = new Backlog(parts);
        ReadParts reading = new ReadParts(parts, reader, this.path, new L1Copies(parts), new ReadResults(parts),
                new WatchedKeys(this, parts, this.path.background()), this.backlog, this.transactions);
        this.reads = new SingleReads(reading);
        this.asynchronous = new AsynchronousReads(reading);
        this.many = new ManyReads(reading, this.reads);
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
        return (T) this.reads.read(key, policy, loader);
    }

    @Override
    public @Nullable Object hit(Object key) {
        return this.reads.hit(key);
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
        return this.many.readAll(keys, this.switches.mode(), from, this.backlog.before(from));
    }

    @Override
    @Nullable ReadThrough source() {
        return this.source.get();
    }

    @Override
    public @Nullable CachedValue lookup(Object key, EntryPolicy policy) {
        return this.reads.lookup(key, policy);
    }

    /**
     * Lets misses ask for values that the source does not have yet. To be called before
     * the application serves.
     * @param values finds them
     * @param type their type
     * @return the form in which they are kept
     */
    public RecordFormat readUnwritten(UnwrittenValues values, Type type) {
        this.backlog.readFrom(values);
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

    @Override
    UnwrittenValues.@Nullable Unwritten findUnwritten(Object local) {
        return this.backlog.find(local);
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
        return this.asynchronous.lookup(key, miss);
    }

    @Override
    public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
        return this.asynchronous.read(key, valueLoader);
    }

    @Override
    public ScheduledRefresh refreshEvery(Object key, EntryPolicy policy, CacheLoader<?> loader, Duration interval) {
        Assert.isTrue(interval.toMillis() > 0, "'interval' must be at least one millisecond");
        Object local = this.parts.keys().local(key);
        Reload reload = new Reload(() -> this.parts.begin(key, local, policy, this.switches.mode()),
                Source.of(this.backlog.before(local, loader)));
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
     * @param toggles the toggles that are in force for the cache
     * @param cleared whether the cache was cleared before, everywhere
     * @return {@code false} if the cache must be cleared before
     */
    boolean toggle(TogglesOfCache toggles, boolean cleared) {
        this.parts.runtime().audit().toggle(getName(), toggles.auditShare());
        return this.switches.toggle(toggles.inForce(), cleared);
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
        return (current != CacheMode.BYPASS) ? this.fills.prepare(this.parts.begin(key, localKey(key), policy, current))
                : null;
    }

    PreparedLoad prepareFill(ReadContext read) {
        return this.loads.prepare(read);
    }

    @Override
    void fill(PreparedLoad load, @Nullable Object value) {
        this.fills.fill(load, value);
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
