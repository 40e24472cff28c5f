package io.tieredcache.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.ScriptOutputType;

import io.tieredcache.store.RegionPosition;
import io.tieredcache.store.RegionTurns;

/**
 * Turns and positions in the namespace's own Redis.
 */
public final class RedisRegionTurns implements RegionTurns {

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final byte[] instance;

    /**
     * Create the turns.
     * @param connections the connections
     * @param namespace the namespace
     * @param instance the instance's id
     */
    public RedisRegionTurns(RedisConnections connections, String namespace, String instance) {
        this.connections = connections;
        this.keys = new RedisKeys(namespace);
        this.instance = RedisKeys.bytes(instance);
    }

    @Override
    public CompletableFuture<Turn> claim(String region, Duration life) {
        return Guarded.call(() -> this.connections
            .<List<byte[]>>run(LuaScript.CLAIM_REGION, ScriptOutputType.MULTI, names(region), this.instance,
                    RedisKeys.number(life.toMillis()))
            .thenApply((answer) -> new Turn(RedisKeys.text(answer.get(0)).equals("1"),
                    RegionPosition.parse(RedisKeys.text(answer.get(1))),
                    Long.parseLong(RedisKeys.text(answer.get(2))))));
    }

    @Override
    public CompletableFuture<Boolean> save(String region, RegionPosition position) {
        return Guarded.call(() -> this.connections.<Boolean>run(LuaScript.SAVE_REGION, ScriptOutputType.BOOLEAN,
                names(region), this.instance, RedisKeys.bytes(position.text())));
    }

    @Override
    public CompletableFuture<?> release(String region) {
        return claim(region, Duration.ZERO);
    }

    private byte[][] names(String region) {
        return new byte[][] { this.keys.regionLease(region), this.keys.regionPosition(region) };
    }

}
