package io.tieredcache.benchmarks.peer;

import java.util.Objects;

import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;
import org.redisson.config.Config;

import io.tieredcache.benchmarks.data.Airport;
import io.tieredcache.benchmarks.data.Directory;

/**
 * Airports in a local cached map of Redisson, with its default codec. Its local part is
 * kept by Caffeine, as the others' is.
 */
public class RedissonAirports implements AutoCloseable {

    private final RedissonClient client;

    private final RLocalCachedMap<Long, Airport> airports;

    /**
     * Create a service and fill the map.
     * @param directory the source
     */
    public RedissonAirports(Directory directory) {
        Config config = new Config();
        config.useSingleServer().setAddress(RedisAddress.uri());
        this.client = Redisson.create(config);
        this.airports = this.client.getLocalCachedMap(LocalCachedMapOptions.<Long, Airport>name("redisson:airports")
            .cacheProvider(LocalCachedMapOptions.CacheProvider.CAFFEINE)
            .cacheSize(Bounds.MAX_ENTRIES)
            .timeToLive(Bounds.LOCAL_TTL)
            .evictionPolicy(LocalCachedMapOptions.EvictionPolicy.LFU)
            .syncStrategy(LocalCachedMapOptions.SyncStrategy.INVALIDATE)
            .reconnectionStrategy(LocalCachedMapOptions.ReconnectionStrategy.CLEAR));
        for (long id : directory.ids()) {
            this.airports.fastPut(id, directory.airport(id));
        }
    }

    /**
     * An airport.
     * @param id its number
     * @return the airport
     */
    public Airport airport(long id) {
        return Objects.requireNonNull(this.airports.get(id));
    }

    @Override
    public void close() {
        this.client.shutdown();
    }

}
