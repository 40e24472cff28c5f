package io.tieredcache.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.Consistency;
import io.tieredcache.EntryVersion;
import io.tieredcache.InvalidationTiming;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.PendingPut;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.PutOutcome;
import io.tieredcache.store.PutRequest;
import io.tieredcache.store.StepOutcome;

/**
 * Puts. A put takes the lease before the source is changed and stores only while it holds
 * it; a put that lost its lease evicts; one with a version below one that was put before
 * leaves what is there. In any case it takes a number and tells the others, as an
 * eviction does, and leaves no copy here: two puts may take their numbers in another
 * order than they stored.
 */
final class EntryWrites {

    private static final byte[] NOTHING = new byte[0];

    private final CacheParts parts;

    private final EntryDrafts drafts;

    private final EntryLoads loads;

    private final CommitEffects effects;

    private final DefaultTieredCache cache;

    EntryWrites(CacheParts parts, EntryDrafts drafts, EntryLoads loads, CommitEffects effects,
            DefaultTieredCache cache) {
        this.parts = parts;
        this.drafts = drafts;
        this.loads = loads;
        this.effects = effects;
        this.cache = cache;
    }

    /**
     * Takes the right to put. What is put takes effect when the transaction commits in
     * which it is completed.
     */
    PendingPut begin(ReadContext read) {
        if (this.parts.settings().consistency() == Consistency.STRONG) {
            return new HeldPut(read);
        }
        PendingPut now = beginNow(read);
        Transactions transactions = this.effects.transactions();
        long rollbacks = transactions.rollbacks();
        return (value) -> {
            CacheTransaction transaction = transactions.current();
            if (transaction != null) {
                putLater(transaction, read, now, value);
            }
            else if (transactions.rollbacks() != rollbacks) {
                // A transaction may be marked to roll back and return its value all the
                // same.
                evict(read);
            }
            else {
                now.complete(value);
            }
        };
    }

    private PendingPut beginNow(ReadContext read) {
        if (!read.mode().usesL2()) {
            return (value) -> putHere(read, value);
        }
        PreparedLoad lease = lease(read);
        return (value) -> complete(lease, value);
    }

    /**
     * Puts a value whose source is changed already, or is changed by the caller's
     * transaction.
     */
    void put(ReadContext read, @Nullable Object value) {
        CacheTransaction transaction = this.effects.transactions().current();
        PendingPut pending;
        try {
            pending = beginNow(read);
        }
        catch (L2UnavailableException ex) {
            if (transaction != null) {
                transaction.invalidate(this.effects, target(read), InvalidationTiming.AFTER_COMMIT);
                return;
            }
            dropHere(read);
            this.parts.counters().count(CacheCounter.PUT);
            this.parts.counters().count(CacheCounter.INVALIDATION_FAILURE);
            this.effects.queueOrThrow(target(read), ex);
            return;
        }
        if (transaction != null) {
            putLater(transaction, read, pending, value);
        }
        else {
            pending.complete(value);
        }
    }

    /**
     * A strong cache is held while the transaction commits and takes no value: the next
     * reader loads it.
     */
    private void putLater(CacheTransaction transaction, ReadContext read, PendingPut pending, @Nullable Object value) {
        if (this.parts.settings().consistency() == Consistency.STRONG) {
            transaction.invalidate(this.effects, target(read), InvalidationTiming.AFTER_COMMIT);
        }
        else {
            transaction.put(this.effects, target(read), () -> pending.complete(value));
        }
    }

    private InvalidationTargets target(ReadContext read) {
        return InvalidationTargets.ofKey(this.cache, read.local());
    }

    /**
     * Takes the lease for a put.
     */
    PreparedLoad lease(ReadContext read) {
        String token = Leases.newPutToken();
        return this.loads.leased(read, token, this.parts.steps()
            .ask(CacheStep.L2_LEASE, () -> this.parts.gateway().await(this.loads.askForLease(read, token))));
    }

