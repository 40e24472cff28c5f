package io.tieredcache.writebehind;

/**
 * A value that is written behind.
 *
 * @param id the key
 * @param count grows with each write of the key
 */
record Visit(String id, long count) {

}
