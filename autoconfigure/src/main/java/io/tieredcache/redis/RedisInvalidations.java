package io.tieredcache.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.lettuce.core.ScriptOutputType;

import io.tieredcache.store.EntryFormat;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.InvalidationText;
import io.tieredcache.store.L2Need;
import io.tieredcache.store.RegionLog;
import io.tieredcache.store.StoredInvalidation;

/**
 * Removes entries, takes numbers and tells the other instances.
 */
final class RedisInvalidations {

    private final RedisStores stores;

    private final RedisConnections shared;

    private final RedisKeys keys;

    private final StoreOrder order;

    private final String origin;

    private final int regionRecords;

    RedisInvalidations(RedisStores stores, RedisKeys keys, StoreOrder order, String origin, int regionRecords) {
        this.stores = stores;
        this.shared = stores.application();
        this.keys = keys;
        this.order = order;
        this.origin = origin;
        this.regionRecords = regionRecords;
    }

    CompletableFuture<Long> invalidate(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        return invalidate(keys, expiring, () -> number(keys, fences, expiring, eventTimes));
    }

    CompletableFuture<Long> relay(Collection<EntryKey> keys, Collection<String> fences, boolean expiring) {
        return invalidate(keys, expiring,
                () -> number(this.keys.sequenceAnd(fences), numberArguments(keys, fences, expiring, List.of())));
    }

    CompletableFuture<Long> announce(EntryKey key, Collection<String> fences) {
        return Guarded.call(() -> number(List.of(key), fences, false, List.of()));
    }

    private CompletableFuture<Long> invalidate(Collection<EntryKey> keys, boolean expiring,
            Supplier<CompletableFuture<Long>> number) {
        return Guarded.call(() -> {
            if (keys.isEmpty()) {
                return number.get();
            }
            this.shared.awaitFirst();
            // Redis before the message: who hears of the eviction must not find the
            // entry.
            return this.order.tell(keys, expiring ? expire(keys) : unlink(keys), number);
        });
    }

    private CompletableFuture<?> unlink(Collection<EntryKey> keys) {
        Map<RedisConnections, List<byte[]>> evicted = new LinkedHashMap<>();
        for (EntryKey key : keys) {
            List<byte[]> ofStore = evicted.computeIfAbsent(this.stores.of(key), (missing) -> new ArrayList<>());
            ofStore.add(this.keys.entry(key));
            ofStore.add(this.keys.lease(key));
        }
        List<CompletableFuture<?>> done = new ArrayList<>();
        evicted.forEach((connections, names) -> done.add(connections.call(L2Need.WRITE,
                () -> connections.commands().unlink(names.toArray(byte[][]::new)).toCompletableFuture())));
        return StoreOrder.all(done);
    }

    private CompletableFuture<?> expire(Collection<EntryKey> keys) {
        return StoreOrder.all(keys.stream().map(this::expire).toList());
    }

    private CompletableFuture<Boolean> expire(EntryKey key) {
        RedisConnections store = this.stores.of(key);
        return store.call(L2Need.WRITE,
                () -> store.runInOrder(LuaScript.EXPIRE, ScriptOutputType.BOOLEAN,
                        new byte[][] { this.keys.entry(key), this.keys.lease(key) }, EntryFormat.start(),
                        RedisKeys.number(EntryFormat.STATE), new byte[] { EntryFormat.EXPIRED }));
    }

    /**
     * Takes a number and tells the others of what was invalidated in this region; what
     * other regions need to know is recorded in the same step.
     */
    private CompletableFuture<Long> number(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        byte[][] names = this.keys.sequenceAnd(fences);
        List<byte[]> arguments = numberArguments(keys, fences, expiring, eventTimes);
        if (this.regionRecords == 0) {
            return number(names, arguments);
        }
        byte[][] withStream = Arrays.copyOf(names, names.length + 1);
        withStream[names.length] = this.keys.region();
        List<byte[]> withRecord = new ArrayList<>(arguments);
        StoredInvalidation record = new StoredInvalidation(expiring,
                keys.stream().map(StoredInvalidation.Key::of).toList(), List.copyOf(fences));
        withRecord.add(RedisKeys.bytes(InvalidationText.write(record, RegionLog.MAX_LENGTH)));
        withRecord.add(RedisKeys.number(this.regionRecords));
        return number(withStream, withRecord);
    }

    private List<byte[]> numberArguments(Collection<EntryKey> keys, Collection<String> fences, boolean expiring,
            Collection<Long> eventTimes) {
        return List.of(this.keys.channel(), RedisKeys.bytes(this.origin),
                InvalidationMessageFormat.targets(keys, fences, expiring, eventTimes),
                expiring ? RedisKeys.FLAG : RedisKeys.EMPTY);
    }

    private CompletableFuture<Long> number(byte[][] names, List<byte[]> arguments) {
        return this.shared.call(L2Need.WRITE, () -> this.shared.run(LuaScript.INVALIDATE, ScriptOutputType.INTEGER,
                names, arguments.toArray(byte[][]::new)));
    }

}
