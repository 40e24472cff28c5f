package io.tieredcache.cache;

import java.util.List;

import io.tieredcache.CacheReadListener;
import io.tieredcache.store.CacheObserver;
import io.tieredcache.store.HitAudit;

/**
 * Who is told of what the caches do.
 *
 * @param listeners told of every read
 * @param observers told of all else
 * @param audit looks at some of the hits again
 */
public record RuntimeWatchers(List<CacheReadListener> listeners, List<CacheObserver> observers, HitAudit audit) {

    /**
     * Create a description of who is told.
     * @param listeners told of every read
     * @param observers told of all else
     * @param audit looks at some of the hits again
     */
    public RuntimeWatchers {
        listeners = List.copyOf(listeners);
        observers = List.copyOf(observers);
    }

    /**
     * Nobody is told.
     * @return the description
     */
    public static RuntimeWatchers none() {
        return new RuntimeWatchers(List.of(), List.of(), HitAudit.NONE);
    }

}
