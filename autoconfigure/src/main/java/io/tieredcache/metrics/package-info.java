/**
 * Meters of the cache, by Micrometer.
 */
@NullMarked
package io.tieredcache.metrics;

import org.jspecify.annotations.NullMarked;
