/**
 * A directory of the world's airports, served through the tiered cache.
 */
@NullMarked
package io.tieredcache.sample;

import org.jspecify.annotations.NullMarked;
