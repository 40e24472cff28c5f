package io.tieredcache.cache;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

import io.tieredcache.store.FenceReadings;

/**
 * Judges whether an invalidation came after the load of an L2 entry.
 */
final class EntryJudge {

    private final CacheParts parts;

    EntryJudge(CacheParts parts) {
        this.parts = parts;
    }

    /**
     * Asks Redis about fences if any of them is unknown here.
     */
    void settle(FenceSet fences) {
        if (!fences.isSettled()) {
            ask(fences);
        }
    }

    private void ask(FenceSet fences) {
        this.parts.coherence().learn(this.parts.await(this.parts.runtime().l2().readFences(fences.names())), fences);
    }

    /**
     * Judges by what this instance knows, and asks Redis where that is not enough.
     */
    Verdict here(Envelope envelope, FenceSet fences) {
        Coherence coherence = this.parts.coherence();
        if (!fences.isSettled() || envelope.stamp() > coherence.known()) {
            ask(fences);
        }
        // A stamp above the sequence is from a history that Redis lost, or a lie.
        if (envelope.stamp() > coherence.known()) {
            return Verdict.REFUSED;
        }
        return Verdict.of(fences.admits(envelope.stamp()), fences.admitsStandIn(envelope.stamp()));
    }

    /**
     * Judges by what Redis said.
     * @param asked the fences that it was asked about; it is asked about the others
     */
    Verdict byRedis(Envelope envelope, FenceSet fences, Collection<String> asked, FenceReadings readings) {
        this.parts.coherence().know(readings.sequence());
        if (envelope.stamp() > readings.sequence()) {
            return Verdict.REFUSED;
        }
        Verdict verdict = verdict(envelope, asked, readings);
        Set<String> others = new HashSet<>(fences.names());
        asked.forEach(others::remove);
        if (verdict == Verdict.REFUSED || others.isEmpty()) {
            return verdict;
        }
        Verdict ofOthers = verdict(envelope, others, this.parts.await(this.parts.runtime().l2().readFences(others)));
        return (verdict == Verdict.ADMITTED) ? ofOthers : Verdict.of(false, ofOthers != Verdict.REFUSED);
    }

    private static Verdict verdict(Envelope envelope, Collection<String> names, FenceReadings readings) {
        return Verdict.of(names.stream().allMatch((name) -> readings.number(name) <= envelope.stamp()),
                names.stream().allMatch((name) -> readings.evicted(name) <= envelope.stamp()));
    }

    /**
     * What invalidations leave of an entry.
     */
    enum Verdict {

        /** None came after its load began. */
        ADMITTED,

        /** Those that came let it expire only. */
        STAND_IN,

        /** It was evicted. */
        REFUSED;

        static Verdict of(boolean admitted, boolean standsIn) {
            return admitted ? ADMITTED : standsIn ? STAND_IN : REFUSED;
        }

    }

}
