package io.tieredcache.drill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What is cached: a version per item, in a file that all processes of the machine have in
 * their memory. Reads and commits are atomic and in one order, a process that is killed
 * takes nothing with it, and a read costs nothing.
 */
final class VersionedSource {

    private static final VarHandle VERSION = MethodHandles.byteBufferViewVarHandle(long[].class,
            ByteOrder.nativeOrder());

    private final MappedByteBuffer versions;

    /**
     * Open the source, or create it with all versions at zero.
     * @param file the file
     * @param items number of items
     */
    VersionedSource(Path file, int items) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            this.versions = channel.map(FileChannel.MapMode.READ_WRITE, 0, (long) items * Long.BYTES);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    long read(int item) {
        return (long) VERSION.getVolatile(this.versions, item * Long.BYTES);
    }

    /**
     * Changes an item.
     * @return the new version
     */
    long commit(int item) {
        return (long) VERSION.getAndAdd(this.versions, item * Long.BYTES, 1L) + 1;
    }

}
