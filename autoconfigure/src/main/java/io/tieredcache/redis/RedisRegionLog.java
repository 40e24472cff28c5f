package io.tieredcache.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.RegionLog;
import io.tieredcache.store.RegionPosition;
import io.tieredcache.store.StreamEvent;

/**
 * The records of another region, read over a connection of its own.
 */
public final class RedisRegionLog implements RegionLog {

    /** Bytes after which a batch takes no more records. */
    private static final long ENOUGH_BYTES = 4L << 20;

    /** Most bytes of a character of a record. */
    private static final long CHARACTER = 3;

    private final Supplier<RedisConnections> opening;

    private final byte[] stream;

    private @Nullable RedisConnections connections;

    private boolean closed;

    /**
     * Create a log; it connects to nothing before it is read.
     * @param opening makes the connections, which end with this
     * @param namespace the namespace
     */
    public RedisRegionLog(Supplier<RedisConnections> opening, String namespace) {
        this.opening = opening;
        this.stream = new RedisKeys(namespace).region();
    }

    @Override
    public CompletableFuture<Records> read(String after, String upTo, Duration age, int count) {
        return Guarded.call(
                () -> connections()
                    .<List<byte[]>>run(LuaScript.READ_REGION, ScriptOutputType.MULTI, new byte[][] { this.stream },
                            RedisKeys.bytes(after), RedisKeys.bytes(upTo), RedisKeys.number(age.toMillis()),
                            RedisKeys.number(count), RedisKeys.number(CHARACTER * MAX_LENGTH), RedisKeys.number(0),
                            RedisKeys.number(ENOUGH_BYTES))
                    .thenApply(RedisRegionLog::records));
    }

    private static Records records(List<byte[]> answer) {
        List<StreamEvent> events = new ArrayList<>(answer.size() / 3);
        for (int i = 3; i < answer.size(); i += 3) {
            events.add(new StreamEvent(RedisKeys.text(answer.get(i)), Long.parseLong(RedisKeys.text(answer.get(i + 1))),
                    answer.get(i + 2)));
        }
        String newest = RedisKeys.text(answer.get(1));
        return new Records(RedisKeys.text(answer.get(0)).equals("1"),
                newest.isEmpty() ? RegionPosition.NOTHING : newest, Long.parseLong(RedisKeys.text(answer.get(2))),
                events);
    }

    private synchronized RedisConnections connections() {
        if (this.closed) {
            throw new L2UnavailableException("The cache is shut down", null);
        }
        RedisConnections current = this.connections;
        if (current == null) {
            current = this.opening.get();
            this.connections = current;
        }
        return current;
    }

    @Override
    public synchronized void reset() {
        RedisConnections current = this.connections;
        this.connections = null;
        if (current != null) {
            current.close();
        }
    }

    @Override
    public synchronized void close() {
        this.closed = true;
        reset();
    }

}
