package io.tieredcache.cache;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Reads that wait until another instance gives a lease back. A wait ends by a message, by
 * an invalidation of the key, or by its own end: a message may be lost.
 */
final class LeaseWaiters {

    private final ConcurrentMap<Long, Set<Wait>> waiting = new ConcurrentHashMap<>();

    /**
     * Begins to wait. To be called before Redis is asked for the lease, so that a message
     * that overtakes the answer is not lost.
     * @param keyHash hash of the lease's key
     */
    Wait begin(long keyHash) {
        Wait wait = new Wait(keyHash, new CompletableFuture<>());
        this.waiting.compute(keyHash, (hash, present) -> {
            Set<Wait> waits = (present != null) ? present : ConcurrentHashMap.newKeySet(2);
            waits.add(wait);
            return waits;
        });
        return wait;
    }

    /**
     * Ends all waits for a key.
     */
    void wake(long keyHash) {
        Set<Wait> waits = this.waiting.get(keyHash);
        if (waits != null) {
            waits.forEach((wait) -> wait.woken.complete(null));
        }
    }

    int size() {
        return this.waiting.size();
    }

    private void end(Wait wait) {
        this.waiting.computeIfPresent(wait.keyHash, (hash, waits) -> {
            waits.remove(wait);
            return waits.isEmpty() ? null : waits;
        });
    }

    /**
     * One read that waits, to be closed by it.
     */
    final class Wait implements AutoCloseable {

        private final long keyHash;

        private final CompletableFuture<Void> woken;

        private Wait(long keyHash, CompletableFuture<Void> woken) {
            this.keyHash = keyHash;
            this.woken = woken;
        }

        /**
         * Completes when the wait is over.
         * @param limitMillis how long it takes at most
         */
        CompletableFuture<Void> over(long limitMillis) {
            return this.woken.copy().completeOnTimeout(null, limitMillis, TimeUnit.MILLISECONDS);
        }

        @Override
        public void close() {
            end(this);
        }

    }

}
