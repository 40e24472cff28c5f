package io.tieredcache.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;

import io.tieredcache.store.EntryKey;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.HeldLease;
import io.tieredcache.store.KeptFences;
import io.tieredcache.store.L2Need;
import io.tieredcache.store.LeaseAnswer;
import io.tieredcache.store.LeaseClaim;

/**
 * Leases of entries, in the entries' stores.
 */
final class RedisLeases {

    private final RedisStores stores;

    private final RedisKeys keys;

    private final RedisFences fences;

    private final RedisHolds holds;

    private final StoreOrder order;

    RedisLeases(RedisStores stores, RedisKeys keys, RedisFences fences, RedisHolds holds, StoreOrder order) {
        this.stores = stores;
        this.keys = keys;
        this.fences = fences;
        this.holds = holds;
        this.order = order;
    }

    CompletableFuture<Long> left(EntryKey key) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.READ, () -> store.commands().pttl(this.keys.lease(key)).toCompletableFuture());
    }

    CompletableFuture<FenceReadings> take(EntryKey key, String token, Duration leaseTime, KeptFences fences) {
        RedisConnections store = this.stores.of(key);
        CompletableFuture<String> taken = store.call(L2Need.FILL,
                () -> store.commands()
                    .set(this.keys.lease(key), RedisKeys.bytes(token), SetArgs.Builder.px(leaseTime.toMillis()))
                    .toCompletableFuture());
        return Guarded.call(() -> this.fences.ensure(fences).thenCombine(taken, (readings, ok) -> readings));
    }

    CompletableFuture<HeldLease> takeUnlessHeld(EntryKey key, String token, Duration leaseTime, KeptFences fences) {
        RedisConnections store = this.stores.of(key);
        CompletableFuture<Boolean> taken = store.call(L2Need.FILL,
                () -> store.run(LuaScript.LEASE_UNLESS_HELD, ScriptOutputType.BOOLEAN,
                        new byte[][] { this.keys.lease(key), this.keys.holds(key) }, RedisKeys.bytes(token),
                        RedisKeys.number(leaseTime.toMillis())));
        // In order, so that the question for holds cannot overtake it: who places a hold
        // after that question raises the fences above what was read.
        CompletableFuture<FenceReadings> ensured = this.fences.ensureInOrder(fences);
        return Guarded.call(() -> this.order.then(List.of(), ensured, () -> this.holds.isAnyHeld(fences.names()))
            .thenCombine(ensured, (held, readings) -> new HeldLease(readings, held))
            .thenCombine(taken, (answer, free) -> new HeldLease(answer.readings(), answer.held() || !free)));
    }

    CompletableFuture<LeaseAnswer> acquire(EntryKey key, LeaseClaim claim, Duration leaseTime, KeptFences fences) {
        RedisConnections store = this.stores.of(key);
        CompletableFuture<List<byte[]>> taken = store.call(L2Need.FILL,
                () -> store.run(LuaScript.ACQUIRE, ScriptOutputType.MULTI, this.keys.slot(key),
                        RedisKeys.bytes(claim.token()), RedisKeys.number(leaseTime.toMillis()),
                        (claim.from() != null) ? RedisKeys.bytes(claim.from()) : RedisKeys.EMPTY,
                        claim.waits() ? RedisKeys.FLAG : RedisKeys.EMPTY, RedisKeys.number(claim.headLength() - 1L)));
        return Guarded.call(() -> this.fences.ensure(fences).thenCombine(taken, RedisLeases::answer));
    }

    private static LeaseAnswer answer(FenceReadings readings, List<byte[]> taken) {
        String holder = RedisKeys.text(taken.get(0));
        if (holder.isEmpty()) {
            return new LeaseAnswer(readings, null, 0, taken.get(1));
        }
        long left = Long.parseLong(RedisKeys.text(taken.get(1)));
        return new LeaseAnswer(readings, holder, left, RedisKeys.EMPTY);
    }

    CompletableFuture<Boolean> extend(EntryKey key, String token, Duration leaseTime) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.FILL, () -> store.<Boolean>run(LuaScript.EXTEND, ScriptOutputType.BOOLEAN,
                new byte[][] { this.keys.lease(key) }, RedisKeys.bytes(token), RedisKeys.number(leaseTime.toMillis())));
    }

    CompletableFuture<Boolean> release(EntryKey key, String token, Duration closed) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.WRITE,
                () -> store.<Boolean>run(LuaScript.RELEASE, ScriptOutputType.BOOLEAN,
                        new byte[][] { this.keys.lease(key), this.keys.waiters(key) }, RedisKeys.bytes(token),
                        RedisKeys.number(closed.toMillis()), RedisKeys.bytes(LeaseClaim.NOBODY), this.keys.releases(),
                        InvalidationMessageFormat.release(key)));
    }

}
