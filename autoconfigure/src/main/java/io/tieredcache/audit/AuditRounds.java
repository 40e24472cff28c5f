package io.tieredcache.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.AuditOutcome;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.store.AuditedHit;
import io.tieredcache.store.HitLook;

/**
 * Looks at samples, and at findings again at each horizon, one at a time.
 * <p>
 * A look takes the tokens for its two reads beforehand and gives back what it did not
 * need, so a stale value is never left unconfirmed for want of a token. Findings come
 * before samples.
 */
final class AuditRounds {

    private static final Logger logger = LoggerFactory.getLogger(AuditRounds.class);

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A finding that cannot be looked at so often in a row is given up. */
    private static final int MOST_FAILURES = 5;

    private final int maxOpen;

    private final TokenBucket tokens;

    private final FindingTeller teller;

    private final LongSupplier ticker;

    private final BlockingQueue<AuditCase> samples;

    /** Keeps rounds apart. Guards the findings that wait. */
    private final ReentrantLock round = new ReentrantLock();

    private final List<AuditCase> findings = new ArrayList<>();

    private volatile int waiting;

    AuditRounds(AuditSettings settings, FindingTeller teller, LongSupplier ticker) {
        this.maxOpen = settings.maxOpen();
        this.tokens = new TokenBucket(settings.maxRate(), ticker);
        this.teller = teller;
        this.ticker = ticker;
        this.samples = new ArrayBlockingQueue<>(settings.maxOpen());
    }

    boolean isFull() {
        return this.samples.remainingCapacity() == 0;
    }

    /**
     * Lets a sample wait for its first look.
     * @return {@code false} if too many do
     */
    boolean add(AuditCase sample) {
        return this.samples.offer(sample);
    }

    int open() {
        return this.samples.size() + this.waiting;
    }

    /**
     * Looks at what is due, on the calling thread.
     */
    void work() {
        this.round.lock();
        try {
            lookAtFindings();
            lookAtSamples();
        }
        finally {
            this.waiting = this.findings.size();
            this.round.unlock();
        }
    }

    /**
     * Looks at those findings whose next horizon has come.
     */
    private void lookAtFindings() {
        long now = this.ticker.getAsLong();
        List<AuditCase> due = this.findings.stream()
            .filter((each) -> each.dueAt() - now <= 0)
            .sorted(Comparator.comparingLong((each) -> each.dueAt() - now))
            .toList();
        for (AuditCase each : due) {
            if (!Thread.currentThread().isInterrupted() && isGranted(each.cache())) {
                this.findings.remove(each);
                look(each);
            }
        }
    }

    private void lookAtSamples() {
        for (int left = this.samples.size(); left > 0; left--) {
            AuditCase each = this.samples.poll();
            if (each == null || Thread.currentThread().isInterrupted()) {
                return;
            }
            if (isGranted(each.cache())) {
                look(each);
            }
            else {
                each.cache().count(AuditOutcome.OVER_RATE);
            }
        }
    }

    private boolean isGranted(AuditedCache cache) {
        if (!cache.tokens().take(AuditedHit.READS)) {
            return false;
        }
        boolean granted = this.tokens.take(AuditedHit.READS);
        if (!granted) {
            cache.tokens().giveBack(AuditedHit.READS);
        }
        return granted;
    }

    private void look(AuditCase each) {
        HitLook look = lookSafely(each);
        AuditedCache cache = each.cache();
        cache.countReads(look.reads());
        cache.tokens().giveBack(AuditedHit.READS - look.reads());
        this.tokens.giveBack(AuditedHit.READS - look.reads());
        if (each.horizon() == StalenessHorizon.SEEN) {
            cache.count(look.outcome());
        }
        long now = this.ticker.getAsLong();
        switch (look.outcome()) {
            case STALE -> {
                this.teller.found(each, look, now);
                if (each.next(now)) {
                    keep(each);
                }
            }
            case UNSTABLE, INCOMPARABLE, FAILED -> {
                if (each.horizon() != StalenessHorizon.SEEN && each.postpone(now + RETRY_NANOS) < MOST_FAILURES) {
                    keep(each);
                }
            }
            default -> logger.trace("Cache '{}': an audit ended with {}", cache.settings().name(), look.outcome());
        }
    }

    private static HitLook lookSafely(AuditCase each) {
        try {
            return each.look();
        }
        catch (RuntimeException ex) {
            logger.debug("Cache '{}': a hit could not be audited", each.cache().settings().name(), ex);
            return HitLook.of(AuditOutcome.FAILED, AuditedHit.READS);
        }
    }

    private void keep(AuditCase each) {
        if (this.findings.size() < this.maxOpen) {
            this.findings.add(each);
        }
    }

}