    private void complete(PreparedLoad lease, @Nullable Object value) {
        this.parts.counters().count(CacheCounter.PUT);
        ReadContext read = lease.read();
        EntryVersion version = version(read, value);
        EntryDrafts.Draft draft = draft(lease, value);
        byte[] bytes = (draft != null) ? draft.bytes() : null;
        String token = lease.token();
        if (token == null || (bytes == null && version == null)) {
            evict(read);
            return;
        }
        dropHere(read);
        CacheProbe.Running putting = this.parts.steps().probe().begin(CacheStep.L2_PUT);
        this.parts.counters().count(CacheCounter.L2_BYTES_WRITTEN, (bytes != null) ? bytes.length : 0);
        try {
            CompletableFuture<?> ensured = (draft != null && bytes != null) ? this.loads.keepFences(draft)
                    : CompletableFuture.completedFuture(null);
            PutRequest request = new PutRequest(token, (bytes != null) ? bytes : NOTHING,
                    (draft != null) ? draft.ttl() : this.parts.settings().l2().ttl(), version,
                    this.parts.derivedFences());
            CompletableFuture<PutOutcome> put = this.parts.runtime().l2().put(read.entryKey(), request);
            PutOutcome outcome = this.parts.gateway().await(put.thenCombine(ensured, (done, readings) -> done));
            putting.end((outcome.result() == PutOutcome.Result.STORED) ? StepOutcome.SUCCESS : StepOutcome.REFUSED,
                    null);
            changed(read, outcome.number());
            this.parts.counters().count(switch (outcome.result()) {
                case STORED -> CacheCounter.FILL;
                case EVICTED -> CacheCounter.REFUSED_FILL;
                case SUPERSEDED -> CacheCounter.SUPERSEDED_PUT;
            });
        }
        catch (L2UnavailableException ex) {
            putting.end(Steps.outcome(ex), ex);
            dropHere(read);
            this.parts.counters().count(CacheCounter.INVALIDATION_FAILURE);
            this.effects.queueOrThrow(target(read), ex);
        }
    }

    /**
     * The version of a value. The source is changed already: where there should be a
     * version and it cannot be found, what is there must go.
     */
    private @Nullable EntryVersion version(ReadContext read, @Nullable Object value) {
        try {
            return read.policy().version(EntryDrafts.cached(value));
        }
        catch (RuntimeException ex) {
            evict(read);
            throw ex;
        }
    }

    /**
     * Makes the value ready.
     * @return {@code null} if it cannot be stored: then what is there must go
     */
    private EntryDrafts.@Nullable Draft draft(PreparedLoad lease, @Nullable Object value) {
        try {
            return this.drafts.draft(lease, value, null);
        }
        catch (RuntimeException ex) {
            this.parts.counters().count(CacheCounter.UNWRITABLE);
            this.parts.warnUnwritable("its tags or times could not be found", ex);
            return null;
        }
    }

    /**
     * Tells everybody of a value that was stored already.
     */
    void announce(ReadContext read) {
        this.parts.counters().count(CacheCounter.PUT);
        dropHere(read);
        changed(read, this.parts.gateway()
            .await(this.parts.runtime().l2().announce(read.entryKey(), this.parts.derivedFences())));
    }

    /**
     * Applies here what Redis gave a number.
     */
    private void changed(ReadContext read, long number) {
        this.parts.coherence().invalidate(number, false, this.parts.derivedFences(), List.of(read.entryKey().hash()));
        this.parts.l1().remove(read.local());
    }

    private void putHere(ReadContext read, @Nullable Object value) {
        this.parts.counters().count(CacheCounter.PUT);
        evict(read);
        if (read.mode().usesL1()) {
            ReadContext after = this.parts.begin(read.key(), read.local(), read.policy(), read.mode());
            this.loads.finish(this.loads.prepareHere(after), value, null);
        }
    }

    private void evict(ReadContext read) {
        this.effects.atOnce(target(read));
    }

    private void dropHere(ReadContext read) {
        this.parts.coherence().invalidateHere(this.parts.derivedFences(), List.of(read.entryKey().hash()));
        this.parts.l1().remove(read.local());
    }

    /**
     * A put into a strong cache: nobody stores the key until it is over, and the next
     * reader loads it.
     */
    private final class HeldPut implements PendingPut {

        private final HeldInvalidation held;

        HeldPut(ReadContext read) {
            InvalidationTargets target = target(read);
            boolean atCommit = EntryWrites.this.effects.transactions().current() != null;
            this.held = new HeldInvalidation(EntryWrites.this.effects, target,
                    atCommit ? new InvalidationTargets() : target);
        }

        @Override
        public void complete(@Nullable Object value) {
            EntryWrites.this.parts.counters().count(CacheCounter.PUT);
            CacheTransaction transaction = EntryWrites.this.effects.transactions().current();
            if (transaction != null) {
                this.held.complete(transaction);
            }
            else {
                this.held.complete();
            }
        }

        @Override
        public void cancel() {
            this.held.cancel();
        }

    }

}
