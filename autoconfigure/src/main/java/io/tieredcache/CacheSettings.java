package io.tieredcache;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Settings of one cache, checked and immutable.
 *
 * @param name the cache's name
 * @param mode the levels in use at start
 * @param consistency what readers may rely on
 * @param stalenessBound how long L1 answers after the invalidation channel was last
 * proven alive; used by {@link Consistency#BOUNDED}
 * @param l1 the copies in this process
 * @param l2 the entries in Redis
 * @param keys the key's form
 * @param load the loads
 * @since 0.1.0
 */
public record CacheSettings(String name, CacheMode mode, Consistency consistency, Duration stalenessBound, L1 l1, L2 l2,
        Keys keys, Load load) {

    /**
     * Copy with another time function.
     * @param function gives the time to live of an entry
     * @return a changed copy
     */
    public CacheSettings withTtlFunction(TtlFunction function) {
        return new CacheSettings(this.name, this.mode, this.consistency, this.stalenessBound, this.l1,
                new L2(this.l2.ttl, this.l2.negativeCaching, this.l2.negativeTtl, this.l2.jitter, this.l2.maxEntrySize,
                        this.l2.serializer, function),
                this.keys, this.load);
    }

    /**
     * Copies in this process.
     *
     * @param ttl longest time a copy lives
     * @param maxEntries bound in entries; {@code null} where bytes bound it
     * @param maxBytes bound in serialized bytes; {@code null} where entries bound it
     * @param copyOnRead whether each reader gets an object of its own
     */
    public record L1(Duration ttl, @Nullable Long maxEntries, @Nullable Long maxBytes, boolean copyOnRead) {

    }

    /**
     * Entries in Redis and what holds for both levels.
     *
     * @param ttl time an entry lives
     * @param negativeCaching whether {@code null} and empty Optionals are stored
     * @param negativeTtl time that a negative result lives
     * @param jitter share by which each time to live varies, 0 to 0.5
     * @param maxEntrySize largest entry that is written or read, in bytes
     * @param serializer id of the serializer
     * @param ttlFunction gives the time to live of an entry; {@code null} for none
     */
    public record L2(Duration ttl, boolean negativeCaching, Duration negativeTtl, double jitter, int maxEntrySize,
            String serializer, @Nullable TtlFunction ttlFunction) {

    }

    /**
     * Form of the key.
     *
     * @param schema version of the values' schema, part of the key
     * @param dimensions names of the dimensions that the cache requires
     * @param dimensionTags whether the dimensions are part of the tags as well
     */
    public record Keys(int schema, List<String> dimensions, boolean dimensionTags) {

        /**
         * Create key settings.
         * @param schema version of the values' schema
         * @param dimensions names of the dimensions that the cache requires
         * @param dimensionTags whether the dimensions are part of the tags
         */
        public Keys {
            dimensions = List.copyOf(dimensions);
        }

    }

    /**
     * Loads.
     *
     * @param joinTimeout how long a caller waits for the load of another caller before it
     * loads by itself
     * @param leaseTime how long a load may take and still store its result in L2
     */
    public record Load(Duration joinTimeout, Duration leaseTime) {

    }

}
