package io.tieredcache.test;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One direction of a connection: what was read and is not delivered yet, in its order.
 * The end of the stream is delivered like a byte. Used by the relay's thread only.
 */
final class Pipe {

    static final long NEVER = Long.MAX_VALUE;

    private static final int CAPACITY = 4 * 1024 * 1024;

    private static final int SLICES_PER_SECOND = 20;

    private final SocketChannel target;

    private final AtomicLong delivered;

    private final Deque<Chunk> chunks = new ArrayDeque<>();

    private int queued;

    private boolean ended;

    private boolean endDelivered;

    private boolean targetFull;

    /** When the rate allows the next bytes. */
    private long nextSlice = System.nanoTime();

    Pipe(SocketChannel target, AtomicLong delivered) {
        this.target = target;
        this.delivered = delivered;
    }

    /** Takes over the bytes without a copy. */
    void add(byte[] bytes, int from, int length, long now) {
        if (length > 0) {
            this.chunks.add(new Chunk(ByteBuffer.wrap(bytes, from, length), now));
            this.queued += length;
        }
    }

    void end(long now) {
        this.ended = true;
        this.chunks.add(new Chunk(ByteBuffer.allocate(0), now));
    }

    /** Delivers what is due. */
    void deliver(PathFaults faults, long now) throws IOException {
        this.targetFull = false;
        while (waitNanos(faults, now) == 0) {
            Chunk chunk = this.chunks.element();
            if (chunk.bytes().hasRemaining() && !write(chunk.bytes(), faults.bytesPerSecond(), now)) {
                this.targetFull = true;
                return;
            }
            if (!chunk.bytes().hasRemaining()) {
                this.chunks.remove();
                if (this.ended && this.chunks.isEmpty()) {
                    this.target.shutdownOutput();
                    this.endDelivered = true;
                }
            }
        }
    }

    /** How long nothing is due, {@link #NEVER} if only an event changes that. */
    long waitNanos(PathFaults faults, long now) {
        Chunk chunk = this.chunks.peek();
        if (chunk == null || faults.frozen() || this.targetFull || !this.target.isConnected()) {
            return NEVER;
        }
        long delay = chunk.arrival() + faults.delayNanos() - now;
        long slice = (faults.bytesPerSecond() > 0) ? this.nextSlice - now : 0;
        return Math.max(0, Math.max(delay, slice));
    }

    boolean wantsToRead() {
        return !this.ended && this.queued < CAPACITY;
    }

    boolean wantsToWrite() {
        return this.targetFull;
    }

    boolean isEndDelivered() {
        return this.endDelivered;
    }

    private boolean write(ByteBuffer bytes, long bytesPerSecond, long now) throws IOException {
        int all = bytes.limit();
        if (bytesPerSecond > 0) {
            long slice = Math.max(1, bytesPerSecond / SLICES_PER_SECOND);
            bytes.limit((int) Math.min(all, bytes.position() + slice));
        }
        int wanted = bytes.remaining();
        int written = this.target.write(bytes);
        bytes.limit(all);
        this.queued -= written;
        this.delivered.addAndGet(written);
        if (bytesPerSecond > 0) {
            this.nextSlice = now + TimeUnit.SECONDS.toNanos(written) / bytesPerSecond;
        }
        return written == wanted;
    }

    private record Chunk(ByteBuffer bytes, long arrival) {

    }

}
