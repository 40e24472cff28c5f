package io.tieredcache.resilience;

import java.time.Duration;

/**
 * Settings of the guard of one Redis.
 *
 * @param name names the Redis in the log
 * @param timeout how long an answer may take at most
 * @param minTimeout how long a read waits at least, if that is not longer
 * @param maxWaiting most readers that wait at once, and most writers
 * @param maxInFlight most unanswered commands of readers, and of writers
 * @param breaker the circuit breaker
 */
public record GuardSettings(String name, Duration timeout, Duration minTimeout, int maxWaiting, int maxInFlight,
        Breaker breaker) {

    /**
     * Settings of a circuit breaker.
     *
     * @param enabled whether there is one
     * @param failureRate percent of the calls that have to fail for it to open
     * @param window number of calls that are looked at
     * @param minimumCalls number of calls from which on it may open
     * @param openTime how long it stays open before it lets a probe pass
     */
    public record Breaker(boolean enabled, float failureRate, int window, int minimumCalls, Duration openTime) {

    }

}
