package io.tieredcache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.HeldLease;
import io.tieredcache.store.LeaseAnswer;
import io.tieredcache.store.LeaseClaim;

/**
 * Takes the leases of several keys in one round trip. A key whose lease another instance
 * has, or that was stored meanwhile, is left to a read of its own.
 */
final class BatchLeases {

    private final CacheParts parts;

    private final EntryLoads loads;

    private final LoadAdmissions admissions;

    BatchLeases(CacheParts parts, EntryLoads loads, LoadAdmissions admissions) {
        this.parts = parts;
        this.loads = loads;
        this.admissions = admissions;
    }

    /**
     * Begins loads.
     * @param reads reads that missed
     * @return the loads in the order of the reads, {@code null} for one that is not to
     * begin
     */
    List<@Nullable PreparedLoad> take(List<ReadContext> reads) {
        List<@Nullable Claim> claims = new ArrayList<>(reads.size());
        reads.forEach((read) -> claims.add(this.parts.asksL2(read) ? claim(read) : null));
        List<CompletableFuture<LeaseAnswer>> answers = claims.stream()
            .filter((claim) -> claim != null)
            .map(Claim::answer)
            .toList();
        this.parts.steps().askAll(CacheStep.L2_LEASE, answers, () -> this.parts.awaitAll(answers));
        List<@Nullable PreparedLoad> taken = new ArrayList<>(reads.size());
        for (int i = 0; i < reads.size(); i++) {
            Claim claim = claims.get(i);
            taken.add((claim != null) ? load(reads.get(i), claim) : this.loads.prepareHere(reads.get(i)));
        }
        return taken;
    }

    private Claim claim(ReadContext read) {
        String token = Leases.newToken(this.parts.coherence().known());
        return new Claim(token, this.admissions.areShared() ? acquire(read, token)
                : this.loads.askForLease(read, token).thenApply((lease) -> withoutHead(read, lease)));
    }

    private CompletableFuture<LeaseAnswer> acquire(ReadContext read, String token) {
        return this.parts.runtime()
            .l2()
            .acquire(read.entryKey(), new LeaseClaim(token, null, false, Envelope.HEAD),
                    this.parts.settings().load().leaseTime(), this.parts.keptFences(read.fences()));
    }

    private static LeaseAnswer withoutHead(ReadContext read, HeldLease lease) {
        return new LeaseAnswer(lease.readings(), lease.held() ? LeaseClaim.NOBODY : null, 0, read.seen());
    }

    private @Nullable PreparedLoad load(ReadContext read, Claim claim) {
        LeaseAnswer answer;
        try {
            answer = this.parts.answered(claim.answer);
        }
        catch (L2UnavailableException ex) {
            // Redis may have given it all the same, or does so yet.
            this.loads.release(read, claim.token, Duration.ZERO);
            this.parts.l2Failed(read, ex);
            return this.loads.prepareHere(read);
        }
        if (answer.holder() != null) {
            this.parts.coherence().learn(answer.readings(), read.fences());
            return null;
        }
        if (!Arrays.equals(answer.head(), read.seen())) {
            this.loads.release(read, claim.token, Duration.ZERO);
            return null;
        }
        return this.loads.leased(read, claim.token, answer.readings());
    }

    private record Claim(String token, CompletableFuture<LeaseAnswer> answer) {

    }

}
