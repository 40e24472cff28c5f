/**
 * Meters of the cache. Public by need, not API for applications.
 */
@NullMarked
package io.tieredcache.metrics;

import org.jspecify.annotations.NullMarked;
