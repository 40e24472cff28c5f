package io.tieredcache;

import java.time.Duration;
import java.util.List;
import java.util.Set;

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
 * @param stale what may be served after its time to live
 * @param refresh what is loaded again before its time to live ends
 * @param derivedFrom what the values are made of, beside what their own tags say
 * @param whenUnreachable what becomes of an invalidation that Redis does not acknowledge
 * @since 0.1.0
 */
public record CacheSettings(String name, CacheMode mode, Consistency consistency, Duration stalenessBound, L1 l1, L2 l2,
        Keys keys, Load load, Stale stale, Refresh refresh, DerivedFrom derivedFrom, WhenUnreachable whenUnreachable) {

    /**
     * Settings of a cache that is derived from nothing and whose invalidations throw
     * where Redis does not acknowledge them.
     * @param name the cache's name
     * @param mode the levels in use at start
     * @param consistency what readers may rely on
     * @param stalenessBound how long L1 answers after the channel was last proven alive
     * @param l1 the copies in this process
     * @param l2 the entries in Redis
     * @param keys the key's form
     * @param load the loads
     * @param stale what may be served after its time to live
     * @param refresh what is loaded again before its time to live ends
     */
    public CacheSettings(String name, CacheMode mode, Consistency consistency, Duration stalenessBound, L1 l1, L2 l2,
            Keys keys, Load load, Stale stale, Refresh refresh) {
        this(name, mode, consistency, stalenessBound, l1, l2, keys, load, stale, refresh, DerivedFrom.nothing(),
                WhenUnreachable.THROW);
    }

    /**
     * Copy with another time function.
     * @param function gives the time to live of an entry
     * @return a changed copy
     */
    public CacheSettings withTtlFunction(TtlFunction function) {
        return new CacheSettings(this.name, this.mode, this.consistency, this.stalenessBound, this.l1,
                new L2(this.l2.ttl, this.l2.negativeCaching, this.l2.negativeTtl, this.l2.jitter, this.l2.maxEntrySize,
                        this.l2.serializer, function, this.l2.softTimeout, this.l2.hardTimeout, this.l2.maxTags,
                        this.l2.store),
                this.keys, this.load, this.stale, this.refresh, this.derivedFrom, this.whenUnreachable);
    }

    /**
     * Copy that is derived from something else.
     * @param others what the values are made of
     * @return a changed copy
     */
    public CacheSettings withDerivedFrom(DerivedFrom others) {
        return new CacheSettings(this.name, this.mode, this.consistency, this.stalenessBound, this.l1, this.l2,
                this.keys, this.load, this.stale, this.refresh, others, this.whenUnreachable);
    }

    /**
     * Copy with another answer to a Redis that does not acknowledge.
     * @param policy what becomes of an invalidation then
     * @return a changed copy
     */
    public CacheSettings withWhenUnreachable(WhenUnreachable policy) {
        return new CacheSettings(this.name, this.mode, this.consistency, this.stalenessBound, this.l1, this.l2,
                this.keys, this.load, this.stale, this.refresh, this.derivedFrom, policy);
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
     * @param softTimeout how long a read waits for Redis where this process still holds a
     * copy whose time in L1 is over; {@code null} for as long as any read
     * @param hardTimeout how long Redis is waited for before the source is asked;
     * {@code null} for what holds for all caches
     * @param maxTags most tags that an entry may have, 1 to {@value #MOST_TAGS}
     * @param store name of the store that the entries are in; {@code null} for the
     * application's Redis
     */
    public record L2(Duration ttl, boolean negativeCaching, Duration negativeTtl, double jitter, int maxEntrySize,
            String serializer, @Nullable TtlFunction ttlFunction, @Nullable Duration softTimeout,
            @Nullable Duration hardTimeout, int maxTags, @Nullable String store) {

        /** Largest value of {@code maxTags}. */
        public static final int MOST_TAGS = 1024;

        /** Usual value of {@code maxTags}. */
        public static final int USUAL_TAGS = 128;

        /**
         * Entries with the usual number of tags in the application's Redis.
         * @param ttl time an entry lives
         * @param negativeCaching whether {@code null} and empty Optionals are stored
         * @param negativeTtl time that a negative result lives
         * @param jitter share by which each time to live varies, 0 to 0.5
         * @param maxEntrySize largest entry that is written or read, in bytes
         * @param serializer id of the serializer
         * @param ttlFunction gives the time to live of an entry; {@code null} for none
         * @param softTimeout how long a read waits for Redis where there is a copy
         * @param hardTimeout how long Redis is waited for before the source is asked
         */
        public L2(Duration ttl, boolean negativeCaching, Duration negativeTtl, double jitter, int maxEntrySize,
                String serializer, @Nullable TtlFunction ttlFunction, @Nullable Duration softTimeout,
                @Nullable Duration hardTimeout) {
            this(ttl, negativeCaching, negativeTtl, jitter, maxEntrySize, serializer, ttlFunction, softTimeout,
                    hardTimeout, USUAL_TAGS, null);
        }

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
     * @param singleFlight among whom one load of a key is shared
     * @param joinTimeout how long a caller waits for the load of another caller, or of
     * another instance, before it loads by itself
     * @param leaseTime how long a load's right to store its result outlives the process
     * that runs it; renewed while the load runs
     * @param softTimeout how long a caller waits for a load where there is an older value
     * to serve; {@code null} for as long as it takes
     * @param hardTimeout how long a caller waits for a load at all; {@code null} for as
     * long as it takes
     */
    public record Load(SingleFlight singleFlight, Duration joinTimeout, Duration leaseTime,
            @Nullable Duration softTimeout, @Nullable Duration hardTimeout) {

        /**
         * Loads without timeouts.
         * @param singleFlight among whom one load of a key is shared
         * @param joinTimeout how long a caller waits for another load
         * @param leaseTime how long a load's right to store outlives its process
         */
        public Load(SingleFlight singleFlight, Duration joinTimeout, Duration leaseTime) {
            this(singleFlight, joinTimeout, leaseTime, null, null);
        }

    }

    /**
     * What may be served after its time to live. No invalidated value is: an invalidation
     * ends these times too, unless it said that the values only expire.
     *
     * @param whileRevalidate how long after its time to live a value is served while it
     * is loaded again behind it; zero for not at all
     * @param ifError how long after its time to live a value is served where the load of
     * a new one fails or takes too long; zero for not at all
     * @param throttle how long the source is left alone after a load that failed where an
     * older value was served
     */
    public record Stale(Duration whileRevalidate, Duration ifError, Duration throttle) {

        /**
         * Nothing is served after its time to live.
         * @return the settings
         */
        public static Stale off() {
            return new Stale(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5));
        }

    }

    /**
     * What is loaded again before its time to live ends.
     *
     * @param beta how eager the probabilistic early refresh is: 1 is usual, more is
     * earlier, 0 switches it off
     * @param hotKeys how many of the keys that are read most are loaded again before they
     * expire; 0 for none
     * @param ahead share of the time to live that is left when hot keys are loaded again,
     * above 0 and below 1
     * @param concurrency most hot keys that are loaded at once
     * @param named keys that are loaded again at a fixed rate once they were read
     */
    public record Refresh(double beta, int hotKeys, double ahead, int concurrency, Named named) {

        /**
         * Nothing is loaded before it is missed.
         * @return the settings
         */
        public static Refresh off() {
            return new Refresh(0, 0, 0.2, 2, Named.none());
        }

    }

    /**
     * What the values of a cache are made of. An entry is invalidated with any of it, and
     * with what that is derived from in turn.
     *
     * @param caches caches whose entries are part of the values: an eviction or put of
     * any of their keys, and a clear, invalidates all entries of this cache
     * @param tags tags that all entries of this cache are under, without dimensions, each
     * 1 to 128 characters
     */
    public record DerivedFrom(Set<String> caches, Set<String> tags) {

        /**
         * Create what values are made of.
         * @param caches caches whose entries are part of the values
         * @param tags tags that all entries are under
         */
        public DerivedFrom {
            caches = Set.copyOf(caches);
            tags = Set.copyOf(tags);
        }

        /**
         * Nothing but what the values' own tags say.
         * @return the settings
         */
        public static DerivedFrom nothing() {
            return new DerivedFrom(Set.of(), Set.of());
        }

        /**
         * Whether there is anything.
         * @return {@code false} if there is
         */
        public boolean isNothing() {
            return this.caches.isEmpty() && this.tags.isEmpty();
        }

    }

    /**
     * Keys that are loaded again at a fixed rate, whether anybody reads them or not, from
     * the first read of each in this process on.
     *
     * @param keys the keys as text: what {@link Object#toString()} gives of strings,
     * numbers and enums
     * @param interval time between two loads
     */
    public record Named(Set<String> keys, Duration interval) {

        /**
         * Create named keys.
         * @param keys the keys as text
         * @param interval time between two loads
         */
        public Named {
            keys = Set.copyOf(keys);
        }

        /**
         * No key.
         * @return the settings
         */
        public static Named none() {
            return new Named(Set.of(), Duration.ofMinutes(1));
        }

    }

}
