package io.tieredcache.cache;

import java.time.Duration;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import io.tieredcache.Consistency;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.SingleFlight;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.LeaseAnswer;
import io.tieredcache.store.LeaseClaim;

/**
 * Decides which instance asks the source for a key. Where the whole fleet shares one
 * load, that is who finds the key's lease free; the lease of an instance whose load is in
 * vain, since an invalidation came after it began, is taken away from it. Where Redis is
 * away each instance loads by itself.
 */
final class LoadAdmissions {

    private final CacheParts parts;

    private final EntryReader reader;

    private final EntryLoads loads;

    LoadAdmissions(CacheParts parts, EntryReader reader, EntryLoads loads) {
        this.parts = parts;
        this.reader = reader;
        this.loads = loads;
    }

    boolean areShared() {
        return this.parts.settings().load().singleFlight() == SingleFlight.DISTRIBUTED
                && this.parts.settings().consistency() != Consistency.STRONG && this.parts.switches().sharesLoads();
    }

    /**
     * Asks for the lease.
     * @param read the read that missed
     * @param waits whether to be woken if another instance has it
     */
    Admission ask(ReadContext read, boolean waits) {
        return ask(read, waits, null);
    }

    /**
     * Asks for the lease, and takes it though a load just failed: there is no older value
     * that could be served meanwhile.
     * @param read the read that missed
     */
    Admission askInNeed(ReadContext read) {
        return ask(read, true, LeaseClaim.NOBODY);
    }

    private Admission ask(ReadContext read, boolean waits, @Nullable String from) {
        if (!this.parts.asksL2(read)) {
            return Admission.of(this.loads.prepareHere(read));
        }
        if (!areShared()) {
            return Admission.of(this.loads.prepare(read));
        }
        try {
            return claim(read, waits, from);
        }
        catch (L2UnavailableException ex) {
            this.parts.l2Failed(read, ex);
            return Admission.of(this.loads.prepareHere(read));
        }
    }

    private Admission claim(ReadContext read, boolean waits, @Nullable String from) {
        String token = Leases.newToken(this.parts.coherence().known());
        LeaseAnswer answer = acquire(read, new LeaseClaim(token, from, waits, Envelope.HEAD));
        String holder = answer.holder();
        if (holder != null && isTakenFrom(holder, read, answer.readings())) {
            this.parts.coherence().learn(answer.readings(), read.fences());
            token = Leases.newToken(this.parts.coherence().known());
            answer = acquire(read, new LeaseClaim(token, holder, waits, Envelope.HEAD));
            holder = answer.holder();
        }
        if (holder != null) {
            this.parts.coherence().learn(answer.readings(), read.fences());
            return Admission.busy(answer.leftMillis(), holder.equals(LeaseClaim.NOBODY));
        }
        PreparedLoad load = this.loads.leased(read, token, answer.readings());
        if (Arrays.equals(answer.head(), read.seen())) {
            return Admission.of(load);
        }
        // Another instance stored the entry between this read and the lease.
        Answer found = this.reader.read(read);
        if (found == null) {
            return Admission.of(load);
        }
        this.loads.release(read, token, Duration.ZERO);
        return Admission.of(found);
    }

    /**
     * Whether a holder's load is in vain. Redis is asked as well: an instance that did
     * not know a fence when it heard of the invalidation noted nothing.
     */
    private static boolean isTakenFrom(String holder, ReadContext read, FenceReadings readings) {
        long known = Leases.knownBy(holder);
        return known < 0 || read.fences().refuses(known)
                || read.fences().names().stream().anyMatch((name) -> readings.number(name) > known);
    }

    private LeaseAnswer acquire(ReadContext read, LeaseClaim claim) {
        try {
            return this.parts.steps()
                .ask(CacheStep.L2_LEASE,
                        () -> this.parts.await(this.parts.runtime()
                            .l2()
                            .acquire(read.entryKey(), claim, this.parts.settings().load().leaseTime(),
                                    this.parts.keptFences(read.fences()))));
        }
        catch (L2UnavailableException ex) {
            // Redis may have given it all the same, or does so yet.
            this.loads.release(read, claim.token(), Duration.ZERO);
            throw ex;
        }
    }

    /**
     * Begins a load that waits for nobody and takes nothing from anybody: its result
     * stays in this process.
     */
    PreparedLoad beside(ReadContext read) {
        return this.loads.prepareHere(read);
    }

    /**
     * Begins a load whose result is stored once its transaction commits. Nobody waits for
     * it: any other load takes its lease away.
     * @return the load, {@code null} if another one has the lease
     */
    @Nullable PreparedLoad aside(ReadContext read) {
        if (!this.parts.asksL2(read)) {
            return this.loads.prepareHere(read);
        }
        if (this.parts.settings().consistency() == Consistency.STRONG) {
            // Whether the key is held counts here too; nobody waits for a strong load.
            return this.loads.prepare(read);
        }
        String token = Leases.newPutToken();
        try {
            LeaseAnswer answer = acquire(read, new LeaseClaim(token, null, false, Envelope.HEAD));
            if (answer.holder() != null) {
                this.parts.coherence().learn(answer.readings(), read.fences());
                return null;
            }
            return this.loads.leased(read, token, answer.readings());
        }
        catch (L2UnavailableException ex) {
            this.parts.l2Failed(read, ex);
            return this.loads.prepareHere(read);
        }
    }

    /**
     * Begins a load that waits for nobody: the lease is taken away from whoever has it.
     */
    PreparedLoad force(ReadContext read) {
        return this.loads.prepare(read);
    }

}
