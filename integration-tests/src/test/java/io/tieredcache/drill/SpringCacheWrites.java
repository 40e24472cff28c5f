package io.tieredcache.drill;

import java.util.List;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Caching;
import org.springframework.transaction.annotation.Transactional;

/**
 * Changes the directory, each method in a transaction of its own, after whose commit the
 * caches of Spring are evicted. An annotation of Spring names one key or the whole cache:
 * where a country changes, a careful writer clears the cache of airports.
 */
class SpringCacheWrites implements OtherWrites {

    private final SourceTransactionManager transactions;

    private final DrillItems items;

    SpringCacheWrites(SourceTransactionManager transactions, DrillSource source) {
        this.transactions = transactions;
        this.items = source.items();
    }

    @Override
    @Transactional
    @CacheEvict(cacheNames = "airports", key = "#code")
    public void airport(long id, int code) {
        change(id, DrillWrite.AIRPORT_BY_KEY, code);
    }

    @Override
    @Transactional
    @Caching(evict = { @CacheEvict(cacheNames = "country-airports", key = "#country"),
            @CacheEvict(cacheNames = "airports", allEntries = true) })
    public void country(long id, int country, List<Integer> codes) {
        change(id, DrillWrite.COUNTRY_BY_TAGS, country);
    }

    @Override
    @Transactional
    @CacheEvict(cacheNames = "statistics", key = "#continent")
    public void statistic(long id, int continent) {
        change(id, DrillWrite.STATISTIC_BY_KEY, continent);
    }

    @Override
    @Transactional
    @CacheEvict(cacheNames = "statistics", allEntries = true)
    public void statistics(long id, List<Integer> continents) {
        change(id, DrillWrite.STATISTICS_BY_CACHE, 0);
    }

    @Override
    @Transactional
    @CacheEvict(cacheNames = "runways", key = "#airport")
    public void runways(long id, int airport) {
        change(id, DrillWrite.RUNWAY_BY_KEY, airport);
    }

    private void change(long id, DrillWrite write, int key) {
        this.transactions.change(id, write.changed(key, this.items));
    }

}
