package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.Consistency;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.FenceNames;

/**
 * What is to be invalidated, as the caches and Redis know it: key dimensions have the
 * values of the moment when it was called for.
 */
final class InvalidationTargets {

    private final Map<LocalKey, EntryKey> keys = new LinkedHashMap<>();

    private final Set<String> fences = new LinkedHashSet<>();

    private final Set<DefaultTieredCache> caches = new LinkedHashSet<>();

    private final Set<DefaultTieredCache> cleared = new LinkedHashSet<>();

    private final List<Long> eventTimes = new ArrayList<>();

    private boolean evicting;

    /**
     * The eviction of one key.
     */
    static InvalidationTargets ofKey(DefaultTieredCache cache, Object local) {
        InvalidationTargets target = new InvalidationTargets();
        target.evict();
        target.addKey(cache, local);
        return target;
    }

    void addKey(DefaultTieredCache cache, Object local) {
        this.caches.add(cache);
        this.fences.addAll(cache.derivedFences());
        this.keys.computeIfAbsent(new LocalKey(cache, local), (missing) -> cache.entryKey(local));
    }

    void addCache(DefaultTieredCache cache) {
        this.caches.add(cache);
        this.cleared.add(cache);
        this.fences.add(FenceNames.ofCache(cache.getName()));
    }

    void addFence(String name) {
        this.fences.add(name);
    }

    /**
     * Notes the time of an event that makes it necessary, while there are not too many.
     */
    void addEventTime(long millis) {
        if (this.eventTimes.size() < CacheInvalidation.MAX_EVENT_TIMES) {
            this.eventTimes.add(millis);
        }
    }

    /**
     * Evicts, where it would otherwise only let entries expire.
     */
    void evict() {
        this.evicting = true;
    }

    void addAll(InvalidationTargets others) {
        this.keys.putAll(others.keys);
        this.fences.addAll(others.fences);
        this.caches.addAll(others.caches);
        this.cleared.addAll(others.cleared);
        others.eventTimes.forEach(this::addEventTime);
        this.evicting |= others.evicting;
    }

    boolean isEmpty() {
        return this.keys.isEmpty() && this.fences.isEmpty();
    }

    int size() {
        return this.keys.size() + this.fences.size();
    }

    boolean isExpiring() {
        return !this.evicting;
    }

    Collection<EntryKey> keys() {
        return this.keys.values();
    }

    Set<String> fences() {
        return this.fences;
    }

    List<Long> eventTimes() {
        return this.eventTimes;
    }

    List<Long> hashes() {
        List<Long> hashes = new ArrayList<>(this.keys.size());
        this.keys.values().forEach((key) -> hashes.add(key.hash()));
        return hashes;
    }

    /**
     * Whether an entry is among them.
     * @param cache the entry's cache
     * @param local the entry's key
     * @param entryFences names of the fences that the entry is under
     */
    boolean cover(DefaultTieredCache cache, Object local, Collection<String> entryFences) {
        return this.keys.containsKey(new LocalKey(cache, local))
                || entryFences.stream().anyMatch(this.fences::contains);
    }

    /**
     * Those of them that may be cached with class strong.
     * @param anyStrong whether there is such a cache at all: any cache may have any tag
     */
    InvalidationTargets strong(boolean anyStrong) {
        InvalidationTargets strong = new InvalidationTargets();
        if (!anyStrong) {
            return strong;
        }
        strong.evict();
        this.keys.keySet()
            .stream()
            .filter((key) -> isStrong(key.cache))
            .forEach((key) -> strong.addKey(key.cache, key.key));
        strong.fences.addAll(this.fences);
        this.cleared.stream()
            .filter((cache) -> !isStrong(cache))
            .forEach((cache) -> strong.fences.remove(FenceNames.ofCache(cache.getName())));
        return strong;
    }

    private static boolean isStrong(DefaultTieredCache cache) {
        return cache.settings().consistency() == Consistency.STRONG;
    }

    void count(CacheCounter counter) {
        this.caches.forEach((cache) -> cache.counted(counter));
    }

    void dropCopies() {
        this.keys.keySet().forEach((local) -> local.cache.dropCopy(local.key));
    }

    void dropClearedCopies() {
        this.cleared.forEach(DefaultTieredCache::dropCopies);
    }

    private record LocalKey(DefaultTieredCache cache, Object key) {

    }

}
