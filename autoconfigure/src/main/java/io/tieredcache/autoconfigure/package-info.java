/**
 * Wires the cache from properties and beans.
 */
@NullMarked
package io.tieredcache.autoconfigure;

import org.jspecify.annotations.NullMarked;
