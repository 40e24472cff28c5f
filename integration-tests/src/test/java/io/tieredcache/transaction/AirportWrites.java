package io.tieredcache.transaction;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Caching;
import org.springframework.jdbc.core.JdbcTemplate;

import io.tieredcache.InvalidationTiming;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;

/**
 * Renames airports within the caller's transaction.
 */
class AirportWrites {

    private final JdbcTemplate jdbc;

    AirportWrites(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Tells no cache.
     */
    public void renameSilently(String code, String name) {
        this.jdbc.update("merge into airport (code, name) key (code) values (?, ?)", code, name);
    }

    @TieredCacheEvict(cache = Airports.CACHE, key = "#code")
    public void evict(String code, String name) {
        renameSilently(code, name);
    }

    @TieredCacheEvict(cache = Airports.CACHE, allEntries = true)
    public void evictAll(String code, String name) {
        renameSilently(code, name);
    }

    @InvalidateTags("airport:#{#code}")
    public void invalidateTag(String code, String name) {
        renameSilently(code, name);
    }

    @TieredCachePut(cache = Airports.CACHE, key = "#code", tags = "airport:#{#code}")
    public String put(String code, String name) {
        renameSilently(code, name);
        return name;
    }

    @CacheEvict(cacheNames = Airports.CACHE, key = "#code")
    public void evictBySpring(String code, String name) {
        renameSilently(code, name);
    }

    @CacheEvict(cacheNames = Airports.CACHE, allEntries = true)
    public void evictAllBySpring(String code, String name) {
        renameSilently(code, name);
    }

    @CachePut(cacheNames = Airports.CACHE, key = "#code")
    public String putBySpring(String code, String name) {
        renameSilently(code, name);
        return name;
    }

    @Caching(evict = { @CacheEvict(cacheNames = Airports.SPRING_CACHE, key = "#code"),
            @CacheEvict(cacheNames = Airports.CACHE, key = "#code") })
    @InvalidateTags("airport:#{#code}")
    @TieredCacheEvict(cache = Airports.TAGGED_CACHE, key = "#code")
    public void evictManyWays(String code, String name) {
        renameSilently(code, name);
    }

    @TieredCacheEvict(cache = Airports.CACHE, key = "#code", invalidation = InvalidationTiming.BEFORE_COMMIT)
    public void evictBeforeCommit(String code, String name) {
        renameSilently(code, name);
    }

    @TieredCacheEvict(cache = Airports.CACHE, key = "#code", invalidation = InvalidationTiming.IMMEDIATE)
    public void evictImmediately(String code, String name) {
        renameSilently(code, name);
    }

    @TieredCacheEvict(cache = Airports.CACHE, key = "#code", beforeInvocation = true)
    public void evictBeforeInvocation(String code, String name) {
        renameSilently(code, name);
    }

}
