package io.tieredcache.benchmarks.peer;

import com.alicp.jetcache.anno.CachePenetrationProtect;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.anno.Cached;

import org.springframework.cache.annotation.Cacheable;

import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.benchmarks.data.Airport;

/**
 * Airports of the slow source, cached by each of the libraries. Each application proxies
 * the method of its own.
 */
public class SlowAirports {

    private final SlowSource source;

    /**
     * Create a service.
     * @param source the source that all instances share
     */
    public SlowAirports(SlowSource source) {
        this.source = source;
    }

    /**
     * By this library.
     * @param key the key
     * @return an airport
     */
    @TieredCacheable(cache = "slow", key = "#key", tags = "#{#result.tags()}")
    public Airport tiered(long key) {
        return this.source.airport(key);
    }

    /**
     * By Spring.
     * @param key the key
     * @return an airport
     */
    @Cacheable(cacheNames = "slow", key = "#key")
    public Airport spring(long key) {
        return this.source.airport(key);
    }

    /**
     * By Spring, one load at a time.
     * @param key the key
     * @return an airport
     */
    @Cacheable(cacheNames = "slow", key = "#key", sync = true)
    public Airport springSync(long key) {
        return this.source.airport(key);
    }

    /**
     * By JetCache, one load of a key at a time in each process.
     * @param key the key
     * @return an airport
     */
    @Cached(name = "slow:", key = "#key", cacheType = CacheType.REMOTE, expire = Bounds.REMOTE_SECONDS)
    @CachePenetrationProtect
    public Airport jetCache(long key) {
        return this.source.airport(key);
    }

}
