/**
 * What applications see of the cache: the cache itself, invalidations, settings, events
 * and errors.
 */
@NullMarked
package io.tieredcache;

import org.jspecify.annotations.NullMarked;
