/**
 * Service level objectives of caches: what is counted, and how fast budgets are spent.
 * Public by need, not API for applications.
 */
@NullMarked
package io.tieredcache.slo;

import org.jspecify.annotations.NullMarked;
