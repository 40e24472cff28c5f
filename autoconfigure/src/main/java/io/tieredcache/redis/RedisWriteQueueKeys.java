package io.tieredcache.redis;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Names of everything that one write-behind queue has in Redis, all in the hash slot of
 * the namespace.
 */
final class RedisWriteQueueKeys {

    private final String prefix;

    RedisWriteQueueKeys(String namespace, String cache) {
        this.prefix = "tc:{" + namespace + "}:wb:" + cache.replace("%", "%25").replace(":", "%3A") + ":";
    }

    byte[] sequence() {
        return key("seq");
    }

    byte[] pending() {
        return key("pending");
    }

    byte[] deadLetters() {
        return key("dead");
    }

    byte[] instances() {
        return key("instances");
    }

    byte[] partitions() {
        return key("partitions");
    }

    byte[] stream(int partition) {
        return key(Integer.toString(partition));
    }

    byte[] owner(int partition) {
        return key(partition + ":owner");
    }

    List<byte[]> streams(int partitions) {
        return IntStream.range(0, partitions).mapToObj(this::stream).toList();
    }

    private byte[] key(String name) {
        return RedisKeys.bytes(this.prefix + name);
    }

}
