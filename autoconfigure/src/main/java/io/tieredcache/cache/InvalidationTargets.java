package io.tieredcache.cache;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheInvalidation;
import io.tieredcache.Consistency;
import io.tieredcache.WhenUnreachable;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.StoredInvalidation;

/**
 * What is to be invalidated, as the caches and Redis know it: key dimensions have the
 * values of the moment when it was called for.
 */
final class InvalidationTargets {

    private final Map<LocalKey, EntryKey> keys = new LinkedHashMap<>();

    private final Set<Optional<String>> stores = new HashSet<>();

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
        EntryKey key = this.keys.computeIfAbsent(new LocalKey(cache, local), (missing) -> cache.entryKey(local));
        this.stores.add(Optional.ofNullable(key.store()));
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
        this.stores.addAll(others.stores);
        this.fences.addAll(others.fences);
        this.caches.addAll(others.caches);
        this.cleared.addAll(others.cleared);
        others.eventTimes.forEach(this::addEventTime);
        this.evicting |= others.evicting;
    }

    /**
     * Adds one target of others.
     */
    void add(Single target) {
        if (target.local != null && target.entry != null) {
            this.caches.add(target.local.cache);
            this.keys.put(target.local, target.entry);
            this.stores.add(Optional.ofNullable(target.entry.store()));
            // With the key, for what is derived from it must not be loaded anew in
            // between.
            this.fences.addAll(target.local.cache.derivedFences());
        }
        else {
            this.fences.add(target.name);
        }
    }

    /**
     * Each target by itself.
     */
    List<Single> singles() {
        List<Single> singles = new ArrayList<>(size());
        this.fences.forEach((fence) -> singles.add(Single.ofFence(fence)));
        this.keys.forEach((local, entry) -> singles.add(new Single(entry.name(), local, entry)));
        return singles;
    }

    /**
     * The one cache that it is about.
     * @return its name, {@code several} or {@code none}
     */
    String scope() {
        return (this.caches.size() == 1) ? this.caches.iterator().next().getName()
                : this.caches.isEmpty() ? "none" : "several";
    }

    /**
     * The same as it can be written down.
     */
    StoredInvalidation stored() {
        return new StoredInvalidation(isExpiring(),
                this.keys.values().stream().map(StoredInvalidation.Key::of).toList(), List.copyOf(this.fences));
    }

    boolean isEmpty() {
        return this.keys.isEmpty() && this.fences.isEmpty();
    }

    /**
     * Them in parts that need one store each, so that a store that is away concerns the
     * keys of its own alone. What is under a key is with the key, for it must not be
     * raised before the key is evicted; tags, caches and the namespace need no store.
     */
    List<InvalidationTargets> byStore() {
        if (this.stores.stream().allMatch(Optional::isEmpty)) {
            return List.of(this);
        }
        InvalidationTargets rest = new InvalidationTargets();
        Map<String, InvalidationTargets> parts = new LinkedHashMap<>();
        this.keys.forEach((local, key) -> {
            String store = key.store();
            InvalidationTargets part = (store == null) ? rest
                    : parts.computeIfAbsent(store, (missing) -> new InvalidationTargets());
            part.addKey(local.cache, local.key);
        });
        Set<String> covered = new LinkedHashSet<>();
        parts.values().forEach((part) -> covered.addAll(part.fences));
        this.fences.stream().filter((fence) -> !covered.contains(fence)).forEach(rest::addFence);
        rest.caches.addAll(this.cleared);
        rest.cleared.addAll(this.cleared);
        List<InvalidationTargets> all = new ArrayList<>(parts.values());
        if (!rest.isEmpty()) {
            all.add(rest);
        }
        all.get(all.size() - 1).eventTimes.addAll(this.eventTimes);
        all.forEach((part) -> part.evicting = this.evicting);
        return all;
    }

    /**
     * The store that one of these parts needs.
     * @return its name, {@code null} for none but the application's Redis
     */
    @Nullable String store() {
        return this.stores.stream().flatMap(Optional::stream).findFirst().orElse(null);
    }

    /**
     * Whether what a cache has in its store may be among them; which tags that has shows
     * when it is read.
     * @param store the store's name, {@code null} for the application's Redis
     * @param roots names of the fences that all entries of the cache are under
     */
    boolean concern(@Nullable String store, Collection<String> roots) {
        return this.stores.contains(Optional.ofNullable(store))
                || this.fences.stream().anyMatch((fence) -> FenceNames.isTag(fence) || roots.contains(fence));
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

    /**
     * Whether a call may return before Redis has acknowledged them.
     * @param usual what holds for tags and the namespace, which any cache may have
     */
    boolean mayWait(WhenUnreachable usual) {
        boolean ofCachesOnly = this.fences.stream()
            .noneMatch((name) -> FenceNames.isTag(name) || name.equals(FenceNames.NAMESPACE));
        return (ofCachesOnly || usual == WhenUnreachable.QUEUE) && this.caches.stream()
            .allMatch((cache) -> cache.settings().whenUnreachable() == WhenUnreachable.QUEUE);
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

    /**
     * One target.
     */
    static final class Single {

        private final String name;

        private final @Nullable LocalKey local;

        private final @Nullable EntryKey entry;

        private Single(String name, @Nullable LocalKey local, @Nullable EntryKey entry) {
            this.name = name;
            this.local = local;
            this.entry = entry;
        }

        static Single ofFence(String name) {
            return new Single(name, null, null);
        }

        /**
         * Tells it from all others. No fence has a name like that of an entry.
         */
        String id() {
            return (this.local != null) ? "entry " + this.name : this.name;
        }

        /**
         * The store that it needs, {@code null} for none but the application's Redis.
         */
        @Nullable String store() {
            return (this.entry != null) ? this.entry.store() : null;
        }

        /**
         * How much depends on it: the less the number, the more.
         */
        int need() {
            if (this.local == null) {
                return this.name.equals(FenceNames.NAMESPACE) ? 0 : FenceNames.isTag(this.name) ? 2 : 1;
            }
            return (this.local.cache.settings().consistency() == Consistency.EVENTUAL) ? 4 : 3;
        }

        /**
         * What includes it and lies elsewhere in Redis.
         */
        Single wider() {
            return ofFence(
                    (this.local != null) ? FenceNames.ofCache(this.local.cache.getName()) : FenceNames.NAMESPACE);
        }

        /**
         * What it is, without its key.
         */
        String words() {
            if (this.local != null) {
                return "a key of cache '" + this.local.cache.getName() + "'";
            }
            return FenceNames.isTag(this.name) ? "a tag"
                    : this.name.equals(FenceNames.NAMESPACE) ? "the namespace" : "a cache";
        }

    }

}
