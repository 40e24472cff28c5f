package io.tieredcache.cache;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheLoader;
import io.tieredcache.LoadContext;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.L1Entry;

/**
 * Reads within a transaction. What it has told the caches of is read from the source and
 * stored nowhere. What it loads before that may be its own change all the same, which the
 * caches cannot know: others get it once it has committed. So such a load is neither
 * shared nor waited for.
 */
final class TransactionReads {

    private final DefaultTieredCache cache;

    private final CacheParts parts;

    private final EntryReader reader;

    private final EntryLoads loads;

    private final LoadAdmissions admissions;

    private final CallerLoads callerLoads;

    TransactionReads(DefaultTieredCache cache, CacheParts parts, EntryReader reader, EntryLoads loads,
            LoadAdmissions admissions, CallerLoads callerLoads) {
        this.cache = cache;
        this.parts = parts;
        this.reader = reader;
        this.loads = loads;
        this.admissions = admissions;
        this.callerLoads = callerLoads;
    }

    /**
     * What a level holds, unless the transaction has told the caches that it changed.
     * @param transaction the transaction
     * @param read the read
     * @param copy what L1 holds and may be served, {@code null} for nothing
     * @return the answer, {@code null} for none
     */
    @Nullable Answer find(CacheTransaction transaction, ReadContext read, @Nullable L1Entry copy) {
        if (transaction.covers(this.cache, read.local(), read.fences().names())) {
            return null;
        }
        Answer found = (copy != null) ? this.parts.answerOf(copy) : this.reader.readFresh(read);
        if (found == null) {
            return null;
        }
        boolean covered = transaction.covers(this.cache, read.local(),
                this.parts.fenceNames(found.entry().details().tags()));
        return covered ? null : found;
    }

    /**
     * Reads L2, then the source on the calling thread, for a transaction whose reads are
     * its own.
     */
    Answer read(CacheTransaction transaction, ReadContext read, CacheLoader<?> loader) throws Throwable {
        Answer found = this.reader.readFresh(read);
        if (found != null) {
            return found;
        }
        PreparedLoad granted = transaction.mayStoreLater() ? this.admissions.aside(read) : null;
        PreparedLoad load = (granted != null) ? granted : this.loads.prepareHere(read);
        return this.callerLoads.load(load, loader, (value, context) -> {
            if (granted != null) {
                storeLater(transaction, granted, value, context);
            }
            return this.loads.unstored(load, value);
        });
    }

    /**
     * Asks the source for a transaction that has changed something. What it gives is
     * stored nowhere.
     */
    @Nullable Object bypass(ReadContext read, CacheLoader<?> loader) throws Throwable {
        LoadContext context = new LoadContext(this.parts.settings().name(), read.key(), this.parts.coherence().known(),
                null);
        return this.callerLoads.ask(CacheStep.BYPASS_LOAD, read, context, loader);
    }

    /**
     * Stores what was loaded once the transaction commits.
     */
    void storeLater(CacheTransaction transaction, PreparedLoad load, @Nullable Object value,
            @Nullable LoadContext context) {
        if (transaction.mayStoreLater()) {
            Supplier<Answer> ready = this.loads.ready(load, value, context);
            transaction.storeLater(() -> {
                var unused = ready.get();
            }, () -> this.loads.drop(load));
        }
        else {
            this.loads.drop(load);
        }
    }

    /**
     * Begins a load whose result is put later by whoever asked.
     * @return the load, {@code null} if its result is not to be stored
     */
    @Nullable PreparedLoad prepare(CacheTransaction transaction, ReadContext read) {
        if (transaction.isTransparent()) {
            return this.loads.prepare(read);
        }
        return transaction.mayStoreLater() ? this.admissions.aside(read) : null;
    }

}
