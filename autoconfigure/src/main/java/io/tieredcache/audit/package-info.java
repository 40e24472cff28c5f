/**
 * The staleness audit: which hits are looked at, when, how often, and what is counted.
 * Public by need, not API for applications.
 */
@NullMarked
package io.tieredcache.audit;

import org.jspecify.annotations.NullMarked;
