package io.tieredcache.cache;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.Consistency;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.L1Entry;

/**
 * Stores a value where none is that may be served, and tells the others of it as a put
 * does.
 */
final class PutIfAbsent {

    private static final int MAX_ATTEMPTS = 16;

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long MAX_PAUSE = 64;

    private final CacheParts parts;

    private final EntryReader reader;

    private final EntryDrafts drafts;

    private final EntryLoads loads;

    private final EntryWrites writes;

    PutIfAbsent(CacheParts parts, EntryReader reader, EntryDrafts drafts, EntryLoads loads, EntryWrites writes) {
        this.parts = parts;
        this.reader = reader;
        this.drafts = drafts;
        this.loads = loads;
        this.writes = writes;
    }

    /**
     * Stores a value in L2 unless there is one that may be served.
     * @return the answer that is there, {@code null} if the value was stored
     */
    @Nullable Answer put(ReadContext read, @Nullable Object value) {
        if (this.parts.settings().consistency() == Consistency.STRONG) {
            return putUnlessHeld(read, value);
        }
        PreparedLoad lease = this.writes.lease(read);
        EntryDrafts.Draft draft = this.drafts.draft(lease, value, null);
        if (draft == null || draft.bytes() == null) {
            return this.reader.readFresh(read);
        }
        this.parts.gateway().await(this.loads.keepFences(draft));
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            byte[] present = present(read);
            Answer answer = (present != null) ? this.reader.readFresh(read) : null;
            if (answer != null) {
                return answer;
            }
            this.parts.counters().count(CacheCounter.L2_BYTES_WRITTEN, draft.bytes().length);
            if (this.parts.gateway()
                .await(this.parts.runtime().l2().replace(read.entryKey(), present, draft.bytes(), draft.ttl()))) {
                this.writes.announce(read);
                return null;
            }
        }
        throw busy();
    }

    /**
     * Stores by the lease, which a hold takes away; so does every other caller, and the
     * more of them there are the longer they keep away from each other.
     */
    private @Nullable Answer putUnlessHeld(ReadContext read, @Nullable Object value) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(Math.min(1L << attempt, MAX_PAUSE)) * PAUSE);
            PreparedLoad lease = this.writes.lease(read);
            Answer answer = this.reader.readFresh(read);
            if (answer != null) {
                this.loads.drop(lease);
                return answer;
            }
            EntryDrafts.Draft draft = this.drafts.draft(lease, value, null);
            if (lease.token() == null || draft == null || draft.bytes() == null) {
                this.loads.drop(lease);
                return null;
            }
            this.parts.gateway().await(this.loads.keepFences(draft));
            this.parts.counters().count(CacheCounter.L2_BYTES_WRITTEN, draft.bytes().length);
            if (this.parts.gateway()
                .await(this.parts.runtime().l2().store(read.entryKey(), lease.token(), draft.bytes(), draft.ttl()))) {
                this.writes.announce(read);
                return null;
            }
        }
        throw busy();
    }

    private L2UnavailableException busy() {
        return new L2UnavailableException("Cache '%s': the entry changed %d times during one putIfAbsent"
            .formatted(this.parts.settings().name(), MAX_ATTEMPTS), null);
    }

    private byte @Nullable [] present(ReadContext read) {
        int limit = this.parts.settings().l2().maxEntrySize();
        byte[] present = this.parts.gateway().await(this.parts.runtime().l2().read(read.entryKey(), limit));
        this.parts.counters().count(CacheCounter.L2_BYTES_READ, (present != null) ? present.length : 0);
        if (present != null && present.length > limit) {
            // Too large to be compared, and no entry of ours.
            this.parts.gateway()
                .await(this.parts.runtime().l2().invalidate(List.of(read.entryKey()), List.of(), false));
            return null;
        }
        return present;
    }

    /**
     * Keeps a value here unless there is one that may be served.
     * @return the copy that is there, {@code null} if the value was kept
     */
    @Nullable L1Entry putHere(ReadContext read, @Nullable Object value) {
        return this.parts.judge().keepsCopies(read.mode()) ? this.loads.finishIfAbsent(this.loads.prepare(read), value)
                : null;
    }

}
