package io.tieredcache.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.KeyValue;
import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.WriteBehindSettings;
import io.tieredcache.store.L2Need;
import io.tieredcache.store.WriteQueueStore;

/**
 * A write-behind queue on Redis Streams. Its partitions are as many as any instance ever
 * had in its settings, so that none is left behind when they change.
 */
public final class RedisWriteQueue implements WriteQueueStore {

    private static final byte[] NO = new byte[0];

    private static final byte[] YES = RedisKeys.bytes("1");

    private static final int FIELDS = 5;

    private final RedisConnections connections;

    private final RedisWriteQueueKeys keys;

    private final String instance;

    private final int configured;

    private volatile int partitions;

    /**
     * Create a queue.
     * @param connections the connections
     * @param namespace the namespace
     * @param cache the cache's name
     * @param partitions number of partitions that records are added to
     * @param instance what this instance owns partitions as; no other may have the same
     */
    public RedisWriteQueue(RedisConnections connections, String namespace, String cache, int partitions,
            String instance) {
        this.connections = connections;
        this.keys = new RedisWriteQueueKeys(namespace, cache);
        this.instance = instance;
        this.configured = partitions;
        this.partitions = partitions;
    }

    @Override
    public CompletableFuture<Added> add(int partition, String key, byte[] value, long limit, long deadline) {
        List<byte[]> names = new ArrayList<>(
                List.of(this.keys.sequence(), this.keys.pending(), this.keys.stream(partition)));
        names.addAll(this.keys.streams(this.partitions));
        return this.connections.call(L2Need.WRITE,
                () -> this.connections
                    .<List<Long>>run(LuaScript.QUEUE_ADD, ScriptOutputType.MULTI, array(names), RedisKeys.bytes(key),
                            value, RedisKeys.number(limit), RedisKeys.number(deadline))
                    .thenApply(RedisWriteQueue::added));
    }

    private static Added added(List<Long> answer) {
        if (answer.get(0) < 0) {
            throw new L2UnavailableException("Redis got a record too late to add it", null);
        }
        return new Added(answer.get(0) == 1, answer.get(1), answer.get(2));
    }

    @Override
    public CompletableFuture<Map<String, byte[]>> pending(Collection<String> wanted) {
        return this.connections.call(L2Need.READ,
                () -> this.connections.commands()
                    .hmget(this.keys.pending(), wanted.stream().map(RedisKeys::bytes).toArray(byte[][]::new))
                    .toCompletableFuture()
                    .handle((found, failure) -> {
                        if (failure == null) {
                            return values(found);
                        }
                        if (Guarded.isOfAnotherType(failure)) {
                            return Map.of();
                        }
                        throw RedisFailures.unavailable(failure);
                    }));
    }

    private static Map<String, byte[]> values(List<KeyValue<byte[], byte[]>> found) {
        Map<String, byte[]> values = new HashMap<>();
        for (KeyValue<byte[], byte[]> each : found) {
            if (each.hasValue()) {
                values.put(text(each.getKey()), withoutOrder(each.getValue()));
            }
        }
        return values;
    }

    private static byte[] withoutOrder(byte[] bytes) {
        int blank = 0;
        while (blank < bytes.length && bytes[blank] != ' ') {
            blank++;
        }
        return Arrays.copyOfRange(bytes, Math.min(blank + 1, bytes.length), bytes.length);
    }

    @Override
    public CompletableFuture<Status> status() {
        List<byte[]> names = new ArrayList<>(List.of(this.keys.deadLetters()));
        names.addAll(this.keys.streams(this.partitions));
        return this.connections.call(L2Need.WRITE,
                () -> this.connections.<List<Object>>run(LuaScript.QUEUE_STATUS, ScriptOutputType.MULTI, array(names))
                    .thenApply(RedisWriteQueue::status));
    }

    private static Status status(List<Object> answer) {
        List<PartitionStatus> found = new ArrayList<>();
        for (int i = 2; i + 1 < answer.size(); i += 2) {
            String oldest = text(answer.get(i + 1));
            found.add(new PartitionStatus((Long) answer.get(i), oldest.isEmpty() ? Long.MAX_VALUE : order(oldest)));
        }
        return new Status((Long) answer.get(0), (Long) answer.get(1), found);
    }

    /**
     * The number in a record's id; ids that are not ours may have any.
     */
    private static long order(String id) {
        int dash = id.indexOf('-');
        try {
            return Long.parseLong((dash > 0) ? id.substring(0, dash) : id);
        }
        catch (NumberFormatException ex) {
            return 0;
        }
    }

