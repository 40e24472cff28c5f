package io.tieredcache.drill;

import java.util.List;

/**
 * Writes of the directory in a set-up that is compared with this library. Where this
 * library invalidates by tag or clears a cache, the writer hands over the keys that it
 * knows to be concerned.
 */
interface OtherWrites {

    void airport(long id, int code);

    void country(long id, int country, List<Integer> codes);

    void statistic(long id, int continent);

    void statistics(long id, List<Integer> continents);

    void runways(long id, int airport);

}
