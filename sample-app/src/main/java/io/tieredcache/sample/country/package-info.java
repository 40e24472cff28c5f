/**
 * The airports of a country: listed, and restored to the OurAirports data.
 */
@NullMarked
package io.tieredcache.sample.country;

import org.jspecify.annotations.NullMarked;
