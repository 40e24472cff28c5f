package io.tieredcache.writebehind;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.annotation.Cacheable;

import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.annotation.WriteBehind;

/**
 * The service of an application.
 */
class Visits {

    private final Journal journal;

    Visits(Journal journal) {
        this.journal = journal;
    }

    @WriteBehind(cache = Journal.CACHE, key = "#id")
    public Visit write(String id, long count) {
        return new Visit(id, count);
    }

    @WriteBehind(cache = Journal.CACHE, key = "#result.id", unless = "#result.count < 0")
    public Visit writeByResult(String id, long count) {
        return new Visit(id, count);
    }

    @TieredCacheable(cache = Journal.CACHE, key = "#id")
    public @Nullable Visit read(String id) {
        return this.journal.read(id);
    }

    @Cacheable(cacheNames = Journal.CACHE, key = "#id")
    public @Nullable Visit readBySpring(String id) {
        return this.journal.read(id);
    }

}
