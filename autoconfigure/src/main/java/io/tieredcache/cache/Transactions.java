package io.tieredcache.cache;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * The open transactions, as reads and writes of the caches ask for them. How many have
 * changed something is counted, so that a hit costs one look at a number while none has.
 */
final class Transactions {

    private final TransactionSource source;

    private final AtomicInteger writing = new AtomicInteger();

    Transactions(TransactionSource source) {
        this.source = source;
    }

    /**
     * The open transaction of the calling thread.
     */
    @Nullable CacheTransaction current() {
        CacheTransaction current = this.source.current();
        return (current != null && current.isOpen()) ? current : null;
    }

    /**
     * The open transaction of the calling thread if it has told the caches of a change.
     */
    @Nullable CacheTransaction writing() {
        if (this.writing.get() == 0) {
            return null;
        }
        CacheTransaction current = current();
        return (current != null && current.isWriting()) ? current : null;
    }

    /**
     * How many transactions of the calling thread have ended without a commit.
     */
    long rollbacks() {
        return this.source.rollbacks();
    }

    void startedWriting() {
        this.writing.incrementAndGet();
    }

    void endedWriting() {
        this.writing.decrementAndGet();
    }

}
