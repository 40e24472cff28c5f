package io.tieredcache.store;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a Redis server is set up, as far as it tells.
 *
 * @param node id of the node in a cluster, {@code null} where there is only one
 * @param version version of the server, {@code null} if unknown
 * @param replica whether the server is a replica, {@code null} if unknown
 * @param memory its memory
 * @param persistence what it writes to disk
 * @param unread what could not be read, by name, with the reason
 */
public record RedisFacts(@Nullable String node, @Nullable Version version, @Nullable Boolean replica, Memory memory,
        Persistence persistence, List<String> unread) {

    /**
     * Create facts.
     * @param node id of the node in a cluster
     * @param version version of the server
     * @param replica whether the server is a replica
     * @param memory its memory
     * @param persistence what it writes to disk
     * @param unread what could not be read
     */
    public RedisFacts {
        unread = List.copyOf(unread);
    }

    /**
     * A version.
     *
     * @param major the major version
     * @param minor the minor version
     */
    public record Version(int major, int minor) {

        /**
         * Whether the version is older than another.
         * @param otherMajor major version of the other
         * @param otherMinor minor version of the other
         * @return {@code true} if it is
         */
        public boolean isBefore(int otherMajor, int otherMinor) {
            return this.major < otherMajor || (this.major == otherMajor && this.minor < otherMinor);
        }

        @Override
        public String toString() {
            return this.major + "." + this.minor;
        }

    }

    /**
     * Memory of a server.
     *
     * @param used bytes in use, {@code null} if unknown
     * @param limit bytes that may be used, 0 for no limit, {@code null} if unknown
     * @param policy what is evicted at the limit, such as {@code noeviction},
     * {@code null} if unknown
     */
    public record Memory(@Nullable Long used, @Nullable Long limit, @Nullable String policy) {

    }

    /**
     * What a server writes to disk.
     *
     * @param appendOnly whether each write is appended to a file, {@code null} if unknown
     * @param snapshots whether snapshots are made from time to time, {@code null} if
     * unknown
     * @param failing whether the last write to disk failed, {@code null} if unknown
     */
    public record Persistence(@Nullable Boolean appendOnly, @Nullable Boolean snapshots, @Nullable Boolean failing) {

    }

}
