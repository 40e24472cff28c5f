package io.tieredcache.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

import io.lettuce.core.ScriptOutputType;

import io.tieredcache.store.EntryKey;
import io.tieredcache.store.L2Need;

/**
 * Holds of writers: those of entries in the entries' stores, those of fences in the
 * application's Redis.
 *
 * @param stores each Redis that entries are in
 * @param keys the names of what is in Redis
 */
record RedisHolds(RedisStores stores, RedisKeys keys) {

    /**
     * Places holds by a script's text, so that nothing sent after it can overtake it.
     * @param keys the entries
     * @param fences the fences
     * @param token the owner
     * @param life how long they stand if nobody ends them
     * @return done when all are placed
     */
    CompletableFuture<?> place(Collection<EntryKey> keys, Collection<String> fences, String token, Duration life) {
        List<CompletableFuture<?>> placed = new ArrayList<>();
        forEach(keys, fences,
                (connections,
                        holds) -> placed.add(connections.call(L2Need.WRITE,
                                () -> connections.runInOrder(LuaScript.HOLD, ScriptOutputType.BOOLEAN, holds,
                                        RedisKeys.bytes(token), RedisKeys.number(life.toMillis())))));
        return StoreOrder.all(placed);
    }

    /**
     * Ends holds.
     * @param keys the entries
     * @param fences the fences
     * @param token the owner
     * @return whether all still stood
     */
    CompletableFuture<Boolean> end(Collection<EntryKey> keys, Collection<String> fences, String token) {
        List<CompletableFuture<Boolean>> ended = new ArrayList<>();
        forEach(keys, fences, (connections, holds) -> ended.add(connections.call(L2Need.WRITE,
                () -> connections.run(LuaScript.END_HOLD, ScriptOutputType.BOOLEAN, holds, RedisKeys.bytes(token)))));
        return Guarded
            .call(() -> StoreOrder.all(ended).thenApply((done) -> ended.stream().allMatch(CompletableFuture::join)));
    }

    /**
     * Asks whether any of the fences is held.
     */
    CompletableFuture<Boolean> isAnyHeld(Collection<String> fences) {
        RedisConnections shared = this.stores.application();
        return shared.call(L2Need.FILL, () -> shared.run(LuaScript.HELD, ScriptOutputType.BOOLEAN, ofFences(fences)));
    }

    /**
     * Goes through the keys of holds, those of one slot together.
     */
    private void forEach(Collection<EntryKey> keys, Collection<String> fences,
            BiConsumer<RedisConnections, byte[][]> action) {
        if (!fences.isEmpty()) {
            action.accept(this.stores.application(), ofFences(fences));
        }
        keys.forEach((key) -> action.accept(this.stores.of(key), new byte[][] { this.keys.holds(key) }));
    }

    private byte[][] ofFences(Collection<String> fences) {
        return fences.stream().map(this.keys::holds).toArray(byte[][]::new);
    }

}
