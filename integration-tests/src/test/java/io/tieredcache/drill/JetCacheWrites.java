package io.tieredcache.drill;

import java.util.List;

import com.alicp.jetcache.anno.CacheInvalidate;

import org.springframework.transaction.annotation.Transactional;

/**
 * Changes the directory, each method in a transaction of its own, after whose commit the
 * caches of JetCache are evicted. JetCache removes keys, one or several, and clears no
 * cache: a careful writer names all keys that are concerned.
 */
class JetCacheWrites implements OtherWrites {

    private final SourceTransactionManager transactions;

    private final DrillItems items;

    JetCacheWrites(SourceTransactionManager transactions, DrillSource source) {
        this.transactions = transactions;
        this.items = source.items();
    }

    @Override
    @Transactional
    @CacheInvalidate(name = "airports", key = "#code")
    public void airport(long id, int code) {
        change(id, DrillWrite.AIRPORT_BY_KEY, code);
    }

    @Override
    @Transactional
    @CacheInvalidate(name = "country-airports", key = "#country")
    @CacheInvalidate(name = "airports", key = "#codes", multi = true)
    public void country(long id, int country, List<Integer> codes) {
        change(id, DrillWrite.COUNTRY_BY_TAGS, country);
    }

    @Override
    @Transactional
    @CacheInvalidate(name = "statistics", key = "#continent")
    public void statistic(long id, int continent) {
        change(id, DrillWrite.STATISTIC_BY_KEY, continent);
    }

    @Override
    @Transactional
    @CacheInvalidate(name = "statistics", key = "#continents", multi = true)
    public void statistics(long id, List<Integer> continents) {
        change(id, DrillWrite.STATISTICS_BY_CACHE, 0);
    }

    @Override
    @Transactional
    @CacheInvalidate(name = "runways", key = "#airport")
    public void runways(long id, int airport) {
        change(id, DrillWrite.RUNWAY_BY_KEY, airport);
    }

    private void change(long id, DrillWrite write, int key) {
        this.transactions.change(id, write.changed(key, this.items));
    }

}
