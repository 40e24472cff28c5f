package io.tieredcache.drill;

/**
 * Reads of the directory in a set-up that is compared with this library.
 */
interface OtherReads {

    Airport airport(int code);

    Versioned list(int country);

    Versioned statistic(int continent);

    Versioned runways(int airport);

}
