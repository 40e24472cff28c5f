package io.tieredcache.drill;

import org.springframework.transaction.annotation.Transactional;

import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;

/**
 * Changes the directory, each method in a transaction of its own, after whose commit what
 * the annotation names is invalidated.
 */
class DirectoryWrites {

    private final DirectoryChanges changes;

    DirectoryWrites(DirectoryChanges changes) {
        this.changes = changes;
    }

    @Transactional
    @TieredCacheEvict(cache = "airports", key = "#code")
    public void airport(long id, int code) {
        this.changes.make(id, DrillWrite.AIRPORT_BY_KEY, code);
    }

    @Transactional
    @InvalidateTags({ "country:#{#country}", "airports-of:#{#country}" })
    public void country(long id, int country) {
        this.changes.make(id, DrillWrite.COUNTRY_BY_TAGS, country);
    }

    @Transactional
    @TieredCacheEvict(cache = "statistics", key = "#continent")
    public void statistic(long id, int continent) {
        this.changes.make(id, DrillWrite.STATISTIC_BY_KEY, continent);
    }

    @Transactional
    @TieredCacheEvict(cache = "statistics", allEntries = true)
    public void statistics(long id) {
        this.changes.make(id, DrillWrite.STATISTICS_BY_CACHE, 0);
    }

    @Transactional
    @TieredCacheEvict(cache = "runways", key = "#airport")
    public void runways(long id, int airport) {
        this.changes.make(id, DrillWrite.RUNWAY_BY_KEY, airport);
    }

}
