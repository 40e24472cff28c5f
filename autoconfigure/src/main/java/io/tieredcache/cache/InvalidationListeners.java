package io.tieredcache.cache;

import java.time.Instant;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.AppliedInvalidation;
import io.tieredcache.InvalidationListener;
import io.tieredcache.store.InvalidationMessage;

/**
 * Tells listeners of applied messages; costs a look at an empty list where there are
 * none.
 */
final class InvalidationListeners {

    private static final Logger logger = LoggerFactory.getLogger(InvalidationListeners.class);

    private final List<InvalidationListener> listeners;

    private final SharedClock clock;

    InvalidationListeners(List<InvalidationListener> listeners, SharedClock clock) {
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
    }

    void tell(InvalidationMessage message) {
        if (this.listeners.isEmpty()) {
            return;
        }
        AppliedInvalidation applied = new AppliedInvalidation(Instant.ofEpochMilli(message.publishedAt()),
                Instant.ofEpochMilli(this.clock.millis()),
                message.eventTimes().stream().map(Instant::ofEpochMilli).toList());
        for (InvalidationListener listener : this.listeners) {
            try {
                listener.onInvalidation(applied);
            }
            catch (RuntimeException ex) {
                logger.warn("An InvalidationListener failed", ex);
            }
        }
    }

}
