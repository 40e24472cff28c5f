package io.tieredcache.sample.visit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.annotation.WriteBehind;

import org.springframework.stereotype.Service;

/**
 * Takes visits without touching the database: the latest one is in the cache at once, and
 * all of them are in a queue that {@link VisitWriter} empties.
 */
@Service
class VisitService {

    private final VisitRepository visits;

    VisitService(VisitRepository visits) {
        this.visits = visits;
    }

    @WriteBehind(cache = "last-visits", key = "#airport")
    public Visit visit(String airport) {
        return new Visit(airport, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    @TieredCacheable(cache = "last-visits", key = "#airport")
    public Optional<Visit> findLastVisit(String airport) {
        return this.visits.findLastVisit(airport);
    }

    long count(String airport) {
        return this.visits.count(airport);
    }

}
