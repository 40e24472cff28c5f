package io.tieredcache.cache;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.Fence;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.L1Entry;

/**
 * The two halves of a load around the reading of the source. Before it the lease is taken
 * and the stamp noted; after it the result is stored if the lease still stands, and
 * everybody judges it by its stamp. So a load that overlaps an invalidation stores
 * nothing that could be served, however late it ends.
 */
final class EntryLoads {

    private final CacheParts parts;

    private final EntryDrafts drafts;

    EntryLoads(CacheParts parts, EntryDrafts drafts) {
        this.parts = parts;
        this.drafts = drafts;
    }

    PreparedLoad prepare(ReadContext read) {
        PreparedLoad leased = read.usesL2() ? takeLease(read) : null;
        if (leased != null) {
            return leased;
        }
        this.parts.coherence().settleHere(read.fences());
        return new PreparedLoad(read, null, this.parts.coherence().known(), this.parts.runtime().now());
    }

    private @Nullable PreparedLoad takeLease(ReadContext read) {
        String token = Leases.newToken();
        try {
            FenceReadings readings = this.parts.runtime()
                .gateway()
                .await(this.parts.runtime()
                    .l2()
                    .lease(read.entryKey(), token, this.parts.settings().load().leaseTime(), read.fences().names(),
                            this.parts.lifetimes().fenceLife()));
            this.parts.coherence().learn(readings, read.fences());
            return new PreparedLoad(read, token, readings.sequence(), this.parts.runtime().now());
        }
        catch (L2UnavailableException ex) {
            this.parts.counters().count(CacheCounter.L2_ERROR);
            read.l2Failed();
            return null;
        }
    }

    /**
     * Stores what the source gave. Never throws: what cannot be stored is still the
     * caller's value.
     * @param load the load
     * @param value the value as the caller gets it
     */
    Answer finish(PreparedLoad load, @Nullable Object value) {
        Answer answer = fill(load, value);
        if (isKept(load, answer)) {
            this.parts.l1().put(load.read().local(), answer.entry());
        }
        return answer;
    }

    /**
     * Keeps a value here unless there is a copy that may be served.
     * @return the copy that is there, {@code null} if the value was kept
     */
    @Nullable L1Entry finishIfAbsent(PreparedLoad load, @Nullable Object value) {
        Answer answer = fill(load, value);
        if (!isKept(load, answer)) {
            return null;
        }
        return this.parts.l1()
            .putIfAbsent(load.read().local(), answer.entry(),
                    (present) -> this.parts.isValid(present, this.parts.runtime().now()));
    }

    private boolean isKept(PreparedLoad load, Answer answer) {
        return this.parts.keepsCopies(load.read().mode())
                && answer.entry().expiresAt() - this.parts.runtime().now() > 0;
    }

    private Answer fill(PreparedLoad load, @Nullable Object value) {
        try {
            boolean wanted = load.read().policy().stores(EntryDrafts.cached(value));
            EntryDrafts.Draft draft = wanted ? this.drafts.draft(load, value) : null;
            return (draft != null) ? store(load, value, draft) : notStored(load, value);
        }
        catch (RuntimeException ex) {
            this.parts.counters().count(CacheCounter.UNWRITABLE);
            this.parts.warnUnwritable("its tags or times could not be found", ex);
            return notStored(load, value);
        }
    }

    private Answer notStored(PreparedLoad load, @Nullable Object value) {
        L1Entry.Details details = new L1Entry.Details(Set.of(), 0, 0, 0, false);
        // Stands for the tags that the value would have: nobody asks for their fences.
        FenceSet unknown = new FenceSet(List.of(""), new Fence[] { new Fence() });
        L1Entry entry = new L1Entry(value, this.parts.runtime().now(), load.stamp(), load.read().guard(),
                load.read().entryKey().hash(), load.read().fences().and(unknown).fences(), details);
        return new Answer(value, entry, CacheLevel.SOURCE, false, null);
    }

    private Answer store(PreparedLoad load, @Nullable Object value, EntryDrafts.Draft draft) {
        CompletableFuture<?> filled = null;
        if (load.token() != null && draft.bytes() != null) {
            filled = fillL2(load.read(), load.token(), draft.bytes(), draft);
        }
        else {
            this.parts.coherence().settleHere(draft.late());
        }
        boolean copied = this.parts.keepsCopies(load.read().mode()) && this.parts.isTrusted(this.parts.runtime().now());
        return new Answer(value, draft.entry(), CacheLevel.SOURCE, filled != null || copied, filled);
    }

    private CompletableFuture<?> fillL2(ReadContext read, String token, byte[] bytes, EntryDrafts.Draft draft) {
        CompletableFuture<?> ensured = keepFences(draft);
        CompletableFuture<Boolean> stored = this.parts.runtime().l2().store(read.entryKey(), token, bytes, draft.ttl());
        return this.parts.runtime()
            .gateway()
            .watch(stored.thenCombine(ensured, (done, readings) -> done))
            .handle((done, failure) -> {
                this.parts.counters()
                    .count((failure != null) ? CacheCounter.L2_ERROR
                            : done ? CacheCounter.FILL : CacheCounter.REFUSED_FILL);
                return null;
            });
    }

    /**
     * Sees to it that the fences of an entry exist as long as the entry may: those of
     * tags that were known only after the load, and all where it lives longer than usual.
     */
    CompletableFuture<?> keepFences(EntryDrafts.Draft draft) {
        Duration life = this.parts.lifetimes().fenceLife(draft.ttl());
        FenceSet wanted = (life.compareTo(this.parts.lifetimes().fenceLife()) > 0) ? draft.fences() : draft.late();
        if (wanted.names().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return this.parts.runtime()
            .l2()
            .ensureFences(wanted.names(), life)
            .thenAccept((readings) -> this.parts.coherence().learn(readings, wanted));
    }

}
