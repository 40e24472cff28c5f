/**
 * The annotations that applications write on service methods.
 */
@NullMarked
package io.tieredcache.annotation;

import org.jspecify.annotations.NullMarked;