    @Override
    public CompletableFuture<Ownership> join(Duration leaseTime) {
        int known = this.partitions;
        List<byte[]> names = new ArrayList<>(List.of(this.keys.instances(), this.keys.partitions()));
        for (int i = 0; i < known; i++) {
            names.add(this.keys.owner(i));
            names.add(this.keys.stream(i));
        }
        return this.connections.call(L2Need.WRITE,
                () -> this.connections
                    .<List<Long>>run(LuaScript.QUEUE_JOIN, ScriptOutputType.MULTI, array(names),
                            RedisKeys.bytes(this.instance), RedisKeys.number(leaseTime.toMillis()),
                            RedisKeys.number(this.configured), RedisKeys.number(WriteBehindSettings.MAX_PARTITIONS))
                    .thenApply(this::ownership));
    }

    private Ownership ownership(List<Long> answer) {
        List<Integer> owned = new ArrayList<>();
        for (int i = 2; i < answer.size(); i++) {
            if (answer.get(i) == 1) {
                owned.add(i - 2);
            }
        }
        this.partitions = Math.max(this.partitions, Math.toIntExact(answer.get(1)));
        return new Ownership(Math.toIntExact(answer.get(0)), this.partitions, owned);
    }

    @Override
    public CompletableFuture<?> release(List<Integer> released) {
        return release(released, NO);
    }

    @Override
    public CompletableFuture<?> leave() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < this.partitions; i++) {
            all.add(i);
        }
        return release(all, YES);
    }

    private CompletableFuture<?> release(List<Integer> released, byte[] leaving) {
        List<byte[]> names = new ArrayList<>(List.of(this.keys.instances()));
        released.forEach((partition) -> names.add(this.keys.owner(partition)));
        return this.connections.call(L2Need.WRITE, () -> this.connections.<Long>run(LuaScript.QUEUE_RELEASE,
                ScriptOutputType.INTEGER, array(names), RedisKeys.bytes(this.instance), leaving));
    }

    @Override
    public CompletableFuture<@Nullable List<QueuedRecord>> fetch(int partition, int count, Duration leaseTime) {
        return this.connections.call(L2Need.WRITE,
                () -> this.connections.<List<Object>>run(LuaScript.QUEUE_FETCH, ScriptOutputType.MULTI,
                        new byte[][] { this.keys.owner(partition), this.keys.stream(partition) },
                        RedisKeys.bytes(this.instance), RedisKeys.number(count), RedisKeys.number(leaseTime.toMillis()))
                    .thenApply(RedisWriteQueue::records));
    }

    private static @Nullable List<QueuedRecord> records(List<Object> answer) {
        if ((Long) answer.get(0) == 0) {
            return null;
        }
        List<QueuedRecord> found = new ArrayList<>();
        for (int i = 1; i + FIELDS <= answer.size(); i += FIELDS) {
            found.add(new QueuedRecord(text(answer.get(i)), ((Long) answer.get(i + 1)).intValue(),
                    text(answer.get(i + 2)), (byte[]) answer.get(i + 3), text(answer.get(i + 4))));
        }
        return found;
    }

    @Override
    public CompletableFuture<Boolean> written(int partition, List<QueuedRecord> records) {
        List<byte[]> args = new ArrayList<>(List.of(RedisKeys.bytes(this.instance)));
        for (QueuedRecord record : records) {
            args.add(RedisKeys.bytes(record.id()));
            args.add(RedisKeys.bytes(record.key()));
        }
        return this.connections.call(L2Need.WRITE,
                () -> this.connections.<Boolean>run(LuaScript.QUEUE_WRITTEN, ScriptOutputType.BOOLEAN,
                        new byte[][] { this.keys.owner(partition), this.keys.stream(partition), this.keys.pending() },
                        array(args)));
    }

    @Override
    public CompletableFuture<Burial> bury(int partition, QueuedRecord record, String reason, long limit) {
        return this.connections.call(L2Need.WRITE, () -> this.connections
            .<Long>run(LuaScript.QUEUE_BURY, ScriptOutputType.INTEGER,
                    new byte[][] { this.keys.owner(partition), this.keys.stream(partition), this.keys.pending(),
                            this.keys.deadLetters() },
                    RedisKeys.bytes(this.instance), RedisKeys.bytes(record.id()), RedisKeys.bytes(record.key()),
                    RedisKeys.number(limit), RedisKeys.bytes(reason), RedisKeys.number(record.deliveries()))
            .thenApply((answer) -> (answer == 1) ? Burial.DONE : (answer == 2) ? Burial.FULL : Burial.NOT_OWNED));
    }

    private static byte[][] array(List<byte[]> list) {
        return list.toArray(byte[][]::new);
    }

    private static String text(Object bytes) {
        return RedisKeys.text((byte[]) bytes);
    }

}
