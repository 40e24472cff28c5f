package io.tieredcache.store;

/**
 * What became of the request for a lease that is not given while a writer holds the key
 * or one of its fences.
 *
 * @param readings numbers of the fences
 * @param held whether there is a hold, and so no lease
 */
public record HeldLease(FenceReadings readings, boolean held) {

}
