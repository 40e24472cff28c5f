/**
 * Measurements of more than one call: storms, floods, sizes and starts.
 */
@NullMarked
package io.tieredcache.benchmarks.harness;

import org.jspecify.annotations.NullMarked;
