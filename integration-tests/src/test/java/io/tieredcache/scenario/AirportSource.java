package io.tieredcache.scenario;

import java.util.concurrent.atomic.AtomicInteger;

import io.tieredcache.CacheLoader;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadContext;
import io.tieredcache.TieredCache;

/**
 * The source of truth of a test: one airport that changes, with its loads counted.
 */
final class AirportSource implements CacheLoader<Airport> {

    static final EntryPolicy POLICY = EntryPolicy.defaults().withType(Airport.class).withTags("airports");

    private final AtomicInteger version = new AtomicInteger();

    private final AtomicInteger loads = new AtomicInteger();

    @Override
    public Airport load(LoadContext context) {
        this.loads.incrementAndGet();
        return current();
    }

    Airport current() {
        return new Airport("HAM", "Hamburg " + this.version.get(), 2);
    }

    /**
     * Changes the airport; nobody is told.
     */
    Airport change() {
        this.version.incrementAndGet();
        return current();
    }

    int loads() {
        return this.loads.get();
    }

    Airport read(TieredCache cache, Object key) {
        return read(cache, key, POLICY);
    }

    Airport read(TieredCache cache, Object key, EntryPolicy policy) {
        return Reads.get(cache, key, policy, this);
    }

}
