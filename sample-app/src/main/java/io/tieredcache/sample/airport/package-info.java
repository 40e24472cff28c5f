/**
 * Single airports: found by code, changed one at a time.
 */
@NullMarked
package io.tieredcache.sample.airport;

import org.jspecify.annotations.NullMarked;
