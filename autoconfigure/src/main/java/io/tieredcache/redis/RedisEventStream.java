package io.tieredcache.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.lettuce.core.ScriptOutputType;

import io.tieredcache.store.EventStream;
import io.tieredcache.store.StreamEvent;

/**
 * The events as a Redis Stream with one consumer group. The group begins with the oldest
 * event, so that those that were added before the first instance started are kept; it is
 * made by the first read, also after Redis lost its data.
 */
public final class RedisEventStream implements EventStream {

    private static final String GROUP = "tiered-cache";

    /** Bytes after which a batch takes no more events. */
    private static final long ENOUGH_BYTES = 4L << 20;

    /** Bytes that are kept of an event that is too long or is rejected. */
    private static final int BEGIN = 16 << 10;

    private final RedisConnections connections;

    private final byte[] stream;

    private final byte[] dead;

    private final byte[] consumer;

    private final Limits limits;

    /**
     * Create a stream.
     * @param connections the connections
     * @param namespace the namespace
     * @param instance the instance's id
     * @param limits what is bounded
     */
    public RedisEventStream(RedisConnections connections, String namespace, String instance, Limits limits) {
        RedisKeys keys = new RedisKeys(namespace);
        this.connections = connections;
        this.stream = keys.events();
        this.dead = keys.deadEvents();
        this.consumer = RedisKeys.bytes(instance);
        this.limits = limits;
    }

    @Override
    public CompletableFuture<List<StreamEvent>> read(int count) {
        return Guarded.call(() -> this.connections
            .<List<byte[]>>run(LuaScript.READ_EVENTS, ScriptOutputType.MULTI, new byte[][] { this.stream },
                    RedisKeys.bytes(GROUP), this.consumer, RedisKeys.number(count),
                    RedisKeys.number(this.limits.maxBytes()), RedisKeys.number(BEGIN), RedisKeys.number(ENOUGH_BYTES))
            .thenApply(RedisEventStream::entries));
    }

    @Override
    public CompletableFuture<List<StreamEvent>> claim(long idleMillis, int count) {
        return Guarded.call(() -> this.connections
            .<List<byte[]>>run(LuaScript.CLAIM_EVENTS, ScriptOutputType.MULTI, new byte[][] { this.stream },
                    RedisKeys.bytes(GROUP), this.consumer, RedisKeys.number(count),
                    RedisKeys.number(this.limits.maxBytes()), RedisKeys.number(BEGIN), RedisKeys.number(ENOUGH_BYTES),
                    RedisKeys.number(idleMillis), RedisKeys.number(this.limits.forgetMillis()))
            .thenApply(RedisEventStream::entries));
    }

    private static List<StreamEvent> entries(List<byte[]> answer) {
        List<StreamEvent> entries = new ArrayList<>(answer.size() / 3);
        for (int i = 0; i < answer.size(); i += 3) {
            entries.add(new StreamEvent(RedisKeys.text(answer.get(i)),
                    Long.parseLong(RedisKeys.text(answer.get(i + 1))), answer.get(i + 2)));
        }
        return entries;
    }

    @Override
    public CompletableFuture<Integer> settle(List<String> done, List<Rejected> rejected) {
        List<byte[]> arguments = new ArrayList<>(List.of(RedisKeys.bytes(GROUP),
                RedisKeys.number(this.limits.maxDeadEvents()), RedisKeys.number(done.size())));
        done.forEach((id) -> arguments.add(RedisKeys.bytes(id)));
        for (Rejected event : rejected) {
            byte[] body = event.event().body();
            arguments.addAll(List.of(RedisKeys.bytes(event.event().id()), RedisKeys.bytes(event.reason()),
                    RedisKeys.bytes(event.detail()), RedisKeys.number(event.event().size()),
                    (body.length > BEGIN) ? Arrays.copyOf(body, BEGIN) : body));
        }
        return Guarded.call(
                () -> this.connections
                    .<Long>run(LuaScript.SETTLE_EVENTS, ScriptOutputType.INTEGER,
                            new byte[][] { this.stream, this.dead }, arguments.toArray(byte[][]::new))
                    .thenApply(Long::intValue));
    }

    /**
     * What is bounded.
     *
     * @param maxBytes most bytes of one event; of a longer one the begin is given
     * @param maxDeadEvents about how many events the dead-letter stream keeps
     * @param forgetMillis how long an instance without events must be silent to be
     * forgotten
     */
    public record Limits(int maxBytes, int maxDeadEvents, long forgetMillis) {

    }

}
