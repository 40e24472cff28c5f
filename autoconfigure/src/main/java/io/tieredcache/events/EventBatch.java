package io.tieredcache.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.store.EventStream;
import io.tieredcache.store.StreamEvent;

/**
 * Events that are done together: those that can be applied, and those that cannot.
 */
final class EventBatch {

    /** Most targets of one invalidation that is made of several events. */
    private static final int MAX_TARGETS = 10_000;

    /** Digits of the milliseconds of all times until the year 2286. */
    private static final int MAX_DIGITS = 13;

    private final Map<StreamEvent, CacheInvalidation> applicable = new LinkedHashMap<>();

    private final List<EventStream.Rejected> rejected = new ArrayList<>();

    private EventBatch() {
    }

    static EventBatch of(List<StreamEvent> entries, EventReader reader, EventTargets targets) {
        EventBatch batch = new EventBatch();
        for (StreamEvent entry : entries) {
            try {
                batch.applicable.put(entry, targets.of(read(entry, reader), addedAt(entry)));
            }
            catch (RejectedEventException ex) {
                batch.reject(entry, ex);
            }
            catch (RuntimeException ex) {
                batch.reject(entry, new RejectedEventException(Rejection.REFUSED,
                        "the event cannot be applied here: " + ex.getClass().getSimpleName()));
            }
        }
        return batch;
    }

    private static OutsideEvent read(StreamEvent entry, EventReader reader) {
        if (entry.size() < 0) {
            throw new RejectedEventException(Rejection.MALFORMED, "the entry has no field 'event', or several");
        }
        if (entry.size() > OutsideEvent.MAX_BYTES) {
            throw new RejectedEventException(Rejection.TOO_LARGE,
                    "the event has %d bytes, but must not have more than %d".formatted(entry.size(),
                            OutsideEvent.MAX_BYTES));
        }
        return reader.read(entry.body());
    }

    /**
     * The id of an entry begins with the time at which Redis took it, unless its producer
     * chose it.
     */
    private static Instant addedAt(StreamEvent entry) {
        String millis = entry.id().substring(0, entry.id().indexOf('-'));
        return Instant.ofEpochMilli((millis.length() <= MAX_DIGITS) ? Long.parseLong(millis) : 0);
    }

    /**
     * The invalidations that the events amount to. Those that let entries expire only are
     * apart from those that evict, and none has many more targets than one event may
     * have.
     */
    List<CacheInvalidation> merged() {
        List<CacheInvalidation> merged = new ArrayList<>();
        merge(false, merged);
        merge(true, merged);
        return merged;
    }

    private void merge(boolean expiring, List<CacheInvalidation> merged) {
        CacheInvalidation current = CacheInvalidation.none();
        for (CacheInvalidation next : this.applicable.values()) {
            if (next.expiring() != expiring) {
                continue;
            }
            if (size(current) > 0 && size(current) + size(next) > MAX_TARGETS) {
                merged.add(current);
                current = CacheInvalidation.none();
            }
            current = current.and(next);
        }
        if (!current.isEmpty()) {
            merged.add(current);
        }
    }

    private static int size(CacheInvalidation invalidation) {
        return invalidation.keys().size() + invalidation.tags().size() + invalidation.caches().size();
    }

    /**
     * Applies the events one by one; those that are rejected meanwhile move over.
     */
    void each(Consumer<CacheInvalidation> apply) {
        Iterator<Map.Entry<StreamEvent, CacheInvalidation>> rest = this.applicable.entrySet().iterator();
        while (rest.hasNext()) {
            Map.Entry<StreamEvent, CacheInvalidation> next = rest.next();
            try {
                apply.accept(next.getValue());
            }
            catch (RejectedEventException ex) {
                reject(next.getKey(), ex);
                rest.remove();
            }
        }
    }

    private void reject(StreamEvent entry, RejectedEventException ex) {
        this.rejected.add(new EventStream.Rejected(entry, ex.rejection().text(), String.valueOf(ex.getMessage())));
    }

    List<String> done() {
        return this.applicable.keySet().stream().map(StreamEvent::id).toList();
    }

    List<EventStream.Rejected> rejected() {
        return List.copyOf(this.rejected);
    }

}
