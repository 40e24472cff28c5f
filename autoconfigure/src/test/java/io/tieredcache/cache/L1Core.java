package io.tieredcache.cache;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheMode;
import io.tieredcache.EntryPolicy;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.Fence;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.FenceTable;
import io.tieredcache.store.InvalidationMessage;
import io.tieredcache.store.L1Entry;

/**
 * The core of L1: stripes and fences of the library, around a place for one copy. The
 * steps of a fill, a hit and an invalidation are those of the read path and of the
 * invalidator, without what a model checker would only be slowed down by.
 */
final class L1Core {

    private static final EntryKey KEY = new EntryKey("test:numbers:v1:{one}");

    private static final List<String> ROOTS = List.of(FenceNames.NAMESPACE, FenceNames.ofCache("numbers"));

    private static final List<String> TAG = List.of(FenceNames.ofTag("", "odd"));

    private static final List<Long> HASH = List.of(KEY.hash());

    private static final L1Entry.Details DETAILS = new L1Entry.Details(Set.of(), null, new L1Entry.Life(0, 0, 0, 0, 0),
            0, false);

    private final Coherence coherence = new Coherence(new MapFenceTable(), 2);

    private final AtomicInteger version = new AtomicInteger();

    private final AtomicInteger required = new AtomicInteger();

    private final Queue<Sent> sent = new ArrayDeque<>();

    private final boolean tagIsKnown;

    private long sequence;

    private volatile @Nullable L1Entry copy;

    L1Core(boolean tagIsKnown) {
        this.tagIsKnown = tagIsKnown;
    }

    /**
     * Notes what the outcome will be judged by, reads the source, keeps a copy.
     */
    void fill() {
        FenceSet tags = this.coherence.fences(this.tagIsKnown ? TAG : List.of());
        ReadContext read = new ReadContext("one", "one", KEY, EntryPolicy.defaults(), CacheMode.L1_ONLY,
                this.coherence.fences(ROOTS), tags, this.coherence, 0);
        this.coherence.settleHere(read.fences());
        long stamp = this.coherence.known();
        int value = this.version.get();
        FenceSet late = this.coherence.fences(this.tagIsKnown ? List.of() : TAG);
        this.coherence.settleHere(late);
        this.copy = new L1Entry(value, L1Entry.Times.until(Long.MAX_VALUE), stamp, read.guard(), KEY.hash(),
                read.fences().and(late).fences(), DETAILS);
    }

    /**
     * Looks at the copy.
     * @return whether it is one that may be served, or is not served
     */
    boolean hit() {
        int least = this.required.get();
        L1Entry found = this.copy;
        if (found == null || !found.isAdmitted()
                || !this.coherence.stripes().isCurrent(found.keyHash(), found.guard())) {
            return true;
        }
        return (Integer) found.content() >= least;
    }

    void evict() {
        invalidate(List.of(), HASH);
    }

    void invalidateTag() {
        invalidate(TAG, List.of());
    }

    private void invalidate(List<String> fences, List<Long> hashes) {
        int changed = this.version.incrementAndGet();
        this.coherence.invalidateHere(fences, hashes);
        long number = publish(changed, fences, hashes);
        this.coherence.invalidate(number, false, fences, hashes);
        this.required.accumulateAndGet(changed, Math::max);
    }

    /**
     * Another instance evicts, and this one hears of all that was sent so far. One at a
     * time.
     */
    void hearOfEviction() {
        publish(this.version.incrementAndGet(), List.of(), HASH);
        hear();
    }

    /**
     * The same with the tag.
     */
    void hearOfTag() {
        publish(this.version.incrementAndGet(), TAG, List.of());
        hear();
    }

    /**
     * Another instance invalidates the tag and the key, and the message, with all before
     * it, is lost.
     */
    synchronized void loseMessages() {
        publish(this.version.incrementAndGet(), TAG, HASH);
        this.sent.clear();
    }

    private synchronized long publish(int changed, List<String> fences, List<Long> hashes) {
        long number = this.sequence + 1;
        this.sent.add(new Sent(changed,
                new InvalidationMessage(this.sequence, number, 0, "origin", false, fences, hashes, List.of())));
        this.sequence = number;
        return number;
    }

    private void hear() {
        for (Sent next = take(); next != null; next = take()) {
            this.coherence.apply(next.message);
            this.required.accumulateAndGet(next.version, Math::max);
        }
    }

    private synchronized @Nullable Sent take() {
        return this.sent.poll();
    }

    /**
     * A message with the version that its sender had written.
     */
    private record Sent(int version, InvalidationMessage message) {

    }

    /**
     * A table that only holds.
     */
    private static final class MapFenceTable implements FenceTable {

        private final Map<String, Fence> fences = new ConcurrentHashMap<>();

        @Override
        public Fence fence(String name) {
            return this.fences.computeIfAbsent(name, (missing) -> new Fence());
        }

        @Override
        public @Nullable Fence peek(String name) {
            return this.fences.get(name);
        }

        @Override
        public void kill(String name) {
            this.fences.computeIfPresent(name, (key, fence) -> {
                fence.kill();
                return null;
            });
        }

        @Override
        public void killAll() {
            this.fences.keySet().forEach(this::kill);
        }

        @Override
        public long size() {
            return this.fences.size();
        }

    }

}
