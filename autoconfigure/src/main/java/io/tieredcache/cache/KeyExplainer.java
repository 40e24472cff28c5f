package io.tieredcache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.KeyExplanation;
import io.tieredcache.KeyExplanation.Cause;
import io.tieredcache.KeyExplanation.Entry;
import io.tieredcache.KeyExplanation.FenceState;
import io.tieredcache.KeyExplanation.Level;
import io.tieredcache.KeyExplanation.Reason;
import io.tieredcache.KeyExplanation.Verdict;
import io.tieredcache.L1Trust;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.EntryFormat;
import io.tieredcache.store.EntryKey;
import io.tieredcache.store.Fence;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.L1Entry;

/**
 * Judges what both levels hold of a key as a read would, and says why. Changes nothing:
 * neither a fence nor a counter, nor what is kept.
 */
final class KeyExplainer {

    private static final Logger logger = LoggerFactory.getLogger(KeyExplainer.class);

    private static final int MAGIC = 2;

    private final CacheParts parts;

    KeyExplainer(CacheParts parts) {
        this.parts = parts;
    }

    KeyExplanation explain(String keyText, L1Trust trust, boolean withValue) {
        EntryKey key = this.parts.keys().entryKey(this.parts.keys().local(new CacheInvalidation.CanonicalKey(keyText)));
        Level l1 = explainCopy(key, withValue);
        Level l2 = explainEntry(key, withValue);
        return new KeyExplanation(this.parts.settings().name(), "tc:" + key.name(), this.parts.settings().consistency(),
                this.parts.switches().mode(), trust, l1, l2, leaseLeft(key));
    }

    private @Nullable Duration leaseLeft(EntryKey key) {
        try {
            long left = this.parts.await(this.parts.runtime().l2().leaseLeft(key));
            return (left > 0) ? Duration.ofMillis(left) : null;
        }
        catch (L2UnavailableException ex) {
            logger.debug("Whether a lease is held is not known: {}", ex.getMessage());
            return null;
        }
    }

    private Level explainCopy(EntryKey key, boolean withValue) {
        L1Entry copy = this.parts.l1().peek(key.hash());
        if (copy == null) {
            return new Level(Verdict.ABSENT, List.of(), null);
        }
        long now = this.parts.runtime().now();
        List<Reason> reasons = new ArrayList<>();
        if (!this.parts.judge().keepsCopies(this.parts.switches().mode())) {
            reasons.add(reason(Cause.NOT_USED));
        }
        else if (!this.parts.judge().isTrusted(now)) {
            reasons.add(reason(Cause.NOT_TRUSTED));
        }
        if (copy.expiresAt() - now <= 0) {
            reasons.add(reason(Cause.EXPIRED));
        }
        if (!this.parts.coherence().stripes().isCurrent(copy.keyHash(), copy.guard())) {
            reasons.add(reason(Cause.KEY_CHANGED));
        }
        L1Entry.Details details = copy.details();
        List<FenceState> fences = new ArrayList<>();
        this.parts.fenceNames(details.tags()).forEach((name) -> fences.add(fenceHere(name, copy, reasons)));
        L1Entry.Times times = copy.times();
        Entry entry = new Entry(since(details.life().createdAt()), Duration.ofNanos(times.freshUntil() - now),
                Duration.ofNanos(times.expiresAt() - now), Duration.ofNanos(times.keptUntil() - now), copy.stamp(),
                details.negative(), details.size(), List.copyOf(details.tags()), fences,
                withValue ? text(() -> this.parts.valueOf(copy)) : null);
        return level(reasons, entry);
    }

    private FenceState fenceHere(String name, L1Entry copy, List<Reason> reasons) {
        Fence fence = this.parts.coherence().peek(name);
        if (fence == null || !copy.holds(fence)) {
            reasons.add(new Reason(Cause.FENCE_DROPPED, name));
            return new FenceState(name, null, false);
        }
        boolean passed = fence.admits(copy.stamp());
        long number = fence.number();
        if (!passed) {
            reasons.add(new Reason((number >= 0) ? Cause.INVALIDATED : Cause.FENCE_NOT_KNOWN, name));
        }
        return new FenceState(name, (number >= 0) ? number : null, passed);
    }

