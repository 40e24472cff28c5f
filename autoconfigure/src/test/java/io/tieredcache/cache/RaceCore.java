package io.tieredcache.cache;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.SingleFlight;
import io.tieredcache.TieredCache;
import io.tieredcache.ValueSerializer;
import io.tieredcache.jackson.JacksonValueSerializer;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.FenceTable;
import io.tieredcache.store.HeldLease;
import io.tieredcache.store.InvalidationMessage;
import io.tieredcache.store.L1StoreFactory;
import io.tieredcache.store.KeptFences;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Store;
import io.tieredcache.store.LeaseAnswer;
import io.tieredcache.store.LeaseClaim;
import io.tieredcache.store.PutOutcome;
import io.tieredcache.store.PutRequest;
import io.tieredcache.type.ValueTypes;

/**
 * One instance of the library as it is, with everything but Redis: the source has
 * versions, invalidations get numbers, and their messages wait until they are delivered.
 * Only L1 is used, since the lease that protects L2 is a matter of Redis alone.
 */
final class RaceCore {

    private static final String CACHE = "numbers";

    private static final String TAG = "odd";

    private static final EntryPolicy KNOWN_TAG = EntryPolicy.defaults().withTags(TAG);

    private static final EntryPolicy RESULT_TAG = EntryPolicy.defaults().withResultTags((value) -> List.of(TAG));

    private static final Map<String, ValueSerializer> SERIALIZERS = Map.of("json", JacksonValueSerializer.json());

    private static final ValueTypes TYPES = new ValueTypes(RaceCore.class.getClassLoader(), Set::of, (type) -> false);

    private static final CacheSettings SETTINGS = new CacheSettings(CACHE, CacheMode.L1_ONLY, Consistency.EVENTUAL,
            Duration.ofSeconds(5), new CacheSettings.L1(Duration.ofHours(1), 100L, null, false),
            new CacheSettings.L2(Duration.ofHours(1), true, Duration.ofHours(1), 0, 1024, "json", null, null, null),
            new CacheSettings.Keys(1, List.of(), false),
            new CacheSettings.Load(SingleFlight.LOCAL, Duration.ofHours(1), Duration.ofHours(1)),
            CacheSettings.Stale.off(), CacheSettings.Refresh.off());

    /** Version of the source. */
    private final AtomicInteger version = new AtomicInteger();

    /** Highest version whose invalidation returned or was heard of. */
    private final AtomicInteger required = new AtomicInteger();

    private final Numbers numbers = new Numbers();

    private final NamespaceRuntime runtime;

    private final DefaultTieredCacheManager manager;

    private final DefaultTieredCache cache;

    private final EntryPolicy policy;

    RaceCore(L1StoreFactory stores, FenceTable fences, boolean resultTag) {
        this.runtime = new NamespaceRuntime("test", new RuntimeStores(stores, this.numbers, fences, 2, L2Guard.none()),
                new RuntimeTime(Clock.systemUTC(), () -> 0, 1000), new KeyDimensions(List.of()), TYPES,
                RuntimeWatchers.none(), new RuntimeThreads(Runnable::run, Runnable::run, () -> {
                    throw new UnsupportedOperationException();
                }), RuntimeWrites.immediate());
        this.manager = new DefaultTieredCacheManager(this.runtime, List.of(), (name) -> SETTINGS, SERIALIZERS);
        this.policy = resultTag ? RESULT_TAG : KNOWN_TAG;
        DefaultTieredCache made = (DefaultTieredCache) this.manager.getCache(CACHE);
        if (made == null) {
            throw new IllegalStateException("The cache was not made");
        }
        this.cache = made;
    }

    /**
     * Reads a key through the cache, which fills on a miss.
     * @return whether the value may be served
     */
    boolean read(String key) throws Throwable {
        int least = this.required.get();
        int value = this.cache.get(key, this.policy, (context) -> this.version.get());
        return value >= least;
    }

