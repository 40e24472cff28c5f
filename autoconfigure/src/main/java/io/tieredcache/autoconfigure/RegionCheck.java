package io.tieredcache.autoconfigure;

import java.util.regex.Pattern;

import io.tieredcache.InvalidTieredCacheConfigurationException;

/**
 * Checks the properties of regions.
 */
final class RegionCheck {

    private static final String PREFIX = "tiered-cache.region.";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private static final int MAX_BATCH = 1_000;

    private RegionCheck() {
    }

    static void check(RegionProperties region) {
        String name = region.getName();
        if (name == null && !region.getPeers().isEmpty()) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%speers' names other regions, but '%sname' is not set.".formatted(PREFIX, PREFIX),
                    "Set '%sname' to the name of the region that this instance is part of.".formatted(PREFIX));
        }
        if (name != null) {
            checkName(PREFIX + "name", name);
        }
        region.getPeers().forEach((peer, redis) -> {
            checkName(PREFIX + "peers", peer);
            check(PREFIX + "peers." + peer, redis);
        });
        if (region.getMaxRecords() < 1) {
            throw wrong("max-records", "must be 1 or more", Integer.toString(region.getMaxRecords()), "100000");
        }
        if (region.getBatchSize() < 1 || region.getBatchSize() > MAX_BATCH) {
            throw wrong("batch-size", "must be 1 to " + MAX_BATCH, Integer.toString(region.getBatchSize()), "500");
        }
        if (region.getPollInterval().toMillis() <= 0) {
            throw wrong("poll-interval", "must be a positive time", Words.of(region.getPollInterval()), "100ms");
        }
        if (region.getReplicationLag().isNegative()) {
            throw wrong("replication-lag", "must not be negative", Words.of(region.getReplicationLag()), "2s");
        }
    }

    private static void checkName(String property, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%s': '%s' cannot be the name of a region.".formatted(property, name),
                    "Use letters, digits, dots, dashes and underscores, up to 64.");
        }
    }

    private static void check(String property, StoreProperties redis) {
        if (redis.getConnectionFactory() != null) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%s.connection-factory' is set, but the connection to another region cannot be that of a bean."
                        .formatted(property),
                    "Set '%s.url' in its place.".formatted(property));
        }
        if (redis.getReadFrom() != StoreProperties.ReadFrom.MASTER) {
            throw new InvalidTieredCacheConfigurationException(
                    "'%s.read-from' is set, but another region is read from its primary only.".formatted(property),
                    "Remove it.");
        }
        StoresCheck.check(property, redis);
    }

    private static InvalidTieredCacheConfigurationException wrong(String property, String rule, String found,
            String example) {
        return new InvalidTieredCacheConfigurationException(
                "'%s%s' %s, found %s.".formatted(PREFIX, property, rule, found),
                "Set '%s%s' to a value such as %s, or remove it.".formatted(PREFIX, property, example));
    }

}
