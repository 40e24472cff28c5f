package io.tieredcache.autoconfigure;

import io.tieredcache.cache.InvalidationChannel;

/**
 * Joins the invalidation channel before the application serves and leaves it after.
 */
final class InvalidationChannelLifecycle extends PhasedLifecycle {

    InvalidationChannelLifecycle(InvalidationChannel channel, long patienceMillis) {
        super(CHANNEL, () -> channel.start(patienceMillis), channel::stop);
    }

}
