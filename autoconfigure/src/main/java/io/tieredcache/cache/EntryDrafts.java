package io.tieredcache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheSettings;
import io.tieredcache.Consistency;
import io.tieredcache.EntryPolicy;
import io.tieredcache.LoadContext;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.L1Entry;
import io.tieredcache.store.L1Entry.Life;

/**
 * Makes values ready for both levels: finds their tags and times and serializes them, on
 * the thread of the caller, before the caller may change them.
 */
final class EntryDrafts {

    private static final byte[] NOTHING = new byte[0];

    private final CacheParts parts;

    EntryDrafts(CacheParts parts) {
        this.parts = parts;
    }

    /**
     * The value as it is cached: the content of an Optional.
     */
    static @Nullable Object cached(@Nullable Object value) {
        return (value instanceof Optional<?> optional) ? optional.orElse(null) : value;
    }

    /**
     * Makes a draft.
     * @param load the load or put that the value comes from
     * @param value the value as the caller gets it
     * @param context what the loader said of the value, {@code null} for a put
     * @return the draft, {@code null} for a negative result where none are kept, and for
     * a value whose tags are too many or too long
     * @throws RuntimeException if the tags or times cannot be found
     */
    @Nullable Draft draft(PreparedLoad load, @Nullable Object value, @Nullable LoadContext context) {
        Object cached = cached(value);
        if (cached == null && !this.parts.settings().l2().negativeCaching()) {
            return null;
        }
        ReadContext read = load.read();
        Set<String> tags = read.policy().tags(cached);
        if (context != null) {
            tags.addAll(context.chosenTags());
        }
        if (!isWithinLimits(tags)) {
            return null;
        }
        Set<String> tagNames = new LinkedHashSet<>(this.parts.keys().tagFences(tags));
        List<String> late = new ArrayList<>(tagNames);
        late.removeAll(read.fences().names());
        FenceSet lateFences = this.parts.coherence().fences(late);
        FenceSet fences = read.fences().and(lateFences);
        Life life = life(load, cached, context);
        EntryCodec.Encoded encoded = isEncoded(load) ? encode(cached, read.policy()) : null;
        Envelope envelope = envelope(load, value, tagNames, life, (context != null) ? context.chosenValidator() : null,
                encoded);
        byte[] bytes = null;
        if (encoded != null && load.token() != null) {
            bytes = (isStrong() && !late.isEmpty())
                    ? refused("it has tags that were not known before the load, which class 'strong' needs")
                    : withinLimits(envelope);
        }
        return new Draft(entry(load, value, envelope, encoded, fences), bytes, life, fences, lateFences);
    }

    /**
     * The life of a value that this load gave.
     */
    Life life(PreparedLoad load, @Nullable Object cached, @Nullable LoadContext context) {
        return this.parts.lifetimes()
            .life(load.read().key(), cached, load.read().policy(), (context != null) ? context.chosenTtl() : null,
                    this.parts.runtime().clock().millis(), costMicros(load));
    }

    private int costMicros(PreparedLoad load) {
        ReadContext.Earlier earlier = load.read().earlier();
        long before = (earlier != null) ? earlier.answer().entry().details().life().costMicros() : 0;
        long nanos = EarlyRefresh.smoothed(TimeUnit.MICROSECONDS.toNanos(before),
                this.parts.runtime().now() - load.startedAt());
        return (int) Math.min(TimeUnit.NANOSECONDS.toMicros(nanos), Integer.MAX_VALUE);
    }

    private boolean isStrong() {
        return this.parts.settings().consistency() == Consistency.STRONG;
    }

    private boolean isEncoded(PreparedLoad load) {
        CacheSettings.L1 l1 = this.parts.settings().l1();
        return load.token() != null || l1.copyOnRead() || l1.maxBytes() != null;
    }

