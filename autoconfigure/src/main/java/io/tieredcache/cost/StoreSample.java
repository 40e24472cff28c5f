package io.tieredcache.cost;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.tieredcache.SizeEstimate;
import io.tieredcache.store.EntryNames;
import io.tieredcache.store.SampledKeys;

/**
 * The last samples of one Redis. Keys are drawn with the same chance each, so that a
 * cache's share of the drawn keys is its share of all keys, about, and the mean of the
 * bytes per drawn key, with 0 for keys of others, times the number of all keys is what it
 * holds. Of use to one thread at a time.
 */
final class StoreSample {

    /** Looks whose samples are taken together. */
    static final int LOOKS = 10;

    private final String namespace;

    private final Deque<Look> looks = new ArrayDeque<>();

    private long total;

    private String unknown = "No sample was taken yet";

    StoreSample(String namespace) {
        this.namespace = namespace;
    }

    void add(SampledKeys sample) {
        Map<String, Tally> tallies = new HashMap<>();
        for (SampledKeys.SampledKey key : sample.own()) {
            String cache = EntryNames.cacheOf(this.namespace, key.name());
            if (cache != null) {
                tallies.merge(cache, Tally.of(key), Tally::plus);
            }
        }
        if (this.looks.size() == LOOKS) {
            this.looks.removeFirst();
        }
        this.looks.addLast(new Look(sample.drawn(), tallies));
        this.total = sample.total();
    }

    /**
     * There is no sample any more: shares from before would tell nothing.
     * @param reason why
     */
    void clear(String reason) {
        this.looks.clear();
        this.unknown = reason;
    }

    SizeEstimate estimate(String cache) {
        if (this.looks.isEmpty()) {
            return SizeEstimate.unknown(null, this.unknown);
        }
        long drawn = this.looks.stream().mapToLong(Look::drawn).sum();
        if (drawn == 0) {
            return (this.total == 0) ? new SizeEstimate(SizeEstimate.Basis.SAMPLED, 0L, 0L, 0L, 0, null)
                    : SizeEstimate.unknown(null, "No key could be drawn");
        }
        Tally sum = this.looks.stream().map((look) -> look.tallies.get(cache)).reduce(Tally.NONE, Tally::plus);
        double mean = sum.bytes / drawn;
        double variance = Math.max(0, sum.squares / drawn - mean * mean);
        return new SizeEstimate(SizeEstimate.Basis.SAMPLED, Math.round(mean * this.total),
                Math.round((double) sum.entries * this.total / drawn),
                Math.round(Math.sqrt(variance / drawn) * this.total), sum.entries, null);
    }

    private record Look(int drawn, Map<String, Tally> tallies) {

    }

    /**
     * Keys of one cache.
     *
     * @param entries how many are entries, and no leases or the like
     * @param bytes sum of their bytes
     * @param squares sum of the squares of their bytes
     */
    private record Tally(int entries, double bytes, double squares) {

        static final Tally NONE = new Tally(0, 0, 0);

        static Tally of(SampledKeys.SampledKey key) {
            return new Tally(key.name().endsWith("}") ? 1 : 0, key.bytes(), (double) key.bytes() * key.bytes());
        }

        Tally plus(@Nullable Tally other) {
            return (other == null) ? this
                    : new Tally(this.entries + other.entries, this.bytes + other.bytes, this.squares + other.squares);
        }

    }

}
