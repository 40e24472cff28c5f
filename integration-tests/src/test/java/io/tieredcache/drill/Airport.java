package io.tieredcache.drill;

import java.io.Serializable;

/**
 * An airport.
 *
 * @param code its code
 * @param country its country
 * @param version how often it was changed
 * @param name its name
 */
record Airport(int code, int country, long version, String name) implements Serializable {

}
