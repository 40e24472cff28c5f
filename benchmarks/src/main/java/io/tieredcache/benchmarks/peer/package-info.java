/**
 * The caches that are compared, each as its own documentation recommends.
 */
@NullMarked
package io.tieredcache.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
