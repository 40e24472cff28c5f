package io.tieredcache.cache;

import java.time.Duration;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLevel;
import io.tieredcache.CacheLoader;
import io.tieredcache.CacheMode;
import io.tieredcache.EntryMetadata;
import io.tieredcache.EntryPolicy;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCache.CachedValue;
import io.tieredcache.store.L1Entry;

/**
 * Reads of one key by a caller who waits: the L1 hit, and the way to everything else.
 */
final class SingleReads {

    private static final EntryMetadata UNWRITTEN = new EntryMetadata(CacheLevel.SOURCE, Set.of(), 0, Duration.ZERO,
            Duration.ZERO);

    private final CacheParts parts;

    private final EntryReader reader;

    private final ReadPath path;

    private final HitSamples samples;

    private final L1Copies copies;

    private final ReadResults results;

    private final WatchedKeys watched;

    private final Backlog backlog;

    private final Transactions transactions;

    private final CacheSwitches switches;

    SingleReads(ReadParts reads) {
        this.parts = reads.parts();
        this.reader = reads.reader();
        this.path = reads.path();
        this.samples = this.path.samples();
        this.copies = reads.copies();
        this.results = reads.results();
        this.watched = reads.watched();
        this.backlog = reads.backlog();
        this.transactions = reads.transactions();
        this.switches = this.parts.switches();
    }

    /**
     * Reads, loading on a miss.
     */
    @Nullable Object read(Object key, EntryPolicy policy, CacheLoader<?> loader) throws Throwable {
        CacheMode current = this.switches.mode();
        if (current == CacheMode.BYPASS) {
            return bypass(key, loader);
        }
        CacheTransaction writing = this.transactions.writing();
        if (writing != null) {
            Answer found = find(writing, key, policy, current);
            return (found != null) ? this.results.answered(key, found, this.parts.runtime().now())
                    : load(key, policy, current, loader);
        }
        Object local = this.parts.keys().local(key);
        CacheLoader<?> reading = this.backlog.before(local, loader);
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
            return this.results.hit(key, copy, now);
        }
        return readOn(key, local, policy, current, reading, now);
    }

    /**
     * Answers what needs nothing but the key.
     */
    @Nullable Object hit(Object key) {
        CacheMode current = this.switches.mode();
        if (current == CacheMode.BYPASS || this.watched.areAny() || this.samples.areTaken()
                || this.transactions.writing() != null) {
            return TieredCache.NO_HIT;
        }
        long now = this.parts.runtime().now();
        L1Entry copy = this.copies.find(this.parts.keys().local(key), current, now);
        return (copy != null && copy.dueAt() - now > 0) ? this.results.hit(key, copy, now) : TieredCache.NO_HIT;
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
        Object value = this.path.bypass(key, this.backlog.before(this.parts.keys().local(key), loader));
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
        Object value = this.path.inTransaction().bypass(read, this.backlog.before(local, loader));
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

    /**
     * Notes that a key is read, for what is loaded again before it is missed.
     */
    void note(Object key, Object local, EntryPolicy policy, CacheLoader<?> loader) {
        CacheMode current = this.switches.mode();
        if (this.watched.isCounted()) {
            this.watched.count(local, new Reload(() -> this.parts.begin(key, local, policy, current),
                    Source.of(this.backlog.before(local, loader))));
        }
        this.watched.readNamed(key, policy, loader);
    }

    /**
     * Reads without loading.
     */
    @Nullable CachedValue lookup(Object key, EntryPolicy policy) {
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
            UnwrittenValues.Unwritten found = this.backlog.find(this.parts.keys().local(key));
            return (found != null) ? new CachedValue(found.value(), UNWRITTEN) : null;
        }
        return new CachedValue(this.results.answered(key, answer, this.parts.runtime().now()),
                this.results.metadata(answer.level(), answer.entry()));
    }

}
