/**
 * Invalidation by events: those that Spring publishes in this process, and those that
 * other services put into a stream in Redis. Public by need, not API for applications.
 */
@NullMarked
package io.tieredcache.events;

import org.jspecify.annotations.NullMarked;