    /**
     * Looks a key up.
     * @return whether the value, if there is one, may be served
     */
    boolean lookup(String key) {
        int least = this.required.get();
        TieredCache.CachedValue found = this.cache.lookup(key, this.policy);
        return found == null || !(found.value() instanceof Integer value) || value >= least;
    }

    /**
     * Changes the source and invalidates here.
     */
    void invalidate(CacheInvalidation invalidation) {
        int changed = this.version.incrementAndGet();
        this.manager.invalidator().invalidate(invalidation);
        require(changed);
    }

    /**
     * Changes the source and invalidates on another instance, and hears of all that was
     * sent so far. One at a time.
     */
    void hearOf(CacheInvalidation invalidation) {
        List<Long> hashes = invalidation.keys()
            .stream()
            .map((key) -> this.cache.entryKey(this.cache.localKey(key.key())).hash())
            .toList();
        this.numbers.next(this.version.incrementAndGet(),
                invalidation.tags().isEmpty() ? List.of() : List.of("tag:" + TAG), hashes);
        for (Sent next = this.numbers.oldest(); next != null; next = this.numbers.oldest()) {
            this.runtime.coherence().apply(next.message);
            require(next.version);
        }
    }

    static CacheInvalidation key(String key) {
        return CacheInvalidation.none().key(CACHE, key);
    }

    static CacheInvalidation tag() {
        return CacheInvalidation.none().tags(TAG);
    }

    private void require(int changed) {
        this.required.accumulateAndGet(changed, Math::max);
    }

    /**
     * A message with the version that its sender had written.
     */
    private record Sent(int version, InvalidationMessage message) {

    }

    /**
     * The part of Redis that is needed: gives numbers and sends messages, in one step.
     */
    private static final class Numbers implements L2Store {

        private final Queue<Sent> sent = new ArrayDeque<>();

        private long sequence;

        synchronized long next(int version, Collection<String> fences, Collection<Long> hashes) {
            long number = this.sequence + 1;
            this.sent.add(new Sent(version, new InvalidationMessage(this.sequence, number, 0, "origin", false,
                    List.copyOf(fences), List.copyOf(hashes), List.of())));
            this.sequence = number;
            return number;
        }

        synchronized @Nullable Sent oldest() {
            return this.sent.poll();
        }

        @Override
        public CompletableFuture<Long> invalidate(Collection<EntryKey> keys, Collection<String> fences,
                boolean expiring, Collection<Long> eventTimes) {
            return CompletableFuture.completedFuture(next(0, fences, keys.stream().map(EntryKey::hash).toList()));
        }

        @Override
        public CompletableFuture<byte @Nullable []> read(EntryKey key, int limit) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<FenceReadings> readFences(Collection<String> fences) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<FenceReadings> ensureFences(KeptFences fences) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<FenceReadings> lease(EntryKey key, String token, Duration leaseTime,
                KeptFences fences) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<LeaseAnswer> acquire(EntryKey key, LeaseClaim claim, Duration leaseTime,
                KeptFences fences) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Boolean> extend(EntryKey key, String token, Duration leaseTime) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Boolean> release(EntryKey key, String token, Duration closed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Boolean> renew(EntryKey key, String token, byte[] expected, byte[] head,
                Duration ttl) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Boolean> store(EntryKey key, String token, byte[] entry, Duration ttl) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<PutOutcome> put(EntryKey key, PutRequest put) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Boolean> replace(EntryKey key, byte @Nullable [] expected, byte[] entry,
                Duration ttl) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<HeldLease> leaseUnlessHeld(EntryKey key, String token, Duration leaseTime,
                KeptFences fences) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Long> hold(Collection<EntryKey> keys, Collection<String> fences, String token,
                Duration life) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Boolean> endHold(Collection<EntryKey> keys, Collection<String> fences, String token) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Long> relay(Collection<EntryKey> keys, Collection<String> fences, boolean expiring) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<Long> announce(EntryKey key, Collection<String> fences) {
            throw new UnsupportedOperationException();
        }

    }

}
