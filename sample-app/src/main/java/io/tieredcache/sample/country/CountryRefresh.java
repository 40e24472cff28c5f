package io.tieredcache.sample.country;

import java.util.List;

/**
 * A country whose airports were set back to the OurAirports data.
 *
 * @param airports how many airports it has
 * @param continents where they are, for some countries more than one
 */
record CountryRefresh(String code, int airports, List<String> continents) {

}
