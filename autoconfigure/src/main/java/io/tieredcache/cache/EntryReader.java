package io.tieredcache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.CacheProbe;
import io.tieredcache.store.CacheStep;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.L2Store;

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

    private final EntryJudge judge;

    EntryReader(CacheParts parts) {
        this.parts = parts;
        this.judge = new EntryJudge(parts);
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
        boolean trusted = this.parts.judge().isTrusted(this.parts.runtime().now());
        CacheProbe.Running reading = this.parts.steps().probe().begin(CacheStep.L2_READ);
        try {
            CompletableFuture<byte @Nullable []> bytes = fetch(read);
            L1Entry copy = trusted ? copyForSlowL2(read) : null;
            if (copy != null && isSlow(bytes)) {
                Steps.endWith(reading, bytes);
                var unused = bytes.thenAcceptAsync((late) -> judge(read, late, null), this.parts.runtime().executor());
                return this.parts.answerOf(copy);
            }
            CompletableFuture<FenceReadings> fences = trusted ? null
                    : this.parts.runtime().l2().readFences(read.fences().names());
            return judge(read, Steps.await(reading, () -> this.parts.await(bytes)), fences);
        }
        catch (L2UnavailableException ex) {
            this.parts.l2Failed(read, ex);
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

    /**
     * Reads an entry as the primary has it, and judges it by what Redis says of
     * invalidations, whatever is known here.
     * @throws L2UnavailableException if Redis failed or did not answer in time
     */
    @Nullable Answer readByRedis(ReadContext read) {
        L2Store l2 = this.parts.runtime().l2();
        CompletableFuture<byte @Nullable []> bytes = l2.read(read.entryKey(),
                this.parts.settings().l2().maxEntrySize());
        CompletableFuture<FenceReadings> fences = l2.readFences(read.fences().names());
        return judge(read, this.parts.steps().ask(CacheStep.L2_READ, () -> this.parts.await(bytes)), fences);
    }

    /**
     * Reads the bytes of an entry, from a replica where what is known here of
     * invalidations is enough to judge what it answers.
     */
    private CompletableFuture<byte @Nullable []> fetch(ReadContext read) {
        L2Store l2 = this.parts.runtime().l2();
        int limit = this.parts.settings().l2().maxEntrySize();
        return (read.isFirstLook() && this.parts.judge().isProven(this.parts.runtime().now()))
                ? l2.readAnywhere(read.entryKey(), limit, (bytes) -> isSureOf(read, bytes))
                : l2.read(read.entryKey(), limit);
    }

    /**
     * Whether an entry that a replica holds answers the read as it is, and was stored
     * after every eviction of its key that was applied here: the replica may not have
     * heard of that eviction yet.
     */
    private boolean isSureOf(ReadContext read, byte @Nullable [] bytes) {
        long stamp = (bytes != null)
                ? Envelope.stampOfLiving(bytes, read.entryKey(), this.parts.runtime().clock().millis()) : -1;
        boolean sure = stamp >= this.parts.coherence().lowestSureStamp(read.entryKey().hash()) && stamp >= 0
                && read.fences().admits(stamp);
        if (!sure) {
            this.parts.counters().count(CacheCounter.REPLICA_REFUSED);
        }
        return sure;
    }

    private boolean isSlow(CompletableFuture<?> answer) {
        Duration limit = this.parts.settings().l2().softTimeout();
        if (limit == null || this.parts.gateway().isDoneWithin(answer, limit)) {
            return false;
        }
        this.parts.counters().count(CacheCounter.L2_SOFT_TIMEOUT);
        return true;
    }

    /**
     * A copy whose time in L1 is over, but not its life in L2.
     */
    private @Nullable L1Entry copyForSlowL2(ReadContext read) {
        if (this.parts.settings().l2().softTimeout() == null || !this.parts.judge().keepsCopies(read.mode())) {
            return null;
        }
        L1Entry copy = this.parts.l1().get(read.local());
        boolean lives = copy != null && this.parts.judge().isUnrefuted(copy)
                && copy.details().life().expiresAt() > this.parts.runtime().clock().millis();
        return lives ? copy : null;
    }

    /**
     * Looks into L1 once more where there is nothing else: a load that ended just before
     * this read began may have left a copy.
     */
    private @Nullable Answer copy(ReadContext read) {
        L1Entry copy = this.parts.judge().keepsCopies(read.mode()) ? this.parts.l1().get(read.local()) : null;
        long now = this.parts.runtime().now();
        if (copy == null || !this.parts.judge().isTrusted(now) || !this.parts.judge().isValid(copy, now)) {
            return null;
        }
        return this.parts.answerOf(copy);
    }

    /**
     * Reads several keys in one round trip, or two where Redis has to be asked about the
     * fences of their tags.
     * @param reads the reads
     * @return the answers in the order of the reads, {@code null} for a miss of any kind
     */
    List<@Nullable Answer> readAll(List<ReadContext> reads) {
        List<ReadContext> asked = reads.stream().filter(ReadContext::usesL2).toList();
        Map<ReadContext, Answer> found = new HashMap<>();
        if (!asked.isEmpty()) {
            try {
                readAll(asked, found);
            }
            catch (L2UnavailableException ex) {
                asked.stream()
                    .filter((read) -> !found.containsKey(read))
                    .forEach((read) -> this.parts.l2Failed(read, ex));
            }
        }
        List<@Nullable Answer> answers = new ArrayList<>(reads.size());
        reads.forEach((read) -> answers.add(read.mode().usesL2() ? found.get(read) : copy(read)));
        return answers;
    }

    private void readAll(List<ReadContext> reads, Map<ReadContext, Answer> found) {
        boolean trusted = this.parts.judge().isTrusted(this.parts.runtime().now());
        Set<String> names = new LinkedHashSet<>();
        reads.forEach((read) -> names.addAll(read.fences().names()));
        List<CompletableFuture<byte @Nullable []>> bytes = reads.stream().map(this::fetch).toList();
        CompletableFuture<FenceReadings> known = trusted ? null : this.parts.runtime().l2().readFences(names);
        this.parts.steps().askAll(CacheStep.L2_READ, bytes, () -> this.parts.awaitAll(bytes));
        Map<ReadContext, Envelope> envelopes = new HashMap<>();
        for (int i = 0; i < reads.size(); i++) {
            Envelope envelope = opened(reads.get(i), this.parts.answered(bytes.get(i)));
            if (envelope != null) {
                envelopes.put(reads.get(i), envelope);
            }
        }
        Set<String> tags = new LinkedHashSet<>();
        envelopes.values().forEach((one) -> one.tags().forEach((tag) -> tags.add(FenceNames.ofStoredTag(tag))));
        FenceReadings readings = (known != null) ? allReadings(names, tags, known) : null;
        if (readings == null) {
            names.addAll(tags);
            this.judge.settle(this.parts.coherence().fences(names));
        }
        reads.forEach((read) -> {
            Envelope envelope = envelopes.get(read);
            Answer answer = (envelope != null) ? judge(read, envelope, readings, names) : null;
            if (answer != null) {
                found.put(read, answer);
            }
        });
    }

    /**
     * What Redis says of fences known before the reads and of those of the entries' tags.
     * @param names takes the names of all of them
     */
    private FenceReadings allReadings(Set<String> names, Set<String> tags, CompletableFuture<FenceReadings> known) {
        FenceReadings first = this.parts.await(known);
        tags.removeAll(names);
        if (tags.isEmpty()) {
            return first;
        }
        FenceReadings second = this.parts.await(this.parts.runtime().l2().readFences(tags));
        names.addAll(tags);
        Map<String, FenceReadings.Numbers> numbers = new HashMap<>(first.numbers());
        numbers.putAll(second.numbers());
        return new FenceReadings(Math.max(first.sequence(), second.sequence()), numbers);
    }

    private @Nullable Answer judge(ReadContext read, byte @Nullable [] bytes,
            @Nullable CompletableFuture<FenceReadings> answer) {
        Envelope envelope = opened(read, bytes);
        if (envelope == null) {
            return null;
        }
        return judge(read, envelope, (answer != null) ? this.parts.await(answer) : null, read.fences().names());
    }

    private @Nullable Envelope opened(ReadContext read, byte @Nullable [] bytes) {
        read.seen(bytes);
        if (bytes != null) {
            this.parts.counters().count(CacheCounter.L2_BYTES_READ, bytes.length);
        }
        Envelope envelope = (bytes != null) ? open(read, bytes) : null;
        long millis = this.parts.runtime().clock().millis();
        return (envelope != null && envelope.life().keptUntil() > millis) ? envelope : null;
    }

    /**
     * Judges an entry.
     * @param readings what Redis says of fences, {@code null} to judge by what is known
     * @param asked the fences that Redis was asked about
     */
    private @Nullable Answer judge(ReadContext read, Envelope envelope, @Nullable FenceReadings readings,
            Collection<String> asked) {
        long millis = this.parts.runtime().clock().millis();
        List<String> tagNames = envelope.tags().stream().map(FenceNames::ofStoredTag).toList();
        FenceSet fences = read.roots().and(this.parts.coherence().fences(tagNames));
        EntryJudge.Verdict verdict = (readings != null) ? this.judge.byRedis(envelope, fences, asked, readings)
                : this.judge.here(envelope, fences);
        if (verdict != EntryJudge.Verdict.ADMITTED || envelope.expired()) {
            refused(read, CacheCounter.INVALIDATED_ENTRY);
        }
        Answer answer = (verdict != EntryJudge.Verdict.REFUSED) ? answer(read, envelope, fences) : null;
        if (answer == null) {
            return null;
        }
        read.earlier(new ReadContext.Earlier(answer, read.seen()));
        if (verdict != EntryJudge.Verdict.ADMITTED || envelope.expired() || envelope.life().expiresAt() <= millis) {
            return null;
        }
        if (this.parts.judge().keepsCopies(read.mode())) {
            keep(read, answer.entry(), readings == null);
        }
        return answer;
    }

    /**
     * Keeps a copy of what was judged by what is known here. What was judged by Redis is
     * not kept, and takes an older copy away: that one could be served again once the
     * channel is proven, shortly before the message arrives that it lags behind.
     */
    private void keep(ReadContext read, L1Entry found, boolean judgedHere) {
        if (judgedHere) {
            this.parts.l1().put(read.local(), found);
            return;
        }
        L1Entry copy = this.parts.l1().get(read.local());
        if (copy != null && copy.stamp() < found.stamp()) {
            this.parts.l1().remove(read.local(), copy);
        }
    }

    private void refused(ReadContext read, CacheCounter reason) {
        this.parts.counters().count(reason);
        read.refused();
    }

    private @Nullable Envelope open(ReadContext read, byte[] bytes) {
        Envelope envelope = (bytes.length <= this.parts.settings().l2().maxEntrySize()) ? Envelope.read(bytes) : null;
        if (envelope == null) {
            refused(read, CacheCounter.UNREADABLE_ENTRY);
            return null;
        }
        if (!envelope.answersFor(read.entryKey())) {
            refused(read, CacheCounter.FOREIGN_KEY_ENTRY);
            logger.warn("Cache '{}': L2 answered with the entry of another key; it was passed over",
                    this.parts.settings().name());
            return null;
        }
        return envelope;
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
            refused(read, CacheCounter.UNREADABLE_ENTRY);
            logger.debug("Cache '{}': an L2 entry could not be read ({}); it counts as a miss",
                    this.parts.settings().name(), ex.getClass().getSimpleName());
            return null;
        }
    }

}
