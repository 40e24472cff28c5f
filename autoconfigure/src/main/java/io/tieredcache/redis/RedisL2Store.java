package io.tieredcache.redis;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

import io.tieredcache.EntryVersion;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.HeldLease;
import io.tieredcache.store.KeptFences;
import io.tieredcache.store.L2Guard;
import io.tieredcache.store.L2Need;
import io.tieredcache.store.L2Store;
import io.tieredcache.store.LeaseAnswer;
import io.tieredcache.store.LeaseClaim;
import io.tieredcache.store.PutOutcome;
import io.tieredcache.store.PutRequest;

/**
 * Entries in Redis, with their leases and fences: what belongs to an entry in its store,
 * what belongs to the namespace in the application's Redis. What must happen in an order
 * is sent in that order over one connection, which is one round trip; where the two steps
 * go to different servers, as on a cluster, the second waits for the first.
 */
public final class RedisL2Store implements L2Store {

    /** How much later than now a put of an older version may come. */
    private static final Duration VERSION_OUTLIVES_ENTRY = Duration.ofDays(1);

    private final RedisStores stores;

    private final RedisConnections shared;

    private final RedisKeys keys;

    private final StoreOrder order;

    private final RedisFences fences;

    private final RedisHolds holds;

    private final RedisLeases leases;

    private final RedisInvalidations invalidations;

    /**
     * Create a store that records nothing for other regions.
     * @param stores each Redis that entries are in
     * @param namespace the namespace
     * @param origin the instance's id
     */
    public RedisL2Store(RedisStores stores, String namespace, String origin) {
        this(stores, namespace, origin, 0);
    }

    /**
     * Create a store.
     * @param stores each Redis that entries are in
     * @param namespace the namespace
     * @param origin the instance's id
     * @param regionRecords about how many invalidations are recorded for other regions,
     * {@code 0} for none
     */
    public RedisL2Store(RedisStores stores, String namespace, String origin, int regionRecords) {
        this.stores = stores;
        this.shared = stores.application();
        this.keys = new RedisKeys(namespace);
        this.order = new StoreOrder(stores);
        this.fences = new RedisFences(this.shared, this.keys);
        this.holds = new RedisHolds(stores, this.keys);
        this.leases = new RedisLeases(stores, this.keys, this.fences, this.holds, this.order);
        this.invalidations = new RedisInvalidations(stores, this.keys, this.order, origin, regionRecords);
    }

    @Override
    public L2Guard guard(String store) {
        return this.stores.store(store).master().guard();
    }

    @Override
    public CompletableFuture<byte @Nullable []> read(EntryKey key, int limit) {
        RedisConnections connections = this.stores.of(key);
        return connections.call(L2Need.READ, () -> read(connections, key, limit));
    }

    @Override
    public CompletableFuture<byte @Nullable []> readAnywhere(EntryKey key, int limit,
            Predicate<byte @Nullable []> counts) {
        RedisStore store = this.stores.store(key.store());
        ReplicaReads replicas = store.replicas();
        // Not before the primary was connected to: whoever reads the answer of a replica
        // must not wait for that.
        CompletableFuture<byte @Nullable []> first = (replicas != null && store.master().hasConnected())
                ? replicas.read((connections) -> read(connections, key, limit)) : null;
        return (first != null) ? checked(first, key, limit, counts) : read(key, limit);
    }

    private CompletableFuture<byte @Nullable []> checked(CompletableFuture<byte @Nullable []> first, EntryKey key,
            int limit, Predicate<byte @Nullable []> counts) {
        CompletableFuture<Boolean> sure = first.handle((bytes, failure) -> failure == null && counts.test(bytes));
        return Guarded.call(() -> sure.thenCompose((isSure) -> isSure ? first : read(key, limit)));
    }

    private CompletableFuture<byte @Nullable []> read(RedisConnections connections, EntryKey key, int limit) {
        return connections.commands()
            .getrange(this.keys.entry(key), 0, limit)
            .toCompletableFuture()
            .handle((bytes, failure) -> {
                if (failure == null) {
                    return (bytes == null || bytes.length == 0) ? null : bytes;
                }
                if (Guarded.isOfAnotherType(failure)) {
                    return RedisKeys.EMPTY;
                }
                throw RedisFailures.unavailable(failure);
            });
    }

    @Override
    public CompletableFuture<Long> leaseLeft(EntryKey key) {
        return this.leases.left(key);
    }

    @Override
    public CompletableFuture<FenceReadings> readFences(Collection<String> fences) {
        return this.fences.read(fences);
    }

    @Override
    public CompletableFuture<FenceReadings> ensureFences(KeptFences fences) {
        return this.fences.ensure(fences);
    }

