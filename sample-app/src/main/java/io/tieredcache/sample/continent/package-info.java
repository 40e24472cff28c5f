/**
 * Statistics of a continent, which take seconds to compute.
 */
@NullMarked
package io.tieredcache.sample.continent;

import org.jspecify.annotations.NullMarked;
