package io.tieredcache.audit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.Assert;

import io.tieredcache.AuditFigures;
import io.tieredcache.AuditOutcome;
import io.tieredcache.AuditReference;
import io.tieredcache.CacheLevel;
import io.tieredcache.CacheSettings;
import io.tieredcache.StalenessAudit;
import io.tieredcache.StalenessFinding;
import io.tieredcache.StalenessHorizon;
import io.tieredcache.StalenessListener;
import io.tieredcache.StalenessReason;
import io.tieredcache.store.AuditedHit;
import io.tieredcache.store.HitAudit;
import io.tieredcache.store.HitLook;
import io.tieredcache.store.HitSampler;

/**
 * Looks at samples of hits, and at those that are stale again at each horizon. All looks
 * are on one thread, so that the reference is read once at a time.
 * <p>
 * A look takes the tokens for its two reads beforehand and gives back what it did not
 * need, so a stale value is never left unconfirmed for want of a token. Findings come
 * before samples.
 */
public final class StalenessAuditor implements StalenessAudit, HitAudit {

    private static final Logger logger = LoggerFactory.getLogger(StalenessAuditor.class);

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A finding that cannot be looked at so often in a row is given up. */
    private static final int MOST_FAILURES = 5;

    private final AuditSettings settings;

    private final StalenessReasons reasons;

    private final LongSupplier ticker;

    private final UnaryOperator<Runnable> carrier;

    private final List<StalenessListener> listeners;

    private final TokenBucket tokens;

    private final Map<String, CacheAudit> caches = new ConcurrentHashMap<>();

    private final BlockingQueue<AuditCase> samples;

    /** Keeps rounds apart. Guards the findings that wait. */
    private final ReentrantLock round = new ReentrantLock();

    private final List<AuditCase> findings = new ArrayList<>();

    /** Guards the shares, and who is told of whom. */
    private final Object shares = new Object();

    private final Set<String> audited = new HashSet<>();

    private final List<Consumer<String>> told = new ArrayList<>();

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    private final AuditThread thread;

    private volatile int waiting;

    private volatile double share;

    /**
     * Create an auditor.
     * @param settings the settings
     * @param reasons tells why values are stale
     * @param ticker the instance's nanosecond ticker
     * @param carrier carries the context of the thread that calls it to the one that runs
     * the task, any number of times
     * @param listeners told of what is found
     */
    public StalenessAuditor(AuditSettings settings, StalenessReasons reasons, LongSupplier ticker,
            UnaryOperator<Runnable> carrier, Collection<? extends StalenessListener> listeners) {
        this.settings = settings;
        this.reasons = reasons;
        this.ticker = ticker;
        this.carrier = carrier;
        this.listeners = List.copyOf(listeners);
        this.tokens = new TokenBucket(settings.maxRate(), ticker);
        this.samples = new ArrayBlockingQueue<>(settings.maxOpen());
        this.share = settings.share();
        this.thread = new AuditThread(this::work, this::isOn);
    }

    /**
     * The thread that looks, which is there while there is anything to do.
     * @return the thread, to be started and stopped with the application
     */
    public AuditThread thread() {
        return this.thread;
    }

    @Override
    public HitSampler sampler(CacheSettings cache) {
        CacheAudit audit = new CacheAudit(cache, this.settings, this.settings.against() == AuditReference.L2,
                this.ticker, this::take);
        synchronized (this.shares) {
            this.caches.put(cache.name(), audit);
            change(audit, this.share);
        }
        return audit;
    }

    private void take(CacheAudit cache, AuditedHit hit) {
        if (this.samples.remainingCapacity() == 0
                || !this.samples.offer(new AuditCase(cache, hit, this.settings.against(), this.carrier))) {
            cache.count(AuditOutcome.DROPPED);
        }
    }

    @Override
    public void share(double newShare) {
        check(newShare);
        synchronized (this.shares) {
            this.share = newShare;
            this.caches.values().forEach((cache) -> change(cache, newShare));
        }
        this.thread.wake();
    }

