package io.tieredcache.store;

/**
 * What became of a put.
 *
 * @param stored whether the value was stored; if not, the entry was evicted
 * @param number the number of the put's invalidation
 */
public record PutOutcome(boolean stored, long number) {

}
