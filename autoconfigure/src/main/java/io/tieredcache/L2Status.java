package io.tieredcache;

import java.time.Duration;

/**
 * How one Redis does, as this process sees it. A bean of the application context. Safe
 * for concurrent use; no method waits for Redis.
 *
 * @since 0.1.0
 */
public interface L2Status {

    /**
     * State of the circuit breaker.
     * @return the state, always {@link State#CLOSED} where the breaker is disabled
     */
    State state();

    /**
     * How long a read waits for Redis at present, as measured. A cache may wait less.
     * @return the time, between {@code tiered-cache.redis.min-timeout} and
     * {@code tiered-cache.redis.timeout}
     */
    Duration timeout();

    /**
     * How many callers wait for Redis at the moment.
     * @return the number
     */
    int waiting();

    /**
     * How many commands were sent and are not answered.
     * @return the number, of commands that nobody waits for any more as well
     */
    int inFlight();

    /**
     * How often Redis was not asked, or not waited for, since it is left alone or too
     * many wait.
     * @return the count from the start on
     */
    long refused();

    /**
     * State of a circuit breaker.
     *
     * @since 0.1.0
     */
    enum State {

        /** Redis is asked. */
        CLOSED,

        /** Redis failed too often: reads do not ask it. */
        OPEN,

        /** As open, but one command is on its way to see whether Redis answers again. */
        HALF_OPEN

    }

}
