package io.tieredcache;

import java.time.Duration;

/**
 * How long a value has at least been served since the audit first saw that it is stale.
 *
 * @since 0.1.0
 */
public enum StalenessHorizon {

    /** It was seen to be stale. An invalidation may be on its way. */
    SEEN(Duration.ZERO),

    /** It was stale and still served one second later. */
    SECOND(Duration.ofSeconds(1)),

    /** It was stale and still served ten seconds later. */
    TEN_SECONDS(Duration.ofSeconds(10)),

    /** It was stale and still served a minute later. */
    MINUTE(Duration.ofMinutes(1));

    private final Duration after;

    StalenessHorizon(Duration after) {
        this.after = after;
    }

    /**
     * Time between the first finding and this one.
     * @return the time
     */
    public Duration after() {
        return this.after;
    }

}
