/**
 * L2, fences and the channel of invalidations on Redis, by Spring Data Redis and Lettuce.
 */
@NullMarked
package io.tieredcache.redis;

import org.jspecify.annotations.NullMarked;