    private EntryCodec.@Nullable Encoded encode(@Nullable Object cached, EntryPolicy policy) {
        try {
            return this.parts.codec().encode(cached, policy.type());
        }
        catch (RuntimeException | StackOverflowError ex) {
            this.parts.counters().count(CacheCounter.UNWRITABLE);
            this.parts.warnUnwritable("it could not be serialized", ex);
            return null;
        }
    }

    private Envelope envelope(PreparedLoad load, @Nullable Object value, Set<String> tagNames, Life life,
            @Nullable String validator, EntryCodec.@Nullable Encoded encoded) {
        int flags = ((cached(value) == null) ? Envelope.NEGATIVE : 0)
                | ((value instanceof Optional) ? Envelope.OPTIONAL : 0);
        Set<String> tags = new LinkedHashSet<>(tagNames.stream().map(FenceNames::storedTag).toList());
        return new Envelope(flags, false, load.read().entryKey().digest(), load.stamp(), life, tags, validator,
                this.parts.codec().serializerId(), (encoded != null) ? encoded.typeId() : "",
                (encoded != null) ? encoded.payload() : NOTHING);
    }

    private boolean isWithinLimits(Set<String> tags) {
        int most = this.parts.settings().l2().maxTags();
        if (tags.size() > most) {
            var unused = refused(
                    "it has %d tags, more than the %d of 'max-tags-per-entry'".formatted(tags.size(), most));
            return false;
        }
        for (String tag : tags) {
            if (!FenceNames.isValidTag(tag)) {
                var unused = refused("it has a tag of %d characters, and a tag has 1 to %d".formatted(tag.length(),
                        FenceNames.MAX_TAG_LENGTH));
                return false;
            }
        }
        return true;
    }

    private byte @Nullable [] withinLimits(Envelope envelope) {
        if (envelope.validator() != null && envelope.validator().length() > Envelope.MAX_VALIDATOR) {
            return refused("its validator has more than %d characters".formatted(Envelope.MAX_VALIDATOR));
        }
        byte[] bytes = envelope.write();
        if (bytes.length > this.parts.settings().l2().maxEntrySize()) {
            return refused("its %d bytes are more than 'max-entry-size' allows".formatted(bytes.length));
        }
        return bytes;
    }

    private byte @Nullable [] refused(String reason) {
        this.parts.counters().count(CacheCounter.UNWRITABLE);
        this.parts.warnUnwritable(reason, null);
        return null;
    }

    /**
     * The copy for L1; one that cannot be held, since it could not be copied later, is
     * expired from the start.
     */
    private L1Entry entry(PreparedLoad load, @Nullable Object value, Envelope envelope,
            EntryCodec.@Nullable Encoded encoded, FenceSet fences) {
        long now = this.parts.runtime().now();
        Object content = value;
        L1Entry.Times times = this.parts.lifetimes()
            .times(cached(value), load.read().policy(), envelope.life(), now, envelope.life().createdAt());
        if (this.parts.settings().l1().copyOnRead() && !envelope.isNegative()) {
            content = (encoded != null)
                    ? new EntryCodec.Copied(encoded.payload(), encoded.type(), envelope.isOptional()) : null;
            times = (encoded != null) ? times : L1Entry.Times.until(now);
        }
        L1Entry.Details details = new L1Entry.Details(envelope.tags(), envelope.validator(), envelope.life(),
                envelope.payload().length, envelope.isNegative());
        return new L1Entry(content, times, load.stamp(), load.read().guard(), load.read().entryKey().hash(),
                fences.fences(), details);
    }

    /**
     * A value made ready.
     *
     * @param entry the copy for L1
     * @param bytes what L2 is to hold, {@code null} if it cannot or must not
     * @param life until when it may be used for what
     * @param fences all fences that the entry is under
     * @param late those of them that were known only after the load
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Draft(L1Entry entry, byte @Nullable [] bytes, Life life, FenceSet fences, FenceSet late) {

        /** Time to live of the entry in L2. */
        Duration ttl() {
            return Lifetimes.kept(this.life);
        }

    }

}
