/**
 * Relays invalidations between groups of instances that have a Redis each. Public for the
 * auto-configuration, no API.
 */
@NullMarked
package io.tieredcache.region;

import org.jspecify.annotations.NullMarked;
