package io.tieredcache.cache;

import java.time.Duration;

import io.tieredcache.WhenUnreachable;
import io.tieredcache.store.InvalidationOutbox;

/**
 * What writers are part of.
 *
 * @param transactions knows the application's transactions
 * @param holdTime how long a hold on what strong caches may store outlives its writer
 * @param whenUnreachable what becomes of tags that Redis does not acknowledge
 * @param maxQueued most targets that wait until it does
 * @param outbox keeps what transactions invalidate
 */
public record RuntimeWrites(TransactionSource transactions, Duration holdTime, WhenUnreachable whenUnreachable,
        int maxQueued, InvalidationOutbox outbox) {

    /**
     * Writers without an outbox, whose invalidations of tags throw.
     * @param transactions knows the application's transactions
     * @param holdTime how long a hold outlives its writer
     */
    public RuntimeWrites(TransactionSource transactions, Duration holdTime) {
        this(transactions, holdTime, WhenUnreachable.THROW, 10_000, InvalidationOutbox.NONE);
    }

    /**
     * Writers without transactions.
     * @return the settings
     */
    public static RuntimeWrites immediate() {
        return new RuntimeWrites(TransactionSource.NONE, Duration.ofSeconds(60));
    }

}
