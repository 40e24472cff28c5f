package io.tieredcache.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.ScriptOutputType;

import io.tieredcache.store.CacheClasses;
import io.tieredcache.store.L2Need;

/**
 * Declared classes in Redis: for each cache a set of "class instance", in the slot of the
 * namespace.
 */
public final class RedisCacheClasses implements CacheClasses {

    private final RedisConnections connections;

    private final RedisKeys keys;

    private final String instance;

    /**
     * Create a registry.
     * @param connections the connections
     * @param namespace the namespace
     * @param instance the instance's id
     */
    public RedisCacheClasses(RedisConnections connections, String namespace, String instance) {
        this.connections = connections;
        this.keys = new RedisKeys(namespace);
        this.instance = instance;
    }

    @Override
    public CompletableFuture<Map<String, String>> declare(Map<String, String> classes, Duration life) {
        if (classes.isEmpty()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        List<String> caches = List.copyOf(classes.keySet());
        List<byte[]> arguments = new ArrayList<>();
        arguments.add(RedisKeys.bytes(this.instance));
        arguments.add(RedisKeys.number(life.toMillis()));
        caches.forEach((cache) -> arguments.add(RedisKeys.bytes(classes.getOrDefault(cache, ""))));
        return this.connections.call(L2Need.WRITE,
                () -> this.connections
                    .<List<byte[]>>run(LuaScript.DECLARE, ScriptOutputType.MULTI, declarations(caches),
                            arguments.toArray(byte[][]::new))
                    .thenApply((others) -> others(caches, others)));
    }

    private static Map<String, String> others(List<String> caches, List<byte[]> answers) {
        Map<String, String> others = new LinkedHashMap<>();
        for (int i = 0; i < caches.size(); i++) {
            String other = RedisKeys.text(answers.get(i));
            if (!other.isEmpty()) {
                others.put(caches.get(i), other);
            }
        }
        return others;
    }

    @Override
    public CompletableFuture<?> withdraw(Collection<String> caches) {
        if (caches.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return this.connections.call(L2Need.WRITE, () -> this.connections.run(LuaScript.WITHDRAW,
                ScriptOutputType.BOOLEAN, declarations(caches), RedisKeys.bytes(this.instance)));
    }

    private byte[][] declarations(Collection<String> caches) {
        return caches.stream().map(this.keys::declarations).toArray(byte[][]::new);
    }

}
