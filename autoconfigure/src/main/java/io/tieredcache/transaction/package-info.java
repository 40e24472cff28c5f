/**
 * What Spring's transactions mean to the caches.
 */
@NullMarked
package io.tieredcache.transaction;

import org.jspecify.annotations.NullMarked;
