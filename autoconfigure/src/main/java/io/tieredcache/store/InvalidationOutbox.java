package io.tieredcache.store;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what transactions invalidate in the application's own database, from the commit
 * on until Redis has acknowledged it, so that it outlives the process.
 */
public interface InvalidationOutbox {

    /** Keeps nothing. */
    InvalidationOutbox NONE = new InvalidationOutbox() {

        @Override
        public @Nullable String write(StoredInvalidation invalidation) {
            return null;
        }

        @Override
        public void sent(Collection<String> ids) {
            // Nothing was written.
        }

    };

    /**
     * Writes down what the calling thread's transaction invalidates. Called within it,
     * right before its commit. An error lets the transaction fail.
     * @param invalidation what it invalidates
     * @return identifies what was written, {@code null} if the transaction is not one of
     * the outbox's database
     */
    @Nullable String write(StoredInvalidation invalidation);

    /**
     * Forgets what Redis has acknowledged. Takes no time and never fails: what is still
     * there later is sent again.
     * @param ids what was written
     */
    void sent(Collection<String> ids);

}
