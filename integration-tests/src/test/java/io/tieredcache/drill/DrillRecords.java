package io.tieredcache.drill;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process wrote down.
 */
final class DrillRecords {

    private final Longs readItems = new Longs();

    private final Longs readLevels = new Longs();

    private final Longs readVersions = new Longs();

    private final Longs readBegins = new Longs();

    private final Longs readEnds = new Longs();

    private final Longs loads = new Longs();

    private final Longs loadedItems = new Longs();

    private final Map<Long, Write> writes = new LinkedHashMap<>();

    private final List<long[]> sent = new ArrayList<>();

    DrillRecords(Path file) {
        try (DataInputStream input = new DataInputStream(
                new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            while (true) {
                // The last record of a process that was killed may be torn.
                note(Recorder.KINDS.constant(input.readInt()), input.readInt(), (int) input.readLong(),
                        input.readLong(), input.readLong(), input.readLong());
            }
        }
        catch (EOFException ex) {
            this.writes.values().forEach(this::findTold);
        }
        catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private void note(Recorder.Kind kind, int detail, int item, long number, long first, long second) {
        switch (kind) {
            case READ -> {
                this.readItems.add(item);
                this.readLevels.add(detail);
                this.readVersions.add(number);
                this.readBegins.add(first);
                this.readEnds.add(second);
            }
            case LOAD -> {
                this.loads.add(first);
                this.loadedItems.add(item);
            }
            case BEGIN -> this.writes.put(number, new Write(Recorder.WRITES.constant(detail), item, first));
            case COMMIT -> write(second).commits.add(new Commit(item, number, first, write(second)));
            case RETURN -> {
                Write write = write(number);
                write.returned = first;
                write.failed = (detail & 1) != 0;
                write.unsent = (detail & 2) != 0;
            }
            case SENT -> this.sent.add(new long[] { first, second });
        }
    }

    private Write write(long id) {
        Write write = this.writes.get(id);
        if (write == null) {
            throw new IllegalStateException("Write %d never began".formatted(id));
        }
        return write;
    }

    private void findTold(Write write) {
        if (!write.failed) {
            write.told = write.unsent ? sentAfter(write.returned) : write.returned;
        }
    }

    private long sentAfter(long moment) {
        return this.sent.stream()
            .filter((each) -> each[0] >= moment)
            .mapToLong((each) -> each[1])
            .findFirst()
            .orElse(Commit.NEVER);
    }

    /**
     * The writes that began and of which it is not known that everybody was told, unless
     * they failed before they changed anything, as {@code <name>:<key>}.
     */
    List<String> openWrites() {
        return this.writes.values()
            .stream()
            .filter((write) -> write.told == Commit.NEVER && (!write.failed || !write.commits.isEmpty()))
            .map((write) -> write.what + ":" + write.key)
            .distinct()
            .toList();
    }

    Iterable<Write> writes() {
        return this.writes.values();
    }

    Longs loads() {
        return this.loads;
    }

    /**
     * The items that were loaded, in the order of {@link #loads()}.
     */
    Longs loadedItems() {
        return this.loadedItems;
    }

    int reads() {
        return this.readItems.size();
    }

    int item(int read) {
        return (int) this.readItems.get(read);
    }

    DrillLevel level(int read) {
        return Recorder.LEVELS.constant((int) this.readLevels.get(read));
    }

    long version(int read) {
        return this.readVersions.get(read);
    }

    long began(int read) {
        return this.readBegins.get(read);
    }

    long ended(int read) {
        return this.readEnds.get(read);
    }

    /**
     * A write of this process.
     */
    static final class Write {

        private final DrillWrite what;

        private final int key;

        private final long began;

        private final List<Commit> commits = new ArrayList<>();

        private long returned = Commit.NEVER;

        private long told = Commit.NEVER;

        private boolean failed;

        private boolean unsent;

        private Write(DrillWrite what, int key, long began) {
            this.what = what;
            this.key = key;
            this.began = began;
        }

        DrillWrite what() {
            return this.what;
        }

        long began() {
            return this.began;
        }

        List<Commit> commits() {
            return this.commits;
        }

        /**
         * When its call returned.
         */
        long returned() {
            return this.returned;
        }

        /**
         * When its invalidations were known to be in Redis.
         */
        long told() {
            return this.told;
        }

        boolean failed() {
            return this.failed;
        }

    }

    /**
     * A new version of an item.
     *
     * @param item the item
     * @param version the version
     * @param at when it was known to be committed
     * @param write the write that made it
     */
    record Commit(int item, long version, long at, Write write) {

        static final long NEVER = Long.MAX_VALUE;

    }

}
