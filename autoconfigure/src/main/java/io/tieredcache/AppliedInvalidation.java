package io.tieredcache;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An invalidation as this instance applied it to L1. The times of publishing and applying
 * are those of Redis's clock, the latter as estimated here; event times are those of the
 * clock of whoever named them.
 *
 * @param publishedAt when Redis gave the invalidation its number
 * @param appliedAt when this instance had applied it
 * @param eventTimes when the events happened that made it necessary; none where nobody
 * named them
 * @since 0.1.0
 */
public record AppliedInvalidation(Instant publishedAt, Instant appliedAt, List<Instant> eventTimes) {

    /**
     * Create a description of an applied invalidation.
     * @param publishedAt when Redis gave the invalidation its number
     * @param appliedAt when this instance had applied it
     * @param eventTimes when the events happened that made it necessary
     */
    public AppliedInvalidation {
        eventTimes = List.copyOf(eventTimes);
    }

    /**
     * Time from the publishing to the effect in this instance.
     * @return the lag, zero where clocks differ by more than it
     */
    public Duration publishLag() {
        return lag(this.publishedAt);
    }

    /**
     * Time from each event to the effect in this instance.
     * @return the lags, zero each where clocks differ by more than it
     */
    public List<Duration> eventLags() {
        return this.eventTimes.stream().map(this::lag).toList();
    }

    private Duration lag(Instant from) {
        return from.isBefore(this.appliedAt) ? Duration.between(from, this.appliedAt) : Duration.ZERO;
    }

}
