package io.tieredcache.drill;

import com.alicp.jetcache.anno.CachePenetrationProtect;
import com.alicp.jetcache.anno.CacheType;
import com.alicp.jetcache.anno.Cached;

/**
 * Reads the directory through caches of JetCache, in both levels, whose changes are told
 * to the other instances. One thread of a process loads a key at a time. JetCache knows
 * no classes of consistency, so the runways, of which nobody may see an old one, are
 * cached as everything else.
 */
class JetCacheReads implements OtherReads {

    private static final int REMOTE_SECONDS = 600;

    private static final int LOCAL_SECONDS = 300;

    private final DirectoryLoads loads;

    JetCacheReads(DrillSource source) {
        this.loads = new DirectoryLoads(source);
    }

    @Override
    @Cached(name = "airports", key = "#code", cacheType = CacheType.BOTH, syncLocal = true, expire = REMOTE_SECONDS,
            localExpire = LOCAL_SECONDS)
    @CachePenetrationProtect
    public Airport airport(int code) {
        return this.loads.airport(code);
    }

    @Override
    @Cached(name = "country-airports", key = "#country", cacheType = CacheType.BOTH, syncLocal = true,
            expire = REMOTE_SECONDS, localExpire = LOCAL_SECONDS)
    @CachePenetrationProtect
    public Versioned list(int country) {
        return this.loads.load(DrillCache.LISTS, country);
    }

    @Override
    @Cached(name = "statistics", key = "#continent", cacheType = CacheType.BOTH, syncLocal = true,
            expire = REMOTE_SECONDS, localExpire = 5)
    @CachePenetrationProtect
    public Versioned statistic(int continent) {
        return this.loads.load(DrillCache.STATISTICS, continent);
    }

    @Override
    @Cached(name = "runways", key = "#airport", cacheType = CacheType.BOTH, syncLocal = true, expire = REMOTE_SECONDS,
            localExpire = LOCAL_SECONDS)
    @CachePenetrationProtect
    public Versioned runways(int airport) {
        return this.loads.load(DrillCache.RUNWAYS, airport);
    }

}
