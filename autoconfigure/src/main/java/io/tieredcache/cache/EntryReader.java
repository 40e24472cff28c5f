package io.tieredcache.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.L1Entry;

/**
 * Reads entries from L2 and judges them: first whether the bytes are an entry of this key
 * at all, then whether an invalidation came after its load.
 * <p>
 * Where the channel is proven alive, fences are judged as this instance knows them, and
 * only unknown ones are asked from Redis. Otherwise all are asked, together with the
 * entry.
 */
final class EntryReader {

    private static final Logger logger = LoggerFactory.getLogger(EntryReader.class);

    private final CacheParts parts;

    EntryReader(CacheParts parts) {
        this.parts = parts;
    }

    /**
     * Reads an entry that may answer a read: a fresh one, or one that may be served while
     * it is loaded again. Keeps a copy where the mode says so.
     * @return the answer, {@code null} for a miss of any kind
     */
    @Nullable Answer read(ReadContext read) {
        if (!read.usesL2()) {
            return copy(read);
        }
        boolean trusted = this.parts.isTrusted(this.parts.runtime().now());
        try {
            CompletableFuture<byte @Nullable []> bytes = this.parts.runtime()
                .l2()
                .read(read.entryKey(), this.parts.settings().l2().maxEntrySize());
            L1Entry copy = trusted ? copyForSlowL2(read) : null;
            if (copy != null && isSlow(bytes)) {
                var unused = bytes.thenAcceptAsync((late) -> judge(read, late, null), this.parts.runtime().executor());
                return this.parts.answerOf(copy);
            }
            CompletableFuture<FenceReadings> fences = trusted ? null
                    : this.parts.runtime().l2().readFences(read.fences().names());
            return judge(read, this.parts.await(bytes), fences);
        }
        catch (L2UnavailableException ex) {
            this.parts.counters().count(CacheCounter.L2_ERROR);
            read.l2Failed();
            return null;
        }
    }

    /**
     * Reads an entry for a caller who cannot load it again: one whose time to live is not
     * over.
     */
    @Nullable Answer readFresh(ReadContext read) {
        Answer found = read(read);
        return (found != null && found.entry().isFresh(this.parts.runtime().now())) ? found : null;
    }

    private boolean isSlow(CompletableFuture<?> answer) {
        Duration limit = this.parts.settings().l2().softTimeout();
        if (limit == null || this.parts.runtime().gateway().isDoneWithin(answer, limit)) {
            return false;
        }
        this.parts.counters().count(CacheCounter.L2_SOFT_TIMEOUT);
        return true;
    }

    /**
     * A copy whose time in L1 is over, but not its life in L2.
     */
    private @Nullable L1Entry copyForSlowL2(ReadContext read) {
        if (this.parts.settings().l2().softTimeout() == null || !this.parts.keepsCopies(read.mode())) {
            return null;
        }
        L1Entry copy = this.parts.l1().get(read.local());
        boolean lives = copy != null && this.parts.isUnrefuted(copy)
                && copy.details().life().expiresAt() > this.parts.runtime().clock().millis();
        return lives ? copy : null;
    }

    /**
     * Looks into L1 once more where there is nothing else: a load that ended just before
     * this read began may have left a copy.
     */
    private @Nullable Answer copy(ReadContext read) {
        L1Entry copy = this.parts.keepsCopies(read.mode()) ? this.parts.l1().get(read.local()) : null;
        long now = this.parts.runtime().now();
        if (copy == null || !this.parts.isTrusted(now) || !this.parts.isValid(copy, now)) {
            return null;
        }
        return this.parts.answerOf(copy);
    }

