/**
 * The OurAirports data and their import into the database.
 */
@NullMarked
package io.tieredcache.sample.ourairports;

import org.jspecify.annotations.NullMarked;
