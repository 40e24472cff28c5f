/**
 * Contracts between the read and write path and the technologies below it: L1, L2, fences
 * and the channel of invalidations. Public by need, not API for applications.
 */
@NullMarked
package io.tieredcache.store;

import org.jspecify.annotations.NullMarked;
