/**
 * Benchmarks of calls that take less than a millisecond.
 */
@NullMarked
package io.tieredcache.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
