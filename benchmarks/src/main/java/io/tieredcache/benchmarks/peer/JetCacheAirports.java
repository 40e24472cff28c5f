package io.tieredcache.benchmarks.peer;

import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.anno.Cached;

import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.AirportPage;
import io.tieredcache.benchmarks.data.Directory;

/**
 * Airports cached by JetCache.
 */
public class JetCacheAirports {

    private final Directory directory;

    /**
     * Create a service.
     * @param directory the source
     */
    public JetCacheAirports(Directory directory) {
        this.directory = directory;
    }

    /**
     * In the process.
     * @param id number of the airport
     * @return the airport
     */
    @Cached(name = "local:", key = "#id", cacheType = CacheType.LOCAL, expire = Bounds.LOCAL_SECONDS)
    public Airport local(long id) {
        return this.directory.airport(id);
    }

    /**
     * In both levels.
     * @param id number of the airport
     * @return the airport
     */
    @Cached(name = "both:", key = "#id", cacheType = CacheType.BOTH, syncLocal = true, expire = Bounds.REMOTE_SECONDS,
            localExpire = Bounds.LOCAL_SECONDS)
    public Airport both(long id) {
        return this.directory.airport(id);
    }

    /**
     * In Redis.
     * @param id number of the airport
     * @return the airport
     */
    @Cached(name = "remote:", key = "#id", cacheType = CacheType.REMOTE, expire = Bounds.REMOTE_SECONDS)
    public Airport remote(long id) {
        return this.directory.airport(id);
    }

    /**
     * In Redis.
     * @param number number of the page
     * @return the page
     */
    @Cached(name = "pages:", key = "#number", cacheType = CacheType.REMOTE, expire = Bounds.REMOTE_SECONDS)
    public AirportPage page(long number) {
        return this.directory.page(number);
    }

}
