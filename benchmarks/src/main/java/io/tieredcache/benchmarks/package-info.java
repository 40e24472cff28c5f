/**
 * Measures the cache beside other caches, on the same values and in one run.
 */
@NullMarked
package io.tieredcache.benchmarks;

import org.jspecify.annotations.NullMarked;
