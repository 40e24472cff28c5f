package io.tieredcache.scenario;

/**
 * A value.
 */
record Airport(String code, String name, int runways) {

}
