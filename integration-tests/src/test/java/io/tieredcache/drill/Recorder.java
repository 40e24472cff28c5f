package io.tieredcache.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes down what a process does, with times of the one monotonic clock of the machine.
 * What is said of writes is in the file before the write goes on, so that a process that
 * is killed loses some of its reads at most.
 */
final class Recorder implements AutoCloseable {

    /** Bytes of a record. */
    static final int LENGTH = 40;

    static final EnumCodes<Kind> KINDS = new EnumCodes<>(Kind.class);

    static final EnumCodes<DrillLevel> LEVELS = new EnumCodes<>(DrillLevel.class);

    static final EnumCodes<DrillWrite> WRITES = new EnumCodes<>(DrillWrite.class);

    /**
     * What a record tells.
     */
    enum Kind {

        /** A read was answered. */
        READ,

        /** The source was asked. */
        LOAD,

        /** A write begins. */
        BEGIN,

        /** A write changed an item. */
        COMMIT,

        /** A write returned. */
        RETURN,

        /** Nothing that returned before waits to be sent to Redis. */
        SENT

    }

    private final FileChannel file;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(800 * LENGTH);

    Recorder(Path file) {
        try {
            this.file = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                    StandardOpenOption.APPEND);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    void read(int item, DrillAnswer answer, long began, long ended) {
        add(Kind.READ, LEVELS.of(answer.level()), item, answer.version(), began, ended);
    }

    void load(int item, long version, long began, long ended) {
        add(Kind.LOAD, 0, item, version, began, ended);
    }

    void begin(long write, DrillWrite what, int key) {
        addNow(Kind.BEGIN, WRITES.of(what), key, write, System.nanoTime(), 0);
    }

    void commit(long write, int item, long version, long at) {
        addNow(Kind.COMMIT, 0, item, version, at, write);
    }

    /**
     * A write returned.
     * @param write the number of the write
     * @param failed whether it threw
     * @param unsent whether invalidations wait to be sent
     * @param returned when
     */
    void returned(long write, boolean failed, boolean unsent, long returned) {
        addNow(Kind.RETURN, (failed ? 1 : 0) + (unsent ? 2 : 0), 0, write, returned, 0);
    }

    /**
     * Nothing waits to be sent.
     * @param asked when that was asked for
     * @param answered when it was answered
     */
    void sent(long asked, long answered) {
        addNow(Kind.SENT, 0, 0, 0, asked, answered);
    }

    private synchronized void addNow(Kind kind, int detail, int item, long number, long first, long second) {
        add(kind, detail, item, number, first, second);
        flush();
    }

    private synchronized void add(Kind kind, int detail, int item, long number, long first, long second) {
        this.buffer.putInt(KINDS.of(kind)).putInt(detail).putLong(item).putLong(number).putLong(first).putLong(second);
        if (!this.buffer.hasRemaining()) {
            flush();
        }
    }

    synchronized void flush() {
        this.buffer.flip();
        try {
            while (this.buffer.hasRemaining()) {
                this.file.write(this.buffer);
            }
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
        this.buffer.clear();
    }

    @Override
    public void close() {
        flush();
        try {
            this.file.close();
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

}
