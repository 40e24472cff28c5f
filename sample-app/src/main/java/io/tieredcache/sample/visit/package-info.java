/**
 * Visits of airports: counted often, written later.
 */
@NullMarked
package io.tieredcache.sample.visit;

import org.jspecify.annotations.NullMarked;
