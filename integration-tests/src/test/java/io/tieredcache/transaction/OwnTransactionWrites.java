package io.tieredcache.transaction;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;

/**
 * Renames airports within the methods' own transactions, which roll back for a name that
 * is empty.
 */
class OwnTransactionWrites {

    private final AirportWrites writes;

    OwnTransactionWrites(JdbcTemplate jdbc) {
        this.writes = new AirportWrites(jdbc);
    }

    @Transactional
    @TieredCacheEvict(cache = Airports.CACHE, key = "#code")
    public void evict(String code, String name) {
        rename(code, name);
    }

    @Transactional
    @InvalidateTags("airport:#{#code}")
    public void invalidateTag(String code, String name) {
        rename(code, name);
    }

    @Transactional
    @TieredCachePut(cache = Airports.CACHE, key = "#code")
    public String put(String code, String name) {
        return rename(code, name);
    }

    @Transactional
    @TieredCachePut(cache = Airports.CACHE, key = "#code")
    public String putAndTakeBack(String code, String name) {
        rename(code, name);
        TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
        return name;
    }

    @Transactional
    @CacheEvict(cacheNames = Airports.CACHE, key = "#code")
    public void evictBySpring(String code, String name) {
        rename(code, name);
    }

    @Transactional
    @CachePut(cacheNames = Airports.CACHE, key = "#code")
    public String putBySpring(String code, String name) {
        return rename(code, name);
    }

    private String rename(String code, String name) {
        this.writes.renameSilently(code, name);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an airport needs a name");
        }
        return name;
    }

}
