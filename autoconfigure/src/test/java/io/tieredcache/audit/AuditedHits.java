package io.tieredcache.audit;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.tieredcache.AuditOutcome;
import io.tieredcache.AuditReference;
import io.tieredcache.CacheLevel;
import io.tieredcache.StalenessReason;
import io.tieredcache.store.AuditedHit;
import io.tieredcache.store.HitLook;

/**
 * Hits whose looks come to what a test says, and their reads of the source.
 */
final class AuditedHits {

    private final AtomicInteger reads = new AtomicInteger();

    private volatile HitLook next = HitLook.of(AuditOutcome.SAME, 1);

    AuditedHit hit() {
        return new AuditedHit() {

            @Override
            public long keyHash() {
                return 42;
            }

            @Override
            public HitLook look(AuditReference against) {
                HitLook look = AuditedHits.this.next;
                AuditedHits.this.reads.addAndGet(look.reads());
                return look;
            }

        };
    }

    void seem(AuditOutcome outcome, int eachReads) {
        this.next = HitLook.of(outcome, eachReads);
    }

    void seemStale(CacheLevel level, @Nullable StalenessReason reason) {
        this.next = new HitLook(AuditOutcome.STALE, level, reason, AuditedHit.READS);
    }

    int reads() {
        return this.reads.get();
    }

}
