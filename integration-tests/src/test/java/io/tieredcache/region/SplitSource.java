package io.tieredcache.region;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The one source of two regions: each key has a version, and remembers when and where it
 * was changed.
 */
final class SplitSource {

    private final List<Item> items;

    SplitSource(int keys) {
        this.items = IntStream.range(0, keys).mapToObj((key) -> new Item()).toList();
    }

    int size() {
        return this.items.size();
    }

    Item item(int key) {
        return this.items.get(key);
    }

    /**
     * The versions of all keys at this moment.
     */
    int[] versions() {
        return this.items.stream().mapToInt(Item::version).toArray();
    }

    /**
     * One key.
     */
    static final class Item {

        private final List<Commit> commits = new CopyOnWriteArrayList<>();

        int version() {
            return this.commits.size();
        }

        synchronized Commit commit(String region) {
            Commit commit = new Commit(region, System.nanoTime());
            this.commits.add(commit);
            return commit;
        }

        /**
         * The first change by some region after a version and before a moment.
         * @return {@code null} if there is none
         */
        @Nullable Commit missed(int version, long before, String region, boolean own) {
            List<Commit> all = this.commits;
            for (int i = version; i < all.size(); i++) {
                Commit commit = all.get(i);
                if (commit.at < before && commit.region.equals(region) == own) {
                    return commit;
                }
            }
            return null;
        }

        /**
         * Whether a reader was not shown a change of the own region that had been told
         * some time before.
         */
        boolean missedTold(int version, long before, String region) {
            return this.commits.stream()
                .skip(version)
                .anyMatch((commit) -> commit.region.equals(region) && commit.told < before);
        }

    }

    /**
     * A change.
     */
    static final class Commit {

        private final String region;

        private final long at;

        private volatile long told = Long.MAX_VALUE;

        Commit(String region, long at) {
            this.region = region;
            this.at = at;
        }

        long at() {
            return this.at;
        }

        /**
         * All invalidations of this change are in the region's Redis.
         */
        void isTold() {
            this.told = System.nanoTime();
        }

    }

}
