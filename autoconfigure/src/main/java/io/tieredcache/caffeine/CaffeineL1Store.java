package io.tieredcache.caffeine;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.RemovalCause;
import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheSettings;
import io.tieredcache.L1Removal;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.L1Store;

/**
 * Copies in a bounded Caffeine cache. Loads never run inside of it: a compute function
 * would hold a lock and pin a virtual thread.
 */
final class CaffeineL1Store implements L1Store {

    /** What an entry weighs beside its serialized value, about. */
    private static final int OVERHEAD = 128;

    /** Copies whose size is looked at where nobody adds it up. */
    private static final int SAMPLES = 256;

    private final Cache<Object, L1Entry> entries;

    private final StoreTicker ticker;

    private final Map<L1Removal, LongAdder> removed = new EnumMap<>(L1Removal.class);

    CaffeineL1Store(CacheSettings settings, LongSupplier time) {
        this.ticker = new StoreTicker(time);
        for (L1Removal cause : L1Removal.values()) {
            this.removed.put(cause, new LongAdder());
        }
        Caffeine<Object, L1Entry> builder = Caffeine.newBuilder()
            .ticker(this.ticker)
            // The maintenance of some entries costs less than to wake another thread.
            .executor(Runnable::run)
            .evictionListener(
                    (@Nullable Object key, @Nullable L1Entry entry,
                            RemovalCause cause) -> adder(
                                    (cause == RemovalCause.SIZE) ? L1Removal.SIZE : L1Removal.EXPIRED)
                                .increment())
            .expireAfter(Expiry.creating((Object key, L1Entry entry) -> Duration
                .ofNanos(Math.max(0, entry.times().keptUntil() - this.ticker.read()))));
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
        this.ticker.move();
        this.entries.asMap().merge(key, entry, (present, added) -> isLater(present, added) ? present : added);
    }

    private static boolean isLater(L1Entry present, L1Entry added) {
        return (present.guard() != added.guard()) ? present.guard() > added.guard() : present.stamp() > added.stamp();
    }

    @Override
    public @Nullable L1Entry putIfAbsent(Object key, L1Entry entry, Predicate<L1Entry> usable) {
        this.ticker.move();
        L1Entry winner = this.entries.asMap()
            .merge(key, entry, (present, added) -> usable.test(present) ? present : added);
        return (winner != entry) ? winner : null;
    }

    @Override
    public void remove(Object key) {
        if (this.entries.asMap().remove(key) != null) {
            adder(L1Removal.INVALIDATED).increment();
        }
    }

    @Override
    public void remove(Object key, L1Entry entry) {
        this.ticker.move();
        if (this.entries.asMap().remove(key, entry)) {
            adder(L1Removal.REFUSED).increment();
        }
    }

    @Override
    public void clear() {
        adder(L1Removal.CLEARED).add(size());
        this.entries.invalidateAll();
    }

    @Override
    public long size() {
        return this.entries.estimatedSize();
    }

    @Override
    public OptionalLong bytes() {
        return this.entries.policy().eviction().map(Policy.Eviction::weightedSize).orElseGet(OptionalLong::empty);
    }

    @Override
    public OptionalLong estimatedBytes() {
        OptionalLong counted = bytes();
        if (counted.isPresent() || this.entries.asMap().isEmpty()) {
            return counted.isPresent() ? counted : OptionalLong.of(0);
        }
        OptionalDouble mean = this.entries.asMap()
            .values()
            .stream()
            .limit(SAMPLES)
            .filter((entry) -> entry.details().size() > 0 || entry.details().negative())
            .mapToInt((entry) -> entry.details().size())
            .average();
        return mean.isPresent() ? OptionalLong.of(Math.round((OVERHEAD + mean.getAsDouble()) * size()))
                : OptionalLong.empty();
    }

    @Override
    public long removed(L1Removal cause) {
        return adder(cause).sum();
    }

    private LongAdder adder(L1Removal cause) {
        return Objects.requireNonNull(this.removed.get(cause));
    }

}
