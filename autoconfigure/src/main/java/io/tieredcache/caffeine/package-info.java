/**
 * L1 on Caffeine.
 */
@NullMarked
package io.tieredcache.caffeine;

import org.jspecify.annotations.NullMarked;
