package io.tieredcache.cache;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheLevel;
import io.tieredcache.CacheRead;
import io.tieredcache.CacheReadListener;
import io.tieredcache.EntryMetadata;
import io.tieredcache.store.L1Entry;

/**
 * Tells listeners of reads; costs a look at an empty list where there are none.
 */
final class ReadListeners {

    private static final Logger logger = LoggerFactory.getLogger(ReadListeners.class);

    private final String cache;

    private final List<CacheReadListener> listeners;

    private final SharedClock clock;

    ReadListeners(String cache, List<CacheReadListener> listeners, SharedClock clock) {
        this.cache = cache;
        this.listeners = listeners;
        this.clock = clock;
    }

    void tell(@Nullable CacheLevel level, @Nullable L1Entry entry) {
        if (this.listeners.isEmpty()) {
            return;
        }
        EntryMetadata metadata = (level != null && entry != null) ? metadata(level, entry) : null;
        CacheRead read = new CacheRead(this.cache, level, metadata);
        for (CacheReadListener listener : this.listeners) {
            try {
                listener.onRead(read);
            }
            catch (RuntimeException ex) {
                logger.warn("Cache '{}': a CacheReadListener failed", this.cache, ex);
            }
        }
    }

    EntryMetadata metadata(CacheLevel level, L1Entry entry) {
        long now = this.clock.millis();
        L1Entry.Details details = entry.details();
        return new EntryMetadata(level, details.tags(), entry.stamp(),
                Duration.ofMillis(Math.max(0, now - details.life().createdAt())),
                Duration.ofMillis(details.life().freshUntil() - now));
    }

}
