package io.tieredcache;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;

/**
 * A cache with two levels: L1 in this process and L2 in Redis. It is a Spring
 * {@link Cache}, and gives programs what the annotations give methods.
 * <p>
 * Where the cache has a {@link ReadThroughLoader}, {@link #get(Object)} and
 * {@link #get(Object, Class)} load what they miss, but for calls of methods with Spring's
 * own annotations, within which the method is the loader. {@link #retrieve(Object)} never
 * loads.
 * <p>
 * A read that fails at Redis asks the source; it never throws because of the cache. The
 * values handed out by L1 are the objects that L1 holds: do not change them, or let the
 * cache copy on read.
 * <p>
 * An {@link #evict}, {@link #clear} or {@link #put} waits for Redis. When it returns,
 * this process and L2 serve no older value, and a value whose load began before cannot be
 * stored any more. The other instances follow on receipt of the message, or at the latest
 * when the cache's staleness bound ends. It throws {@link L2UnavailableException} if
 * Redis did not acknowledge; this process then dropped its own copies all the same, and a
 * repeat of the call is safe.
 * <p>
 * Within a transaction of Spring these calls note what they ask for, and all of that
 * happens once the transaction has committed. Its own reads of what it has changed pass
 * the cache by, and what it loads is stored after the commit, unless it is read-only.
 * {@link #putIfAbsent}, {@link #evictIfPresent} and {@link #invalidate} act at once.
 * <p>
 * Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface TieredCache extends Cache {

    /**
     * What {@link #hit} gives where it does not answer.
     */
    Object NO_HIT = new Object();

    /**
     * Answers a read that needs nothing but its key: a hit of L1 that has to be neither
     * loaded again soon nor watched. Who has to compute what
     * {@link #get(Object, EntryPolicy, CacheLoader)} takes beside the key, as the
     * annotations do, asks this first. A hit counts as a read; where it does not answer
     * nothing is counted, and the read is to go on with that method.
     * @param key the key, of a type that has a canonical text form
     * @return the value, {@code null} for a negative result, or {@link #NO_HIT}
     * @throws MissingDimensionException if a required dimension has no value
     */
    default @Nullable Object hit(Object key) {
        return NO_HIT;
    }

    /**
     * Reads through both levels and runs the loader on a miss, once per key at a time in
     * this process, or in all of them as the cache's settings say; the other callers wait
     * for it. The result fills L2 and L1 unless an invalidation of its key, tags or cache
     * came after the load began. Where the settings allow it, a value is served after its
     * time to live while it is loaded again, or where the load fails or takes too long.
     * @param <T> the type of the value
     * @param key the key, of a type that has a canonical text form
     * @param policy type, tags and times of the entry
     * @param loader asks the source
     * @return the value
     * @throws Throwable what the loader threw
     * @throws RecursiveLoadException if the loader asks for its own key
     * @throws LoadTimeoutException if the cache has a hard timeout and it passed
     * @throws MissingDimensionException if a required dimension has no value
     */
    <T extends @Nullable Object> T get(Object key, EntryPolicy policy, CacheLoader<T> loader) throws Throwable;

    /**
     * Reads several keys through both levels, L2 in one round trip, and loads those that
     * are missing together, in one call of the loader on the calling thread. Each key is
     * judged and stored as by a read of its own, and other callers share its load. A key
     * that another caller or instance loads already is waited for, and then loaded alone
     * if need be. Soft and hard timeouts apply to such keys only.
     * @param <K> the type of the keys
     * @param <V> the type of the values
     * @param keys the keys, of types that have a canonical text form
     * @param policy type, tags and times of the entries; tags that differ between keys
     * are result tags
     * @param loader asks the source
     * @return the values in the order of the keys, {@code null} for a negative result; a
     * map of the caller's own
     * @throws Throwable what the loader threw; then nothing was stored, except where an
     * older value stands in for each key
     * @throws RecursiveLoadException if the loader asks for one of its own keys
     * @throws MissingDimensionException if a required dimension has no value
     */
    <K, V extends @Nullable Object> Map<K, V> getAll(Collection<? extends K> keys, EntryPolicy policy,
            BatchLoader<K, V> loader) throws Throwable;

    /**
     * Reads several keys through both levels, and loads those that are missing where the
     * cache has a {@link ReadThroughLoader}: together if that is a
     * {@link BatchReadThroughLoader}, else one by one. Loads also within calls of methods
     * with Spring's own annotations.
     * @param keys the keys, of types that have a canonical text form
     * @return the values in the order of the keys, {@code null} for a negative result; a
     * map of the caller's own. Without a loader, keys that were not found are left out
     * @throws ReadThroughException if the loader threw a checked exception
     * @throws MissingDimensionException if a required dimension has no value
     */
    Map<Object, @Nullable Object> getAll(Collection<?> keys);

    /**
     * Reads through both levels without loading.
     * @param key the key, of a type that has a canonical text form
     * @param policy type of the entry
     * @return the value with its metadata, or {@code null} for a miss
     */
    @Nullable CachedValue lookup(Object key, EntryPolicy policy);

    /**
     * Stores a value and tells the other instances.
     * @param key the key, of a type that has a canonical text form
     * @param value the value, {@code null} for a negative result; where the cache keeps
     * no negative results, {@code null} evicts the key
     * @param policy type, tags and times of the entry
     */
    void put(Object key, @Nullable Object value, EntryPolicy policy);

    /**
     * Takes the right to store the next value of a key. To be called before the source is
     * changed, so that of two concurrent writers the older value is never left behind.
     * @param key the key, of a type that has a canonical text form
     * @param policy type, tags and times of the entry
     * @return the pending put
     * @throws L2UnavailableException if Redis did not acknowledge
     */
    PendingPut beginPut(Object key, EntryPolicy policy);

    /**
     * Loads a key again at a fixed rate from now on, whether anybody reads it or not, so
     * that no reader waits for it; let its time to live be longer than the interval. Of
     * the instances that do so, one loads: the others take what was loaded within half of
     * the interval. A load that fails leaves what is stored.
     * @param key the key, of a type that has a canonical text form
     * @param policy type, tags and times of the entry
     * @param loader asks the source, on a thread of the cache
     * @param interval time between two loads, at least one millisecond; the first one
     * comes after it
     * @return ends the schedule
     */
    ScheduledRefresh refreshEvery(Object key, EntryPolicy policy, CacheLoader<?> loader, Duration interval);

    /**
     * Settings of the cache.
     * @return the settings it was made with
     */
    CacheSettings settings();

    /**
     * Levels in use now.
     * @return the mode
     */
    CacheMode mode();

    /**
     * Whether L1 answers reads on its own now.
     * @return what holds for a read that begins now
     */
    L1Trust l1Trust();

    /**
     * Changes the levels in use on this instance. Leaving {@link CacheMode#BYPASS} clears
     * the cache first, everywhere.
     * @param mode the new mode
     * @throws L2UnavailableException if the clear was not acknowledged; the mode is then
     * unchanged
     */
    void mode(CacheMode mode);

    /**
     * What was counted so far in this process.
     * @param counter what to look at
     * @return the count
     */
    long count(CacheCounter counter);

    /**
     * How many reads came to an outcome so far in this process.
     * @param outcome what they came to
     * @return the count
     */
    long count(ReadOutcome outcome);

    /**
     * What the cache holds in L1 and what left it.
     * @return the figures as they are whenever they are asked for
     */
    L1Figures l1Figures();

    /**
     * A value found, with what is known of it.
     *
     * @param value the value, {@code null} for a negative result
     * @param metadata its metadata
     */
    record CachedValue(@Nullable Object value, EntryMetadata metadata) {

    }

}
