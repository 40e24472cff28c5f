package io.tieredcache.caffeine;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheSettings;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.L1Store;

/**
 * Copies in a bounded Caffeine cache. Loads never run inside of it: a compute function
 * would hold a lock and pin a virtual thread.
 */
final class CaffeineL1Store implements L1Store {

    /** What an entry weighs beside its serialized value, about. */
    private static final int OVERHEAD = 128;

    private final Cache<Object, L1Entry> entries;

    CaffeineL1Store(CacheSettings settings, LongSupplier ticker) {
        Caffeine<Object, L1Entry> builder = Caffeine.newBuilder()
            .ticker(ticker::getAsLong)
            .expireAfter(Expiry.creating((Object key, L1Entry entry) -> Duration
                .ofNanos(Math.max(0, entry.times().keptUntil() - ticker.getAsLong()))));
        Long maxBytes = settings.l1().maxBytes();
        if (maxBytes != null) {
            this.entries = builder.maximumWeight(maxBytes)
                .weigher((Object key, L1Entry entry) -> OVERHEAD + entry.details().size())
                .build();
        }
        else {
            Long maxEntries = settings.l1().maxEntries();
            this.entries = builder.maximumSize((maxEntries != null) ? maxEntries : Long.MAX_VALUE).build();
        }
    }

    @Override
    public @Nullable L1Entry get(Object key) {
        return this.entries.getIfPresent(key);
    }

    @Override
    public @Nullable L1Entry peek(long keyHash) {
        L1Entry latest = null;
        for (L1Entry entry : this.entries.asMap().values()) {
            if (entry.keyHash() == keyHash && (latest == null || isLater(entry, latest))) {
                latest = entry;
            }
        }
        return latest;
    }

    @Override
    public void put(Object key, L1Entry entry) {
        this.entries.asMap().merge(key, entry, (present, added) -> isLater(present, added) ? present : added);
    }

    private static boolean isLater(L1Entry present, L1Entry added) {
        return (present.guard() != added.guard()) ? present.guard() > added.guard() : present.stamp() > added.stamp();
    }

    @Override
    public @Nullable L1Entry putIfAbsent(Object key, L1Entry entry, Predicate<L1Entry> usable) {
        L1Entry winner = this.entries.asMap()
            .merge(key, entry, (present, added) -> usable.test(present) ? present : added);
        return (winner != entry) ? winner : null;
    }

    @Override
    public void remove(Object key) {
        this.entries.invalidate(key);
    }

    @Override
    public void remove(Object key, L1Entry entry) {
        this.entries.asMap().remove(key, entry);
    }

    @Override
    public void clear() {
        this.entries.invalidateAll();
    }

    @Override
    public long size() {
        return this.entries.estimatedSize();
    }

}
