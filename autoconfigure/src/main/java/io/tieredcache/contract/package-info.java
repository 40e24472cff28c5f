/**
 * What caches promise, as a document. Public by need, not API for applications.
 */
@NullMarked
package io.tieredcache.contract;

import org.jspecify.annotations.NullMarked;
