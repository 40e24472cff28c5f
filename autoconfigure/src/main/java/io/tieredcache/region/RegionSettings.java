package io.tieredcache.region;

import java.time.Duration;

/**
 * Settings of the relay.
 *
 * @param name the region that this instance is part of
 * @param pollInterval time between two looks at another region
 * @param batchSize most records that are applied at once
 * @param replicationLag how much later the region's own source may have a write of
 * another region; zero if there is one source
 */
public record RegionSettings(String name, Duration pollInterval, int batchSize, Duration replicationLag) {

}