    @Override
    public void share(String cache, double newShare) {
        check(newShare);
        CacheAudit audit = this.caches.get(cache);
        if (audit == null) {
            throw new IllegalArgumentException("There is no cache '%s'".formatted(cache));
        }
        synchronized (this.shares) {
            change(audit, newShare);
        }
        this.thread.wake();
    }

    private static void check(double share) {
        Assert.isTrue(share >= 0 && share <= 1, () -> "A share is 0 to 1, found " + share);
    }

    private void change(CacheAudit cache, double newShare) {
        cache.share(newShare);
        String name = cache.settings().name();
        if (newShare > 0 && this.audited.add(name)) {
            this.told.forEach((action) -> action.accept(name));
        }
    }

    @Override
    public double share() {
        return this.share;
    }

    private boolean isOn() {
        return this.share > 0 || open() > 0 || this.caches.values().stream().anyMatch((cache) -> cache.share() > 0);
    }

    @Override
    public AuditReference against() {
        return this.settings.against();
    }

    @Override
    public List<AuditFigures> figures() {
        return this.caches.values()
            .stream()
            .map(CacheAudit::figures)
            .sorted(Comparator.comparing(AuditFigures::cache))
            .toList();
    }

    @Override
    public @Nullable AuditFigures figures(String cache) {
        CacheAudit audit = this.caches.get(cache);
        return (audit != null) ? audit.figures() : null;
    }

    @Override
    public int open() {
        return this.samples.size() + this.waiting;
    }

    @Override
    public void onAudited(Consumer<String> action) {
        synchronized (this.shares) {
            this.told.add(action);
            this.audited.forEach(action);
        }
    }

    /**
     * Looks at what is due, on the calling thread.
     */
    public void work() {
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

    private boolean isGranted(CacheAudit cache) {
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
        CacheAudit cache = each.cache();
        cache.countReads(look.reads());
        cache.tokens().giveBack(AuditedHit.READS - look.reads());
        this.tokens.giveBack(AuditedHit.READS - look.reads());
        if (each.horizon() == StalenessHorizon.SEEN) {
            cache.count(look.outcome());
        }
        long now = this.ticker.getAsLong();
        switch (look.outcome()) {
            case STALE -> {
                found(each, look, now);
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
        if (this.findings.size() < this.settings.maxOpen()) {
            this.findings.add(each);
        }
    }

    private void found(AuditCase each, HitLook look, long now) {
        CacheSettings cache = each.cache().settings();
        CacheLevel level = (look.level() != null) ? look.level() : CacheLevel.L1;
        StalenessReason reason = (look.reason() != null) ? look.reason()
                : this.reasons.of(cache, level, Duration.ofNanos(each.knownFor(now)));
        StalenessFinding finding = new StalenessFinding(cache.name(), level, each.horizon(), reason, each.keyHash());
        each.cache().findings().count(level, finding.horizon(), reason);
        tell(finding);
        this.listeners.forEach((listener) -> tell(listener, finding));
    }

    private void tell(StalenessFinding finding) {
        if (finding.reason() == StalenessReason.UNEXPLAINED && finding.horizon() == StalenessHorizon.TEN_SECONDS
                && this.warned.add(finding.cache())) {
            logger
                .warn("Cache '{}': the audit found a stale value that {} still serves 10s later, and nothing explains it "
                        + "(key hash {}). Is the source changed without an invalidation? More of them are counted only",
                        finding.cache(), finding.level(), Long.toHexString(finding.keyHash()));
        }
        logger.debug("Audit: {}", finding);
    }

    private static void tell(StalenessListener listener, StalenessFinding finding) {
        try {
            listener.onStaleness(finding);
        }
        catch (RuntimeException ex) {
            logger.warn("A staleness listener ({}) failed with {}", listener.getClass().getName(),
                    ex.getClass().getName());
            logger.debug("Why a staleness listener failed", ex);
        }
    }

}