    @Override
    public CompletableFuture<FenceReadings> lease(EntryKey key, String token, Duration leaseTime, KeptFences fences) {
        return this.leases.take(key, token, leaseTime, fences);
    }

    @Override
    public CompletableFuture<HeldLease> leaseUnlessHeld(EntryKey key, String token, Duration leaseTime,
            KeptFences fences) {
        return this.leases.takeUnlessHeld(key, token, leaseTime, fences);
    }

    @Override
    public CompletableFuture<LeaseAnswer> acquire(EntryKey key, LeaseClaim claim, Duration leaseTime,
            KeptFences fences) {
        return this.leases.acquire(key, claim, leaseTime, fences);
    }

    @Override
    public CompletableFuture<Boolean> extend(EntryKey key, String token, Duration leaseTime) {
        return this.leases.extend(key, token, leaseTime);
    }

    @Override
    public CompletableFuture<Boolean> release(EntryKey key, String token, Duration closed) {
        return this.leases.release(key, token, closed);
    }

    @Override
    public CompletableFuture<Boolean> store(EntryKey key, String token, byte[] entry, Duration ttl) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.FILL,
                () -> store.<Boolean>run(LuaScript.STORE, ScriptOutputType.BOOLEAN, this.keys.slot(key),
                        RedisKeys.bytes(token), entry, RedisKeys.number(ttl.toMillis()), this.keys.releases(),
                        InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<Boolean> renew(EntryKey key, String token, byte[] expected, byte[] head, Duration ttl) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.FILL,
                () -> store.<Boolean>run(LuaScript.RENEW, ScriptOutputType.BOOLEAN, this.keys.slot(key),
                        RedisKeys.bytes(token), expected, head, RedisKeys.number(ttl.toMillis()), this.keys.releases(),
                        InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<PutOutcome> put(EntryKey key, PutRequest put) {
        return Guarded.call(() -> {
            this.shared.awaitFirst();
            RedisConnections store = this.stores.of(key);
            CompletableFuture<Long> done = store.call(L2Need.WRITE,
                    () -> store.runInOrder(LuaScript.PUT, ScriptOutputType.INTEGER,
                            new byte[][] { this.keys.entry(key), this.keys.lease(key), this.keys.waiters(key),
                                    this.keys.version(key) },
                            RedisKeys.bytes(put.token()), put.entry(), RedisKeys.number(put.ttl().toMillis()),
                            this.keys.releases(), InvalidationMessageFormat.release(key), version(put.version()),
                            RedisKeys.number(put.ttl().plus(VERSION_OUTLIVES_ENTRY).toMillis())));
            return this.order.tell(List.of(key), done, () -> announce(key, put.fences()))
                .thenCombine(done, (number, code) -> new PutOutcome(result(code), number));
        });
    }

    private static byte[] version(@Nullable EntryVersion version) {
        return (version != null) ? RedisKeys.bytes("%019d".formatted(version.number())) : RedisKeys.EMPTY;
    }

    private static PutOutcome.Result result(long code) {
        return (code == 1) ? PutOutcome.Result.STORED
                : (code == 2) ? PutOutcome.Result.SUPERSEDED : PutOutcome.Result.EVICTED;
    }

    @Override
    public CompletableFuture<Boolean> replace(EntryKey key, byte @Nullable [] expected, byte[] entry, Duration ttl) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.FILL,
                () -> store.<Boolean>run(LuaScript.REPLACE, ScriptOutputType.BOOLEAN, this.keys.slot(key),
                        (expected != null) ? expected : RedisKeys.EMPTY, entry, RedisKeys.number(ttl.toMillis()),
                        this.keys.releases(), InvalidationMessageFormat.release(key)));
    }

    @Override
    public CompletableFuture<Long> invalidate(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        return this.invalidations.invalidate(keys, fences, expiring, eventTimes);
    }

    @Override
    public CompletableFuture<Long> relay(Collection<EntryKey> keys, Collection<String> fences, boolean expiring) {
        return this.invalidations.relay(keys, fences, expiring);
    }

    @Override
    public CompletableFuture<Long> announce(EntryKey key, Collection<String> fences) {
        return this.invalidations.announce(key, fences);
    }

    @Override
    public CompletableFuture<Long> hold(Collection<EntryKey> keys, Collection<String> fences, String token,
            Duration life) {
        return Guarded.call(() -> {
            this.shared.awaitFirst();
            return this.order.then(keys, this.holds.place(keys, fences, token, life),
                    () -> invalidate(keys, fences, false));
        });
    }

    @Override
    public CompletableFuture<Boolean> endHold(Collection<EntryKey> keys, Collection<String> fences, String token) {
        return this.holds.end(keys, fences, token);
    }

}
