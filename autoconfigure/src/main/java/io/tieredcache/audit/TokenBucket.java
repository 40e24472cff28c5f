package io.tieredcache.audit;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.tieredcache.store.AuditedHit;

/**
 * Tokens that come at a steady rate and are spent in bursts of a second's worth, or of
 * one look's. Safe for concurrent use.
 */
final class TokenBucket {

    private final double perNano;

    private final double most;

    private final LongSupplier ticker;

    private double tokens;

    private long filledAt;

    TokenBucket(double perSecond, LongSupplier ticker) {
        this.perNano = perSecond / TimeUnit.SECONDS.toNanos(1);
        this.most = Math.max(AuditedHit.READS, perSecond);
        this.ticker = ticker;
        this.tokens = this.most;
        this.filledAt = ticker.getAsLong();
    }

    synchronized boolean take(int count) {
        long now = this.ticker.getAsLong();
        this.tokens = Math.min(this.most, this.tokens + Math.max(0, now - this.filledAt) * this.perNano);
        this.filledAt = now;
        if (this.tokens < count) {
            return false;
        }
        this.tokens -= count;
        return true;
    }

    /**
     * Gives back what was taken and not used.
     */
    synchronized void giveBack(int count) {
        this.tokens = Math.min(this.most, this.tokens + count);
    }

}
