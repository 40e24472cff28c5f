/**
 * A Redis that the sample starts for itself where there is none.
 */
@NullMarked
package io.tieredcache.sample.redis;

import org.jspecify.annotations.NullMarked;
