/**
 * What was measured, as a page.
 */
@NullMarked
package io.tieredcache.benchmarks.report;

import org.jspecify.annotations.NullMarked;
