package io.tieredcache.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.Consistency;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.LoadContext;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.Fence;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.HeldLease;
import io.tieredcache.store.KeptFences;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.L1Entry.Life;
import io.tieredcache.store.L2Store;
import io.tieredcache.store.StepOutcome;

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

    /**
     * Takes the lease, away from whoever has it.
     */
    PreparedLoad prepare(ReadContext read) {
        PreparedLoad leased = this.parts.asksL2(read) ? takeLease(read) : null;
        return (leased != null) ? leased : prepareHere(read);
    }

    /**
     * Begins a load whose result stays in this process.
     */
    PreparedLoad prepareHere(ReadContext read) {
        this.parts.coherence().settleHere(read.fences());
        return new PreparedLoad(read, null, this.parts.coherence().known(), this.parts.runtime().now());
    }

    /**
     * Asks for the lease, to take it away from whoever has it. Of a strong cache it is
     * not given while a writer holds the key or one of its fences.
     */
    CompletableFuture<HeldLease> askForLease(ReadContext read, String token) {
        L2Store l2 = this.parts.runtime().l2();
        Duration time = this.parts.settings().load().leaseTime();
        KeptFences fences = this.parts.keptFences(read.fences());
        return (this.parts.settings().consistency() == Consistency.STRONG)
                ? l2.leaseUnlessHeld(read.entryKey(), token, time, fences)
                : l2.lease(read.entryKey(), token, time, fences)
                    .thenApply((readings) -> new HeldLease(readings, false));
    }

    /**
     * Begins a load that asked for the lease: where it was not given, the load stores
     * nothing.
     */
    PreparedLoad leased(ReadContext read, String token, HeldLease lease) {
        return leased(read, lease.held() ? null : token, lease.readings());
    }

    /**
     * Begins a load that knows the numbers of its fences.
     * @param token owner of the lease, {@code null} if the load has none
     */
    PreparedLoad leased(ReadContext read, @Nullable String token, FenceReadings readings) {
        this.parts.coherence().learn(readings, read.fences());
        return new PreparedLoad(read, token, readings.sequence(), this.parts.runtime().now());
    }

    private @Nullable PreparedLoad takeLease(ReadContext read) {
        String token = Leases.newToken(this.parts.coherence().known());
        try {
            return leased(read, token,
                    this.parts.steps().ask(CacheStep.L2_LEASE, () -> this.parts.await(askForLease(read, token))));
        }
        catch (L2UnavailableException ex) {
            // Redis may have given it all the same, or does so yet.
            release(read, token, Duration.ZERO);
            this.parts.l2Failed(read, ex);
            return null;
        }
    }

    /**
     * What the loader of a load is told.
     */
    LoadContext context(PreparedLoad load) {
        ReadContext read = load.read();
        ReadContext.Earlier earlier = read.earlier();
        LoadContext.Previous previous = null;
        if (earlier != null) {
            L1Entry.Details details = earlier.answer().entry().details();
            previous = new LoadContext.Previous(earlier.answer().value(), details.validator(),
                    Duration.ofMillis(Math.max(0, this.parts.runtime().clock().millis() - details.life().createdAt())));
        }
        return new LoadContext(this.parts.settings().name(), read.key(), load.stamp(), previous);
    }

    /**
     * Ends a load that gave nothing.
     * @param closed how long nobody is to load the key, zero for at once
     */
    void abandon(PreparedLoad load, Duration closed) {
        this.parts.counters().count(CacheCounter.LOAD_FAILURE);
        if (load.token() != null) {
            release(load.read(), load.token(), closed);
        }
    }

    void release(ReadContext read, String token, Duration closed) {
        var unused = this.parts.gateway()
            .watch(this.parts.runtime().l2().release(read.entryKey(), token, closed))
            .whenComplete((done, failure) -> giveBackLater(read, token, failure));
    }

    /**
     * Sees to it that nobody waits for a load that is over.
     */
    private void giveBackLater(ReadContext read, String token, @Nullable Throwable failure) {
        if (failure != null) {
            this.parts.runtime().unreleased().add(read.entryKey(), token, this.parts.settings().load().leaseTime());
        }
    }

    /**
     * Stores what the source gave. Never throws: what cannot be stored is still the
     * caller's value.
     * @param load the load
     * @param value the value as the caller gets it
     * @param context what the loader said of it, {@code null} for nothing
     */
    Answer finish(PreparedLoad load, @Nullable Object value, @Nullable LoadContext context) {
        return ready(load, value, context).get();
    }

    /**
     * Makes what the source gave ready, to be stored at once or later, as it is now.
     * Never throws.
     * @param load the load
     * @param value the value as the caller gets it
     * @param context what the loader said of it, {@code null} for nothing
     * @return stores it; never throws either
     */
    Supplier<Answer> ready(PreparedLoad load, @Nullable Object value, @Nullable LoadContext context) {
        Supplier<Answer> fill = fill(load, value, context);
        return () -> keep(load, fill.get());
    }

    private Answer keep(PreparedLoad load, Answer answer) {
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
        Answer answer = fill(load, value, null).get();
        if (!isKept(load, answer)) {
            return null;
        }
        return this.parts.l1()
            .putIfAbsent(load.read().local(), answer.entry(),
                    (present) -> this.parts.judge().isValid(present, this.parts.runtime().now()));
    }

    private boolean isKept(PreparedLoad load, Answer answer) {
        return this.parts.judge().keepsCopies(load.read().mode())
                && answer.entry().expiresAt() - this.parts.runtime().now() > 0;
    }

    private Supplier<Answer> fill(PreparedLoad load, @Nullable Object value, @Nullable LoadContext context) {
        try {
            ReadContext.Earlier earlier = load.read().earlier();
            if (context != null && context.isNotModified() && earlier != null) {
                this.parts.counters().count(CacheCounter.NOT_MODIFIED);
                return unlessUnwritable(load, value, () -> renew(load, earlier, context));
            }
            boolean wanted = load.read().policy().stores(EntryDrafts.cached(value))
                    && (context == null || context.isStored());
            EntryDrafts.Draft draft = wanted ? this.drafts.draft(load, value, context) : null;
            return (draft != null) ? () -> store(load, value, draft) : () -> notStored(load, value);
        }
        catch (RuntimeException ex) {
            return unwritable(load, value, ex);
        }
    }

    private Supplier<Answer> unlessUnwritable(PreparedLoad load, @Nullable Object value, Supplier<Answer> fill) {
        return () -> {
            try {
                return fill.get();
            }
            catch (RuntimeException ex) {
                return unwritable(load, value, ex).get();
            }
        };
    }

    private Supplier<Answer> unwritable(PreparedLoad load, @Nullable Object value, RuntimeException failure) {
        this.parts.counters().count(CacheCounter.UNWRITABLE);
        this.parts.warnUnwritable("its tags or times could not be found", failure);
        return () -> notStored(load, value);
    }

    /**
     * Gives an entry that the source still says the same of a new life, and the stamp of
     * this load, as if its value had been loaded now.
     */
    private Answer renew(PreparedLoad load, ReadContext.Earlier earlier, LoadContext context) {
        ReadContext read = load.read();
        Object value = earlier.answer().value();
        L1Entry before = earlier.answer().entry();
        Life life = this.drafts.life(load, EntryDrafts.cached(value), context);
        L1Entry.Times times = this.parts.lifetimes()
            .times(EntryDrafts.cached(value), read.policy(), life, this.parts.runtime().now(), life.createdAt());
        L1Entry entry = before.renewed(times, life, load.stamp());
        CompletableFuture<?> filled = null;
        Collection<String> fenceNames = this.parts.fenceNames(before.details().tags());
        if (this.parts.settings().consistency() == Consistency.STRONG
                && !read.fences().names().containsAll(fenceNames)) {
            // Nobody asked whether the others are held.
            drop(load);
            return unstored(load, value);
        }
        if (load.token() != null) {
            KeptFences fences = new KeptFences(fenceNames, this.parts.lifetimes().fenceLife(Lifetimes.kept(life)));
            byte[] head = Envelope.renewed(earlier.head(), load.stamp(), life);
            this.parts.counters().count(CacheCounter.L2_BYTES_WRITTEN, head.length);
            filled = watchFill(read, load.token(),
                    this.parts.runtime()
                        .l2()
                        .renew(read.entryKey(), load.token(), earlier.head(), head, Lifetimes.kept(life)),
                    this.parts.runtime().l2().ensureFences(fences));
        }
        return new Answer(value, entry, CacheLevel.SOURCE, true, null, filled, read.isRefused());
    }

    /**
     * Ends a load whose result is stored nowhere.
     */
    Answer notStored(PreparedLoad load, @Nullable Object value) {
        drop(load);
        return unstored(load, value);
    }

    /**
     * Lets go of the right to store.
     */
    void drop(PreparedLoad load) {
        if (load.token() != null) {
            release(load.read(), load.token(), Duration.ZERO);
        }
    }

    /**
     * The answer for a caller whose value nobody else gets, or not yet.
     */
    Answer unstored(PreparedLoad load, @Nullable Object value) {
        long now = this.parts.runtime().now();
        L1Entry.Details details = new L1Entry.Details(Set.of(), null, new Life(0, 0, 0, 0, 0), 0, false);
        // Stands for the tags that the value would have: nobody asks for their fences.
        FenceSet unknown = new FenceSet(List.of(""), new Fence[] { new Fence() });
        L1Entry entry = new L1Entry(value, L1Entry.Times.until(now), load.stamp(), load.read().guard(),
                load.read().entryKey().hash(), load.read().fences().and(unknown).fences(), details);
        return new Answer(value, entry, CacheLevel.SOURCE, false, null, null, load.read().isRefused());
    }

    private Answer store(PreparedLoad load, @Nullable Object value, EntryDrafts.Draft draft) {
        CompletableFuture<?> filled = null;
        if (load.token() != null && draft.bytes() != null) {
            filled = fillL2(load.read(), load.token(), draft.bytes(), draft);
        }
        else {
            this.parts.coherence().settleHere(draft.late());
            drop(load);
        }
        boolean copied = this.parts.judge().keepsCopies(load.read().mode())
                && this.parts.judge().isTrusted(this.parts.runtime().now());
        return new Answer(value, draft.entry(), CacheLevel.SOURCE, filled != null || copied, null, filled,
                load.read().isRefused());
    }

    private CompletableFuture<?> fillL2(ReadContext read, String token, byte[] bytes, EntryDrafts.Draft draft) {
        this.parts.counters().count(CacheCounter.L2_BYTES_WRITTEN, bytes.length);
        CompletableFuture<?> ensured = keepFences(draft);
        return watchFill(read, token, this.parts.runtime().l2().store(read.entryKey(), token, bytes, draft.ttl()),
                ensured);
    }

    private CompletableFuture<?> watchFill(ReadContext read, String token, CompletableFuture<Boolean> stored,
            CompletableFuture<?> ensured) {
        CacheProbe.Running filling = this.parts.steps().probe().begin(CacheStep.L2_FILL);
        return this.parts.gateway()
            .watch(stored.thenCombine(ensured, (done, readings) -> done))
            .handle((done, failure) -> {
                giveBackLater(read, token, failure);
                this.parts.counters()
                    .count((failure != null) ? CacheParts.l2Failure(failure)
                            : done ? CacheCounter.FILL : CacheCounter.REFUSED_FILL);
                filling.end(
                        (failure != null) ? Steps.outcome(failure) : done ? StepOutcome.SUCCESS : StepOutcome.REFUSED,
                        failure);
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
            .ensureFences(new KeptFences(wanted.names(), life))
            .thenAccept((readings) -> this.parts.coherence().learn(readings, wanted));
    }

}
