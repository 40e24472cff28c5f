package io.tieredcache.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.ScriptOutputType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheToggles;
import io.tieredcache.store.L2Need;
import io.tieredcache.store.ToggleStore;

/**
 * Toggles in Redis: a sorted set of their names by the time when each ends, in the slot
 * of the namespace.
 */
public final class RedisToggles implements ToggleStore {

    private static final Logger logger = LoggerFactory.getLogger(RedisToggles.class);

    private final RedisConnections connections;

    private final byte[][] key;

    /**
     * Create a store.
     * @param connections the connections
     * @param namespace the namespace
     */
    public RedisToggles(RedisConnections connections, String namespace) {
        this.connections = connections;
        this.key = new byte[][] { new RedisKeys(namespace).toggles() };
    }

    @Override
    public CompletableFuture<Map<String, Long>> read() {
        return this.connections.call(L2Need.READ,
                () -> this.connections
                    .<List<byte[]>>run(LuaScript.TOGGLES, ScriptOutputType.MULTI, this.key,
                            RedisKeys.number(CacheToggles.MOST_TOGGLES))
                    .thenApply(RedisToggles::toggles));
    }

    private static Map<String, Long> toggles(List<byte[]> answer) {
        Map<String, Long> toggles = new HashMap<>();
        for (int i = 0; i + 1 < answer.size(); i += 2) {
            try {
                toggles.put(RedisKeys.text(answer.get(i)), Long.parseLong(RedisKeys.text(answer.get(i + 1))));
            }
            catch (NumberFormatException ex) {
                logger.trace("A toggle in Redis has no time of ours and is passed over", ex);
            }
        }
        return toggles;
    }

    @Override
    public CompletableFuture<Boolean> set(String name, Duration time, int most) {
        return this.connections.call(L2Need.WRITE,
                () -> this.connections.<Boolean>run(LuaScript.SET_TOGGLE, ScriptOutputType.BOOLEAN, this.key,
                        RedisKeys.bytes(name), RedisKeys.number(time.toMillis()), RedisKeys.number(most)));
    }

    @Override
    public CompletableFuture<Boolean> end(String name) {
        return this.connections.call(L2Need.WRITE,
                () -> this.connections.<Boolean>run(LuaScript.END_TOGGLE, ScriptOutputType.BOOLEAN, this.key,
                        RedisKeys.bytes(name), RedisKeys.number(CacheToggles.MOST_TOGGLES)));
    }

}
