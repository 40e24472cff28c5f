package io.tieredcache.region;

import java.time.Duration;

import io.tieredcache.store.RegionLog;

/**
 * Another region.
 *
 * @param name its name
 * @param log what it records
 * @param timeout how long its Redis is waited for
 */
public record RegionPeer(String name, RegionLog log, Duration timeout) {

}
