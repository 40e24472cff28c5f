/**
 * What Actuator shows of the cache. Public by need, not API for applications.
 */
@NullMarked
package io.tieredcache.actuate;

import org.jspecify.annotations.NullMarked;
