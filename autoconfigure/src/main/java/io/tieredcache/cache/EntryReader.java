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
     * Reads an entry and keeps a copy where the mode says so.
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
            CompletableFuture<FenceReadings> fences = trusted ? null
                    : this.parts.runtime().l2().readFences(read.fences().names());
            return judge(read, this.parts.runtime().gateway().await(bytes), fences);
        }
        catch (L2UnavailableException ex) {
            this.parts.counters().count(CacheCounter.L2_ERROR);
            read.l2Failed();
            return null;
        }
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
        return this.parts.ofItsOwn(new Answer(copy.content(), copy, CacheLevel.L1, true, null));
    }

    private @Nullable Answer judge(ReadContext read, byte @Nullable [] bytes,
            @Nullable CompletableFuture<FenceReadings> readings) {
        if (bytes == null) {
            return null;
        }
        Envelope envelope = open(read, bytes);
        if (envelope == null || envelope.expiresAt() <= this.parts.runtime().clock().millis()) {
            return null;
        }
        List<String> tagNames = envelope.tags().stream().map(FenceNames::ofStoredTag).toList();
        FenceSet fences = read.roots().and(this.parts.coherence().fences(tagNames));
        boolean admitted = (readings != null) ? isAdmittedByRedis(envelope, fences, read.fences().names(), readings)
                : isAdmittedHere(envelope, fences);
        if (!admitted) {
            this.parts.counters().count(CacheCounter.INVALIDATED_ENTRY);
            return null;
        }
        Answer answer = answer(read, envelope, fences);
        if (answer != null && readings == null && this.parts.keepsCopies(read.mode())) {
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

    private boolean isAdmittedHere(Envelope envelope, FenceSet fences) {
        Coherence coherence = this.parts.coherence();
        if (!fences.isSettled() || envelope.stamp() > coherence.known()) {
            FenceReadings readings = this.parts.runtime()
                .gateway()
                .await(this.parts.runtime().l2().readFences(fences.names()));
            coherence.learn(readings, fences);
        }
        // A stamp above the sequence is from a history that Redis lost, or a lie.
        return envelope.stamp() <= coherence.known() && fences.admits(envelope.stamp());
    }

    private boolean isAdmittedByRedis(Envelope envelope, FenceSet fences, Collection<String> asked,
            CompletableFuture<FenceReadings> answer) {
        FenceReadings readings = this.parts.runtime().gateway().await(answer);
        this.parts.coherence().know(readings.sequence());
        return envelope.stamp() <= readings.sequence() && isAdmitted(envelope, asked, readings)
                && areOthersAdmitted(envelope, fences, asked);
    }

    private boolean areOthersAdmitted(Envelope envelope, FenceSet fences, Collection<String> asked) {
        Set<String> others = new HashSet<>(fences.names());
        asked.forEach(others::remove);
        if (others.isEmpty()) {
            return true;
        }
        return isAdmitted(envelope, others,
                this.parts.runtime().gateway().await(this.parts.runtime().l2().readFences(others)));
    }

    private static boolean isAdmitted(Envelope envelope, Collection<String> names, FenceReadings readings) {
        return names.stream().allMatch((name) -> readings.number(name) <= envelope.stamp());
    }

    private @Nullable Answer answer(ReadContext read, Envelope envelope, FenceSet fences) {
        try {
            Object value = this.parts.codec().decode(envelope, read.policy().type());
            Object content = (this.parts.settings().l1().copyOnRead() && !envelope.isNegative())
                    ? this.parts.codec().copied(envelope, read.policy().type()) : value;
            Duration left = Duration.ofMillis(envelope.expiresAt() - this.parts.runtime().clock().millis());
            long now = this.parts.runtime().now();
            L1Entry.Details details = new L1Entry.Details(envelope.tags(), envelope.createdAt(), envelope.expiresAt(),
                    envelope.payload().length, envelope.isNegative());
            L1Entry entry = new L1Entry(content,
                    now + this.parts.lifetimes().l1Nanos(envelope.isNegative() ? null : value, read.policy(), left),
                    envelope.stamp(), read.guard(), read.entryKey().hash(), fences.fences(), details);
            return new Answer(value, entry, CacheLevel.L2, true, null);
        }
        catch (RuntimeException | StackOverflowError ex) {
            this.parts.counters().count(CacheCounter.UNREADABLE_ENTRY);
            logger.debug("Cache '{}': an L2 entry could not be read ({}); it counts as a miss",
                    this.parts.settings().name(), ex.getClass().getSimpleName());
            return null;
        }
    }

}