    private @Nullable Answer judge(ReadContext read, byte @Nullable [] bytes,
            @Nullable CompletableFuture<FenceReadings> readings) {
        read.seen(bytes);
        Envelope envelope = (bytes != null) ? open(read, bytes) : null;
        long millis = this.parts.runtime().clock().millis();
        if (envelope == null || envelope.life().keptUntil() <= millis) {
            return null;
        }
        List<String> tagNames = envelope.tags().stream().map(FenceNames::ofStoredTag).toList();
        FenceSet fences = read.roots().and(this.parts.coherence().fences(tagNames));
        Verdict verdict = (readings != null) ? judgeByRedis(envelope, fences, read.fences().names(), readings)
                : judgeHere(envelope, fences);
        if (verdict != Verdict.ADMITTED || envelope.expired()) {
            this.parts.counters().count(CacheCounter.INVALIDATED_ENTRY);
        }
        Answer answer = (verdict != Verdict.REFUSED) ? answer(read, envelope, fences) : null;
        if (answer == null) {
            return null;
        }
        read.earlier(new ReadContext.Earlier(answer, read.seen()));
        if (verdict != Verdict.ADMITTED || envelope.expired() || envelope.life().expiresAt() <= millis) {
            return null;
        }
        if (readings == null && this.parts.keepsCopies(read.mode())) {
            this.parts.l1().put(read.local(), answer.entry());
        }
        return answer;
    }

    private @Nullable Envelope open(ReadContext read, byte[] bytes) {
        Envelope envelope = (bytes.length <= this.parts.settings().l2().maxEntrySize()) ? Envelope.read(bytes) : null;
        if (envelope == null) {
            this.parts.counters().count(CacheCounter.UNREADABLE_ENTRY);
            return null;
        }
        if (!envelope.answersFor(read.entryKey())) {
            this.parts.counters().count(CacheCounter.FOREIGN_KEY_ENTRY);
            logger.warn("Cache '{}': L2 answered with the entry of another key; it was passed over",
                    this.parts.settings().name());
            return null;
        }
        return envelope;
    }

    private Verdict judgeHere(Envelope envelope, FenceSet fences) {
        Coherence coherence = this.parts.coherence();
        if (!fences.isSettled() || envelope.stamp() > coherence.known()) {
            coherence.learn(this.parts.await(this.parts.runtime().l2().readFences(fences.names())), fences);
        }
        // A stamp above the sequence is from a history that Redis lost, or a lie.
        if (envelope.stamp() > coherence.known()) {
            return Verdict.REFUSED;
        }
        return Verdict.of(fences.admits(envelope.stamp()), fences.admitsStandIn(envelope.stamp()));
    }

    private Verdict judgeByRedis(Envelope envelope, FenceSet fences, Collection<String> asked,
            CompletableFuture<FenceReadings> answer) {
        FenceReadings readings = this.parts.await(answer);
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

    private @Nullable Answer answer(ReadContext read, Envelope envelope, FenceSet fences) {
        try {
            Object value = this.parts.codec().decode(envelope, read.policy().type());
            Object content = (this.parts.settings().l1().copyOnRead() && !envelope.isNegative())
                    ? this.parts.codec().copied(envelope, read.policy().type()) : value;
            L1Entry.Details details = new L1Entry.Details(envelope.tags(), envelope.validator(), envelope.life(),
                    envelope.payload().length, envelope.isNegative());
            L1Entry.Times times = this.parts.lifetimes()
                .times(envelope.isNegative() ? null : value, read.policy(), envelope.life(), this.parts.runtime().now(),
                        this.parts.runtime().clock().millis());
            L1Entry entry = new L1Entry(content, times, envelope.stamp(), read.guard(), read.entryKey().hash(),
                    fences.fences(), details);
            return Answer.of(value, entry, CacheLevel.L2);
        }
        catch (RuntimeException | StackOverflowError ex) {
            this.parts.counters().count(CacheCounter.UNREADABLE_ENTRY);
            logger.debug("Cache '{}': an L2 entry could not be read ({}); it counts as a miss",
                    this.parts.settings().name(), ex.getClass().getSimpleName());
            return null;
        }
    }

    /**
     * What invalidations leave of an entry.
     */
    private enum Verdict {

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
