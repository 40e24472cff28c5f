/**
 * The read and write path: how loads, fills, puts and invalidations keep both levels
 * right. Public by need, not API for applications.
 */
@NullMarked
package io.tieredcache.cache;

import org.jspecify.annotations.NullMarked;
