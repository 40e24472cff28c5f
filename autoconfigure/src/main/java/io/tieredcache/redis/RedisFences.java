package io.tieredcache.redis;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.ScriptOutputType;

import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.KeptFences;
import io.tieredcache.store.L2Need;

/**
 * Fences in the application's Redis.
 *
 * @param shared the connections to the application's Redis
 * @param keys the names of what is in Redis
 */
record RedisFences(RedisConnections shared, RedisKeys keys) {

    CompletableFuture<FenceReadings> read(Collection<String> fences) {
        return this.shared.call(L2Need.READ,
                () -> this.shared
                    .<List<Long>>run(LuaScript.FENCES, ScriptOutputType.MULTI, this.keys.sequenceAnd(fences))
                    .thenApply((numbers) -> readings(fences, numbers)));
    }

    CompletableFuture<FenceReadings> ensure(KeptFences fences) {
        return ensure(fences, this.shared::run);
    }

    /**
     * Ensures fences by a script's text, so that nothing sent after it can overtake it.
     */
    CompletableFuture<FenceReadings> ensureInOrder(KeptFences fences) {
        return ensure(fences, this.shared::runInOrder);
    }

    private CompletableFuture<FenceReadings> ensure(KeptFences fences, ScriptRun run) {
        return this.shared.call(L2Need.FILL, () -> {
            long life = fences.life().toMillis();
            CompletableFuture<List<Long>> numbers = run.run(LuaScript.ENSURE, ScriptOutputType.MULTI,
                    this.keys.sequenceAnd(fences.names()), RedisKeys.number(life), RedisKeys.number(2 * life));
            return numbers.thenApply((found) -> readings(fences.names(), found));
        });
    }

    private static FenceReadings readings(Collection<String> fences, List<Long> numbers) {
        Map<String, FenceReadings.Numbers> found = new HashMap<>();
        int i = 1;
        for (String fence : fences) {
            long latest = numbers.get(i++);
            long evicted = numbers.get(i++);
            if (latest >= 0) {
                found.put(fence, new FenceReadings.Numbers(latest, evicted));
            }
        }
        return new FenceReadings(numbers.get(0), found);
    }

    /**
     * How a script is run.
     */
    @FunctionalInterface
    private interface ScriptRun {

        <T> CompletableFuture<T> run(LuaScript script, ScriptOutputType type, byte[][] keys, byte[]... args);

    }

}