    private Level explainEntry(EntryKey key, boolean withValue) {
        int limit = this.parts.settings().l2().maxEntrySize();
        try {
            byte[] bytes = this.parts.await(this.parts.runtime().l2().read(key, limit));
            if (bytes == null) {
                return new Level(Verdict.ABSENT, List.of(), null);
            }
            Envelope envelope = (bytes.length <= limit) ? Envelope.read(bytes) : null;
            if (envelope == null) {
                Cause cause = (bytes.length > limit) ? Cause.TOO_LARGE
                        : isOfAnotherVersion(bytes) ? Cause.OTHER_FORMAT : Cause.UNREADABLE;
                return new Level(Verdict.INVALID, List.of(reason(cause)), null);
            }
            if (!envelope.answersFor(key)) {
                return new Level(Verdict.INVALID, List.of(reason(Cause.FOREIGN_KEY)), null);
            }
            List<String> names = this.parts.fenceNames(envelope.tags());
            FenceReadings readings = this.parts.await(this.parts.runtime().l2().readFences(names));
            return explain(envelope, names, readings, withValue);
        }
        catch (L2UnavailableException ex) {
            logger.debug("What L2 holds is not known: {}", ex.getMessage());
            return new Level(Verdict.UNKNOWN, List.of(reason(Cause.REDIS_AWAY)), null);
        }
    }

    private static boolean isOfAnotherVersion(byte[] bytes) {
        byte[] start = EntryFormat.start();
        return bytes.length > start.length && Arrays.equals(bytes, 0, MAGIC, start, 0, MAGIC)
                && bytes[MAGIC] != start[MAGIC];
    }

    private Level explain(Envelope envelope, List<String> names, FenceReadings readings, boolean withValue) {
        List<Reason> reasons = new ArrayList<>();
        if (!this.parts.switches().mode().usesL2()) {
            reasons.add(reason(Cause.NOT_USED));
        }
        else if (this.parts.isBehind()) {
            reasons.add(reason(Cause.INVALIDATIONS_PENDING));
        }
        long millis = this.parts.runtime().clock().millis();
        L1Entry.Life life = envelope.life();
        if (life.expiresAt() <= millis) {
            reasons.add(reason(Cause.EXPIRED));
        }
        if (envelope.expired()) {
            reasons.add(reason(Cause.LET_EXPIRE));
        }
        if (!envelope.isNegative() && !envelope.serializer().equals(this.parts.codec().serializerId())) {
            reasons.add(reason(Cause.OTHER_SERIALIZER));
        }
        if (envelope.stamp() > readings.sequence()) {
            reasons.add(reason(Cause.HISTORY_LOST));
        }
        List<FenceState> fences = new ArrayList<>();
        names.forEach((name) -> fences.add(fenceInRedis(name, envelope.stamp(), readings, reasons)));
        Entry entry = new Entry(since(life.createdAt()), Duration.ofMillis(life.freshUntil() - millis),
                Duration.ofMillis(life.expiresAt() - millis), Duration.ofMillis(life.keptUntil() - millis),
                envelope.stamp(), envelope.isNegative(), envelope.payload().length, List.copyOf(envelope.tags()),
                fences, withValue ? text(() -> this.parts.codec().decode(envelope, null)) : null);
        return level(reasons, entry);
    }

    private static FenceState fenceInRedis(String name, long stamp, FenceReadings readings, List<Reason> reasons) {
        FenceReadings.Numbers numbers = readings.numbers().get(name);
        if (numbers == null) {
            reasons.add(new Reason(Cause.FENCE_MISSING, name));
            return new FenceState(name, null, false);
        }
        boolean passed = numbers.latest() <= stamp;
        if (!passed) {
            reasons.add(new Reason(Cause.INVALIDATED, name));
        }
        return new FenceState(name, numbers.latest(), passed);
    }

    private static Level level(List<Reason> reasons, Entry entry) {
        Verdict verdict = !reasons.isEmpty() ? Verdict.INVALID
                : (entry.freshFor().isNegative() || entry.freshFor().isZero()) ? Verdict.STALE : Verdict.VALID;
        return new Level(verdict, reasons, entry);
    }

    private Duration since(long millis) {
        return Duration.ofMillis(Math.max(0, this.parts.runtime().clock().millis() - millis));
    }

    private static @Nullable String text(Supplier<@Nullable Object> value) {
        try {
            return cut(String.valueOf(value.get()));
        }
        catch (RuntimeException | StackOverflowError ex) {
            logger.debug("A value could not be shown ({})", ex.getClass().getSimpleName());
            return null;
        }
    }

    private static String cut(String text) {
        return (text.length() > Entry.MOST_TEXT) ? text.substring(0, Entry.MOST_TEXT) : text;
    }

    private static Reason reason(Cause cause) {
        return new Reason(cause, null);
    }

}
