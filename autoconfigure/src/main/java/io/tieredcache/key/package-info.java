/**
 * The canonical text of cache keys, which all instances agree on.
 */
@NullMarked
package io.tieredcache.key;

import org.jspecify.annotations.NullMarked;
