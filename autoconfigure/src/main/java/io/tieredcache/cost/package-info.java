/**
 * What caches occupy, cost and save: sizes, budgets and prices. Public by need of the
 * auto-configuration, no API.
 */
@NullMarked
package io.tieredcache.cost;

import org.jspecify.annotations.NullMarked;
