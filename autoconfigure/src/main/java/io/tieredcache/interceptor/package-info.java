/**
 * Gives the annotations their effect: annotation, operation, expression, advice. What is
 * public here is so for the auto-configuration and is no API.
 */
@NullMarked
package io.tieredcache.interceptor;

import org.jspecify.annotations.NullMarked;
