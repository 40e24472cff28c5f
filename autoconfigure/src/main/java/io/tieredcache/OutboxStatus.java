package io.tieredcache;

import java.time.Duration;

/**
 * How the outbox of invalidations does. A bean of this type is there where
 * {@code tiered-cache.outbox.enabled} is set. Asks nobody; safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface OutboxStatus {

    /**
     * Rows of the namespace in the outbox, as this instance counted them last. A row that
     * Redis has acknowledged counts until it is deleted, about a poll interval later.
     * @return the number
     */
    long depth();

    /**
     * Age of the oldest of these rows.
     * @return the age, zero where there was none
     */
    Duration oldestAge();

    /**
     * How many rows this instance sent that were left behind.
     * @return the count
     */
    long relayed();

}
