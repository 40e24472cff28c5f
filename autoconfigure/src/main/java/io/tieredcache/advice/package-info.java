/**
 * Judges how the Redis servers are set up by what the caches promise. Public by need, not
 * API for applications.
 */
@NullMarked
package io.tieredcache.advice;

import org.jspecify.annotations.NullMarked;
