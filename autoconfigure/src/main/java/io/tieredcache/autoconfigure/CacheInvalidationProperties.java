package io.tieredcache.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.tieredcache.WhenUnreachable;

/**
 * Invalidations of the cache.
 *
 * @since 0.1.0
 */
public class CacheInvalidationProperties {

    /**
     * Whether a call outside of a transaction throws where Redis does not acknowledge its
     * invalidation, or returns while it is sent again until Redis does: throw or queue.
     * Tags and the namespace follow the defaults.
     */
    private @Nullable WhenUnreachable whenUnreachable;

    public @Nullable WhenUnreachable getWhenUnreachable() {
        return this.whenUnreachable;
    }

    public void setWhenUnreachable(@Nullable WhenUnreachable whenUnreachable) {
        this.whenUnreachable = whenUnreachable;
    }

}
