package io.tieredcache.drill;

/**
 * What a reader was answered.
 *
 * @param version the version of the value
 * @param level where it came from
 */
record DrillAnswer(long version, DrillLevel level) {

}
