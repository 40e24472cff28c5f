package io.tieredcache.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

import io.tieredcache.store.EntryKey;

/**
 * Names of everything that one namespace has in Redis. Sequence, fences and events share
 * the hash slot of the namespace; an entry and its lease share the slot of the key.
 */
final class RedisKeys {

    /** An argument of a script that is not set. */
    static final byte[] EMPTY = new byte[0];

    /** An argument of a script that switches something on. */
    static final byte[] FLAG = bytes("1");

    private final String fencePrefix;

    private final byte[] sequence;

    private final String channel;

    private final String releases;

    private final byte[] entryPrefix;

    RedisKeys(String namespace) {
        this.fencePrefix = "tc:{" + namespace + "}:";
        this.sequence = bytes(this.fencePrefix + "seq");
        this.channel = "tc:" + namespace + ":inv";
        this.releases = "tc:" + namespace + ":rel";
        this.entryPrefix = bytes("tc:" + namespace + ":");
    }

    byte[] entry(EntryKey key) {
        return bytes("tc:" + key.name());
    }

    /**
     * Full name of the entry that a key of Redis is of, with what follows it in the name
     * of a lease and the like; {@code null} for a key of others.
     */
    @Nullable String entryName(byte[] key) {
        int length = this.entryPrefix.length;
        return (key.length > length && Arrays.equals(key, 0, length, this.entryPrefix, 0, length))
                ? text(key).substring("tc:".length()) : null;
    }

    byte[] lease(EntryKey key) {
        return bytes("tc:" + key.name() + ":l");
    }

    /** Exists while an instance waits for the lease. */
    byte[] waiters(EntryKey key) {
        return bytes("tc:" + key.name() + ":w");
    }

    /** An entry with its lease and those who wait for it. */
    byte[][] slot(EntryKey key) {
        return new byte[][] { entry(key), lease(key), waiters(key) };
    }

    /** Writers that let nobody store the entry. */
    byte[] holds(EntryKey key) {
        return bytes("tc:" + key.name() + ":h");
    }

    /** Writers that let nobody store what is under the fence. */
    byte[] holds(String fence) {
        return bytes(this.fencePrefix + "hold:" + fence);
    }

    /** Instances by the class that they declare for a cache. */
    byte[] declarations(String cache) {
        return bytes(this.fencePrefix + "class:" + cache);
    }

    /** Toggles of all instances by the time when each ends. */
    byte[] toggles() {
        return bytes(this.fencePrefix + "toggles");
    }

    /** Remembers the highest version put. */
    byte[] version(EntryKey key) {
        return bytes("tc:" + key.name() + ":v");
    }

    byte[] fence(String name) {
        return bytes(this.fencePrefix + name);
    }

    byte[][] sequenceAnd(Collection<String> fences) {
        byte[][] keys = new byte[fences.size() + 1][];
        keys[0] = this.sequence;
        int i = 1;
        for (String fence : fences) {
            keys[i++] = fence(fence);
        }
        return keys;
    }

    /** Stream of the events from outside. */
    byte[] events() {
        return fence("events");
    }

    /** Stream of the events from outside that could not be applied. */
    byte[] deadEvents() {
        return fence("events:dead");
    }

    /** Stream of what other regions need to know. */
    byte[] region() {
        return fence("region");
    }

    /** How far the stream of another region was read. */
    byte[] regionPosition(String region) {
        return fence("region:" + region);
    }

    /** Who reads the stream of another region. */
    byte[] regionLease(String region) {
        return fence("region:" + region + ":l");
    }

    byte[] sequence() {
        return this.sequence;
    }

    byte[] channel() {
        return bytes(this.channel);
    }

    /** Channel on which released leases are told to those who wait for them. */
    byte[] releases() {
        return bytes(this.releases);
    }

    byte[] channelOf(String instance) {
        return bytes(this.channel + ":" + instance);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A number as scripts take it. */
    static byte[] number(long value) {
        return bytes(Long.toString(value));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

}
