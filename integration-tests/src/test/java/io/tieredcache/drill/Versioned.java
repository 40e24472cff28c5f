package io.tieredcache.drill;

import java.io.Serializable;
import java.util.List;

/**
 * A list of airports, a statistic or the runways of an airport.
 *
 * @param key what it is of
 * @param version how often it was changed
 * @param lines what it says
 */
record Versioned(int key, long version, List<String> lines) implements Serializable {

}
