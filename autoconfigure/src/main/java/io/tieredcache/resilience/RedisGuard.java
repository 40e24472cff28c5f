package io.tieredcache.resilience;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.tieredcache.L2RefusedException;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Need;
import io.tieredcache.store.L2Outcome;

/**
 * Breaker, measured timeout and bounds of one Redis.
 * <p>
 * Commands are asynchronous, and a frozen Redis completes none of them. So each has a
 * deadline from the start, and who calls next, or waited in vain, notes those that passed
 * it. What passed its deadline failed, also if it is answered later.
 * <p>
 * While the breaker is not closed no reader waits: the one whose command is the probe is
 * refused as all others are, and its answer counts for the breaker only. Readers and
 * writers have bounds of their own, so that readers cannot keep an invalidation away.
 */
public final class RedisGuard implements L2Guard {

    private final LongSupplier ticker;

    private final AdaptiveTimeout timeout;

    private final Stall stall;

    private final ProbingBreaker breaker;

    private final PendingCalls reads = new PendingCalls();

    private final PendingCalls others = new PendingCalls();

    private final Bulkhead readersInFlight;

    private final Bulkhead writersInFlight;

    private final Bulkhead readersWaiting;

    private final Bulkhead writersWaiting;

    private final LongAdder refused = new LongAdder();

    /**
     * Create a guard.
     * @param settings the settings
     * @param ticker the nanosecond ticker
     */
    public RedisGuard(GuardSettings settings, LongSupplier ticker) {
        this.ticker = ticker;
        this.timeout = new AdaptiveTimeout(settings.minTimeout().toNanos(), settings.timeout().toNanos());
        this.stall = new Stall(Math.min(settings.minTimeout().toNanos(), settings.timeout().toNanos()));
        this.breaker = new ProbingBreaker(settings.name(), settings.breaker(), ticker);
        this.readersInFlight = new Bulkhead(settings.maxInFlight());
        this.writersInFlight = new Bulkhead(settings.maxInFlight());
        this.readersWaiting = new Bulkhead(settings.maxWaiting());
        this.writersWaiting = new Bulkhead(settings.maxWaiting());
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> call(L2Need need, Supplier<CompletableFuture<T>> command,
            Function<? super Throwable, L2Outcome> outcome) {
        noticeTimeouts();
        if (need == L2Need.READ && !this.breaker.isClosed()) {
            probe(command, outcome);
            return refuse("Redis is left alone, since it failed too often");
        }
        if (need == L2Need.READ && this.readersWaiting.isFull()) {
            return refuse("Too many callers wait for Redis");
        }
        Bulkhead inFlight = inFlight(need);
        if (!inFlight.enter()) {
            return refuse("Too many commands wait for an answer of Redis");
        }
        return send(need, false, inFlight, command, outcome);
    }

    private <T> CompletableFuture<T> refuse(String reason) {
        this.refused.increment();
        return CompletableFuture.failedFuture(new L2RefusedException(reason));
    }

    private <T extends @Nullable Object> void probe(Supplier<CompletableFuture<T>> command,
            Function<? super Throwable, L2Outcome> outcome) {
        if (!this.readersInFlight.enter()) {
            return;
        }
        if (this.breaker.tryProbe()) {
            var unused = send(L2Need.READ, true, this.readersInFlight, command, outcome);
        }
        else {
            this.readersInFlight.leave();
        }
    }

    private <T extends @Nullable Object> CompletableFuture<T> send(L2Need need, boolean probe, Bulkhead inFlight,
            Supplier<CompletableFuture<T>> command, Function<? super Throwable, L2Outcome> outcome) {
        long allowed = (need == L2Need.READ) ? this.timeout.nanos() : this.timeout.ceiling();
        PendingCall call = new PendingCall(need, probe, this.ticker.getAsLong(), allowed, this.breaker.era());
        ((need == L2Need.READ) ? this.reads : this.others).add(call);
        return command.get().whenComplete((answer, failure) -> {
            inFlight.leave();
            settle(call, (failure != null) ? outcome.apply(failure) : L2Outcome.ANSWERED);
        });
    }

    private void settle(PendingCall call, L2Outcome outcome) {
        long now = this.ticker.getAsLong();
        boolean late = call.isOverdue(now);
        if (!call.settle()) {
            return;
        }
        if (late) {
            timedOut(call, now);
        }
        else if (outcome == L2Outcome.ANSWERED) {
            answered(call, now);
        }
        else if (outcome == L2Outcome.FAILED) {
            failed(call, now);
        }
        else if (call.isProbe()) {
            this.breaker.giveUpProbe();
        }
    }

    private void answered(PendingCall call, long now) {
        if (call.isRead()) {
            this.timeout.answered(now - call.startedAt());
        }
        this.stall.end();
        this.breaker.answered(call);
    }

    private void timedOut(PendingCall call, long now) {
        if (call.isRead()) {
            this.timeout.timedOut(call.startedAt(), now);
        }
        failed(call, now);
    }

    private void failed(PendingCall call, long now) {
        if (this.stall.isNews(call.startedAt(), now) || call.isProbe()) {
            this.breaker.failed(call);
        }
    }

    @Override
    public void noticeTimeouts() {
        long now = this.ticker.getAsLong();
        this.reads.forget(now, (call) -> timedOut(call, now));
        this.others.forget(now, (call) -> timedOut(call, now));
    }

    @Override
    public long patienceMillis(long limitMillis) {
        return Math.min(limitMillis, TimeUnit.NANOSECONDS.toMillis(this.timeout.nanos() + 999_999));
    }

    @Override
    public boolean beginWait(L2Need need) {
        boolean entered = waiting(need).enter();
        if (!entered) {
            this.refused.increment();
        }
        return entered;
    }

    @Override
    public void endWait(L2Need need) {
        waiting(need).leave();
    }

    private Bulkhead waiting(L2Need need) {
        return (need == L2Need.WRITE) ? this.writersWaiting : this.readersWaiting;
    }

    private Bulkhead inFlight(L2Need need) {
        return (need == L2Need.WRITE) ? this.writersInFlight : this.readersInFlight;
    }

    @Override
    public State state() {
        return this.breaker.state();
    }

    @Override
    public Duration timeout() {
        return Duration.ofNanos(this.timeout.nanos());
    }

    @Override
    public int waiting() {
        return this.readersWaiting.inside() + this.writersWaiting.inside();
    }

    @Override
    public int inFlight() {
        return this.readersInFlight.inside() + this.writersInFlight.inside();
    }

    @Override
    public long refused() {
        return this.refused.sum();
    }

}
