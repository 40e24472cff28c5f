package io.tieredcache.benchmarks.peer;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.jspecify.annotations.Nullable;

import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.Directory;

/**
 * What a careful engineer writes by hand in front of the source: a bounded Caffeine cache
 * whose entries expire after the write.
 */
public class HandWritten {

    private final Cache<Long, Airport> airports = Caffeine.newBuilder()
        .maximumSize(Bounds.MAX_ENTRIES)
        .expireAfterWrite(Bounds.LOCAL_TTL)
        .build();

    private final Directory directory;

    /**
     * Create a service.
     * @param directory the source
     */
    public HandWritten(Directory directory) {
        this.directory = directory;
    }

    /**
     * An airport.
     * @param id its number
     * @return the airport
     */
    public Airport airport(long id) {
        Long key = id;
        @Nullable Airport cached = this.airports.getIfPresent(key);
        if (cached != null) {
            return cached;
        }
        Airport loaded = this.directory.airport(id);
        this.airports.put(key, loaded);
        return loaded;
    }

}
