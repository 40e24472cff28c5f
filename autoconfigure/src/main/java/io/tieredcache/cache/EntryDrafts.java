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
import io.tieredcache.EntryPolicy;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.L1Entry;

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
     * @return the draft, {@code null} for a negative result where none are kept
     * @throws RuntimeException if the tags or times cannot be found
     */
    @Nullable Draft draft(PreparedLoad load, @Nullable Object value) {
        Object cached = cached(value);
        if (cached == null && !this.parts.settings().l2().negativeCaching()) {
            return null;
        }
        ReadContext read = load.read();
        Set<String> tagNames = new LinkedHashSet<>(this.parts.keys().tagFences(read.policy().tags(cached)));
        List<String> late = new ArrayList<>(tagNames);
        late.removeAll(read.fences().names());
        FenceSet lateFences = this.parts.coherence().fences(late);
        FenceSet fences = read.fences().and(lateFences);
        Duration ttl = this.parts.lifetimes().l2(read.key(), cached, read.policy());
        EntryCodec.Encoded encoded = isEncoded(load) ? encode(cached, read.policy()) : null;
        Envelope envelope = envelope(load, value, tagNames, ttl, encoded);
        byte[] bytes = (encoded != null && load.token() != null) ? withinLimits(envelope) : null;
        long l1Nanos = this.parts.lifetimes().l1Nanos(cached, read.policy(), ttl);
        return new Draft(entry(load, value, envelope, encoded, l1Nanos, fences), bytes, ttl, fences, lateFences);
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

    private Envelope envelope(PreparedLoad load, @Nullable Object value, Set<String> tagNames, Duration ttl,
            EntryCodec.@Nullable Encoded encoded) {
        long now = this.parts.runtime().clock().millis();
        long micros = TimeUnit.NANOSECONDS.toMicros(this.parts.runtime().now() - load.startedAt());
        int flags = ((cached(value) == null) ? Envelope.NEGATIVE : 0)
                | ((value instanceof Optional) ? Envelope.OPTIONAL : 0);
        Set<String> tags = new LinkedHashSet<>(tagNames.stream().map(FenceNames::storedTag).toList());
        return new Envelope(flags, load.read().entryKey().digest(), load.stamp(), now, 0, now + ttl.toMillis(),
                (int) Math.min(micros, Integer.MAX_VALUE), tags, this.parts.codec().serializerId(),
                (encoded != null) ? encoded.typeId() : "", (encoded != null) ? encoded.payload() : NOTHING);
    }

    private byte @Nullable [] withinLimits(Envelope envelope) {
        if (envelope.tags().size() > Envelope.MAX_TAGS) {
            return refused("it has %d tags, more than %d".formatted(envelope.tags().size(), Envelope.MAX_TAGS));
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
            EntryCodec.@Nullable Encoded encoded, long l1Nanos, FenceSet fences) {
        Object content = value;
        long nanos = l1Nanos;
        if (this.parts.settings().l1().copyOnRead() && !envelope.isNegative()) {
            content = (encoded != null)
                    ? new EntryCodec.Copied(encoded.payload(), encoded.type(), envelope.isOptional()) : null;
            nanos = (encoded != null) ? l1Nanos : 0;
        }
        L1Entry.Details details = new L1Entry.Details(envelope.tags(), envelope.createdAt(), envelope.expiresAt(),
                envelope.payload().length, envelope.isNegative());
        return new L1Entry(content, this.parts.runtime().now() + nanos, load.stamp(), load.read().guard(),
                load.read().entryKey().hash(), fences.fences(), details);
    }

    /**
     * A value made ready.
     *
     * @param entry the copy for L1
     * @param bytes what L2 is to hold, {@code null} if it cannot or must not
     * @param ttl time to live in L2
     * @param fences all fences that the entry is under
     * @param late those of them that were known only after the load
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Draft(L1Entry entry, byte @Nullable [] bytes, Duration ttl, FenceSet fences, FenceSet late) {

    }

}
