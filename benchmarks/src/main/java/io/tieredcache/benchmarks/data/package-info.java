/**
 * What is cached: airports of OurAirports, one by one and in pages.
 */
@NullMarked
package io.tieredcache.benchmarks.data;

import org.jspecify.annotations.NullMarked;
