package io.tieredcache.cache;

import java.util.Collection;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.FenceNames;

/**
 * Invalidations that took effect here and did not reach Redis. They are merged into one,
 * which becomes the clearing of the namespace where it grows too large. While there are
 * any, what they may be about is not read from L2 here.
 */
public final class UnsentInvalidations {

    private static final Logger logger = LoggerFactory.getLogger(UnsentInvalidations.class);

    private static final int MAX_TARGETS = 10_000;

    private final TargetInvalidator invalidator;

    private volatile @Nullable InvalidationTargets waiting;

    UnsentInvalidations(TargetInvalidator invalidator) {
        this.invalidator = invalidator;
    }

    boolean isEmpty() {
        return this.waiting == null;
    }

    /**
     * Whether what a cache has in its store may be among them.
     * @param store the store's name, {@code null} for the application's Redis
     * @param roots names of the fences that all entries of the cache are under
     */
    boolean concern(@Nullable String store, Collection<String> roots) {
        InvalidationTargets current = this.waiting;
        return current != null && current.concern(store, roots);
    }

    /**
     * How many targets wait to be sent.
     * @return the number of keys, tags and caches
     */
    public int size() {
        InvalidationTargets current = this.waiting;
        return (current != null) ? current.size() : 0;
    }

    synchronized void add(InvalidationTargets targets) {
        InvalidationTargets merged = new InvalidationTargets();
        InvalidationTargets earlier = this.waiting;
        if (earlier != null) {
            merged.addAll(earlier);
        }
        merged.addAll(targets);
        if (merged.size() > MAX_TARGETS) {
            logger.warn("More than {} invalidations wait for Redis; the whole namespace will be cleared", MAX_TARGETS);
            merged = new InvalidationTargets();
            merged.addFence(FenceNames.NAMESPACE);
            merged.evict();
        }
        this.waiting = merged;
    }

    /**
     * Sends what waits. To be called when Redis answers.
     * @throws L2UnavailableException if it does not
     */
    void send() {
        InvalidationTargets sent = this.waiting;
        if (sent == null) {
            return;
        }
        try {
            this.invalidator.invalidate(sent);
            done(sent, null);
        }
        catch (PartlyUnacknowledgedException ex) {
            done(sent, PartlyUnacknowledgedException.restOf(ex, sent));
            throw ex;
        }
        logger.info("Invalidations that waited for Redis were sent: {} targets", sent.size());
    }

    private synchronized void done(InvalidationTargets sent, @Nullable InvalidationTargets rest) {
        if (this.waiting == sent) {
            this.waiting = rest;
        }
    }

}
