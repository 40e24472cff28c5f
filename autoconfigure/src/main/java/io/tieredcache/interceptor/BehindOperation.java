package io.tieredcache.interceptor;

/**
 * What one {@link io.tieredcache.annotation.WriteBehind} says.
 *
 * @param queue the queue
 * @param put how the result is put
 */
record BehindOperation(NamedQueue queue, PutOperation put) {

}
