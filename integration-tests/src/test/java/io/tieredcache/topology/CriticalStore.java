package io.tieredcache.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.tieredcache.testing.RedisFixture;

/**
 * Properties of an instance whose caches are in a store beside the application's Redis.
 */
final class CriticalStore {

    private CriticalStore() {
    }

    /**
     * All caches are in the store {@code critical}; the application's Redis is the shared
     * one.
     * @param place properties that say where it is
     */
    static List<String> properties(String... place) {
        RedisFixture own = RedisFixture.shared();
        List<String> all = new ArrayList<>(List.of("spring.data.redis.host=" + own.host(),
                "spring.data.redis.port=" + own.port(), "tiered-cache.defaults.store=critical"));
        Arrays.stream(place).forEach((property) -> all.add("tiered-cache.stores.critical." + property));
        return all;
    }

}
