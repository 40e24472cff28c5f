package io.tieredcache.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.TieredCacheManager;

/**
 * What an event from outside means for the caches of this instance.
 *
 * @param manager has the caches
 */
record EventTargets(TieredCacheManager manager) {

    /** Most caches there may be for an event to make one more, where that is allowed. */
    private static final int MAX_CACHES = 1_000;

    /**
     * Targets of an event.
     * @param event the event
     * @param addedAt when it was added to the stream, for events that tell no time
     * @return the targets
     * @throws RejectedEventException if one of them cannot be
     */
    CacheInvalidation of(OutsideEvent event, Instant addedAt) {
        checkCaches(event);
        List<CacheInvalidation.Key> keys = new ArrayList<>();
        event.keys().forEach((key) -> addKeys(key, keys));
        List<CacheInvalidation.Tag> tags = event.tags()
            .stream()
            .map((tag) -> new CacheInvalidation.Tag(tag, List.of()))
            .toList();
        Instant time = (event.time() != null) ? event.time() : addedAt;
        return new CacheInvalidation(keys, tags, event.caches(), event.namespace(), event.expire(), List.of(time));
    }

    private void checkCaches(OutsideEvent event) {
        Set<String> names = new HashSet<>(event.caches());
        event.keys().forEach((key) -> names.add(key.cache()));
        for (String name : names) {
            if (!this.manager.getCacheNames().contains(name) && !isMade(name)) {
                throw new RejectedEventException(Rejection.UNKNOWN_CACHE, "a cache that it names does not exist");
            }
        }
    }

    private boolean isMade(String name) {
        return this.manager.getCacheNames().size() < MAX_CACHES && this.manager.getCache(name) != null;
    }

    /**
     * JSON has one kind of whole number, so the entries of int and of long keys are both
     * meant.
     */
    private static void addKeys(OutsideEvent.Key key, List<CacheInvalidation.Key> keys) {
        Object value = key.value();
        if (key.text() != null) {
            keys.add(new CacheInvalidation.Key(key.cache(), new CacheInvalidation.CanonicalKey(key.text())));
        }
        else if (value != null) {
            keys.add(new CacheInvalidation.Key(key.cache(), value));
        }
        if (value instanceof Long number && number == number.intValue()) {
            keys.add(new CacheInvalidation.Key(key.cache(), number.intValue()));
        }
    }

}
