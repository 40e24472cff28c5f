package io.tieredcache.resilience;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.L2RefusedException;
import io.tieredcache.L2Status;

/**
 * The circuit breaker of one Redis. While it is not closed its state changes by two
 * things only: by one probe at a time, and by the answer of a command that is always
 * sent, which ends the time that it stays open. What began before its state changed tells
 * it nothing. It has no thread.
 */
final class ProbingBreaker {

    private static final Logger logger = LoggerFactory.getLogger(ProbingBreaker.class);

    private final String name;

    private final CircuitBreaker breaker;

    private final AtomicInteger era = new AtomicInteger();

    private final ReentrantLock probing = new ReentrantLock();

    ProbingBreaker(String name, GuardSettings.Breaker settings, LongSupplier ticker) {
        this.name = name;
        this.breaker = CircuitBreaker.of(name,
                CircuitBreakerConfig.custom()
                    .slidingWindow(settings.window(), settings.minimumCalls(),
                            CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
                    .failureRateThreshold(settings.failureRate())
                    .waitDurationInOpenState(settings.openTime())
                    .permittedNumberOfCallsInHalfOpenState(1)
                    .clock(new TickerClock(ticker))
                    .build());
        if (settings.enabled()) {
            this.breaker.getEventPublisher().onStateTransition(this::changed);
        }
        else {
            this.breaker.transitionToDisabledState();
        }
    }

    private void changed(CircuitBreakerOnStateTransitionEvent event) {
        this.era.incrementAndGet();
        CircuitBreaker.State from = event.getStateTransition().getFromState();
        CircuitBreaker.State to = event.getStateTransition().getToState();
        if (to == CircuitBreaker.State.CLOSED) {
            logger.info("Breaker of Redis '{}' is CLOSED (was {}): Redis is asked again", this.name, from);
        }
        else if (from == CircuitBreaker.State.CLOSED) {
            logger.warn("Breaker of Redis '{}' is {} (was CLOSED): reads are answered by L1 and the source "
                    + "until Redis answers again", this.name, to);
        }
        else {
            logger.debug("Breaker of Redis '{}' is {} (was {})", this.name, to, from);
        }
    }

    L2Status.State state() {
        return switch (this.breaker.getState()) {
            case OPEN, FORCED_OPEN -> L2Status.State.OPEN;
            case HALF_OPEN -> L2Status.State.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> L2Status.State.CLOSED;
        };
    }

    boolean isClosed() {
        return state() == L2Status.State.CLOSED;
    }

    /**
     * Counts the changes of state.
     */
    int era() {
        return this.era.get();
    }

    /**
     * Takes the right to probe, if it is time and nobody has it.
     */
    boolean tryProbe() {
        if (!this.probing.tryLock()) {
            return false;
        }
        try {
            return this.breaker.tryAcquirePermission();
        }
        finally {
            this.probing.unlock();
        }
    }

    /**
     * Gives the right to probe back, unused.
     */
    void giveUpProbe() {
        this.breaker.releasePermission();
    }

    void answered(PendingCall call) {
        if (call.era() != era()) {
            return;
        }
        if (call.isProbe() || isClosed()) {
            this.breaker.onSuccess(0, TimeUnit.NANOSECONDS);
        }
        else {
            endOpenTime();
        }
    }

    private void endOpenTime() {
        if (!this.probing.tryLock()) {
            return;
        }
        try {
            if (this.breaker.getState() == CircuitBreaker.State.OPEN) {
                this.breaker.transitionToHalfOpenState();
            }
        }
        finally {
            this.probing.unlock();
        }
    }

    void failed(PendingCall call) {
        if (call.era() == era() && (call.isProbe() || isClosed())) {
            this.breaker.onError(0, TimeUnit.NANOSECONDS, new L2RefusedException("Redis failed"));
        }
    }

}
