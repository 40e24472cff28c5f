/**
 * Keeps a slow or dead Redis from making the application slow: the circuit breaker, on
 * Resilience4j, the measured timeout and the bounds. Public by need, not API for
 * applications.
 */
@NullMarked
package io.tieredcache.resilience;

import org.jspecify.annotations.NullMarked;
