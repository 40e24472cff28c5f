package io.tieredcache.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

import io.tieredcache.store.Fence;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.FenceTable;
import io.tieredcache.store.InvalidationMessage;

/**
 * What this instance knows of the invalidations of its namespace.
 * <ul>
 * <li>{@code known}: the highest number seen anywhere; a load notes it as its stamp.</li>
 * <li>{@code applied}: the number of the last message applied in order. A message that
 * names another predecessor means that one was lost: a resync.</li>
 * <li>fences and key stripes: what entries and copies are judged by.</li>
 * <li>{@code begunAt}: the number of the last start or resync; which keys were evicted
 * before it is not known.</li>
 * <li>{@code provenAt}: until when it is proven that no message is missing.</li>
 * </ul>
 * A resync kills every fence, those of namespace and caches included. All copies hold
 * them, and so does every read that is under way, so that nothing read before the resync
 * is served after it.
 */
final class Coherence {

    private static final long NEVER = Long.MIN_VALUE;

    private final Map<String, Fence> roots = new ConcurrentHashMap<>();

    private final FenceTable tags;

    private final KeyStripes stripes;

    private final AtomicLong known = new AtomicLong();

    private final LongAdder resyncs = new LongAdder();

    private final LongAdder gaps = new LongAdder();

    private final Object order = new Object();

    private volatile long applied;

    private volatile long begunAt;

    private volatile long provenAt = NEVER;

    Coherence(FenceTable tags, int stripes) {
        this.tags = tags;
        this.stripes = new KeyStripes(stripes);
    }

    KeyStripes stripes() {
        return this.stripes;
    }

    long known() {
        return this.known.get();
    }

    long applied() {
        return this.applied;
    }

    long resyncs() {
        return this.resyncs.sum();
    }

    long gaps() {
        return this.gaps.sum();
    }

    /**
     * The stamp from which on an entry of a key was stored after every eviction of the
     * key that was applied here. One with a lower stamp may be there or not: only the
     * primary of its Redis knows.
     */
    long lowestSureStamp(long keyHash) {
        return Math.max(this.begunAt, this.stripes.number(keyHash));
    }

    /**
     * Whether no message older than the bound can be missing.
     */
    boolean isProven(long boundNanos, long now) {
        long proven = this.provenAt;
        return proven != NEVER && now - proven <= boundNanos;
    }

    /**
     * How long it is that nothing from before can be missing.
     * @return the time, {@code null} if that was never proven
     */
    @Nullable Duration provenAgo(long now) {
        long proven = this.provenAt;
        return (proven != NEVER) ? Duration.ofNanos(Math.max(0, now - proven)) : null;
    }

    void proven(long at) {
        this.provenAt = at;
    }

    /**
     * The fences of these names, in the table from now on. To be called before Redis is
     * asked about them, so that a message that overtakes the answer is not lost.
     */
    FenceSet fences(Collection<String> names) {
        return new FenceSet(List.copyOf(names), names.stream().map(this::fence).toArray(Fence[]::new));
    }

    private Fence fence(String name) {
        return FenceNames.isTag(name) ? this.tags.fence(name)
                : this.roots.computeIfAbsent(name, (missing) -> new Fence());
    }

    void know(long number) {
        this.known.accumulateAndGet(number, Math::max);
    }

    /**
     * Notes what Redis answered about fences.
     */
    void learn(FenceReadings readings, FenceSet fences) {
        know(readings.sequence());
        fences.settle(readings);
    }

    /**
     * Settles fences without Redis: nothing loaded before now passes. Right as long as
     * messages arrive, since an invalidation with a higher number will still be heard of;
     * and where they do not, joining the channel kills all fences.
     */
    void settleHere(FenceSet fences) {
        fences.settleRest(known());
    }

    /**
     * Makes copies unreadable at once, before Redis gave the invalidation its number or
     * where it could not.
     */
    void invalidateHere(Collection<String> fences, Collection<Long> keyHashes) {
        for (String name : fences) {
            if (name.equals(FenceNames.NAMESPACE)) {
                killAll();
            }
            else {
                kill(name);
            }
        }
        keyHashes.forEach(this.stripes::raise);
    }

    /**
     * Applies an invalidation, this instance's own or one that was heard of.
     * @param number its number
     * @param expiring whether its fences let entries expire only
     * @param fences names of its fences
     * @param keyHashes hashes of its keys
     */
    void invalidate(long number, boolean expiring, Collection<String> fences, Collection<Long> keyHashes) {
        know(number);
        for (String name : fences) {
            Fence fence = peek(name);
            if (fence != null) {
                fence.raise(number, expiring);
            }
        }
        for (long hash : keyHashes) {
            this.stripes.raise(hash, number);
        }
    }

    /**
     * Applies a message in its order.
     */
    void apply(InvalidationMessage message) {
        invalidate(message.number(), message.expiring(), message.fences(), message.keyHashes());
        synchronized (this.order) {
            if (message.number() <= this.applied) {
                return;
            }
            if (message.previous() != this.applied) {
                resyncAfterGap(message.number());
            }
            this.applied = message.number();
        }
    }

    /**
     * Starts anew, since messages were missed.
     */
    void resyncAfterGap(long number) {
        this.gaps.increment();
        resync(number);
    }

    /**
     * Starts anew from a number: everything that a missed message could have been about
     * is dropped before that number counts as applied.
     */
    void resync(long number) {
        synchronized (this.order) {
            this.begunAt = number;
            killAll();
            know(number);
            this.applied = number;
            this.resyncs.increment();
        }
    }

    /**
     * Starts anew from the sequence of a Redis that may have lost its data, or that never
     * gave a number that was heard of: a load that noted a stamp above the sequence would
     * outlive later invalidations.
     * @param knownBefore highest number known before the sequence was read
     * @param sequence the sequence
     */
    void startOver(long knownBefore, long sequence) {
        if (sequence < knownBefore) {
            // Before the fences die, so that the copies of loads with such a stamp do,
            // and
            // those that an eviction with a lower number was about.
            this.known.compareAndSet(knownBefore, sequence);
            this.begunAt = sequence;
            this.stripes.forgetNumbers();
        }
        resync(sequence);
    }

    /**
     * The fence of a name if there is one here.
     */
    @Nullable Fence peek(String name) {
        return FenceNames.isTag(name) ? this.tags.peek(name) : this.roots.get(name);
    }

    private void kill(String name) {
        if (FenceNames.isTag(name)) {
            this.tags.kill(name);
            return;
        }
        Fence fence = this.roots.remove(name);
        if (fence != null) {
            fence.kill();
        }
    }

    private void killAll() {
        this.roots.keySet().forEach(this::kill);
        this.tags.killAll();
    }

}
