package io.tieredcache.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import io.tieredcache.CacheCounter;
import io.tieredcache.CacheLevel;
import io.tieredcache.EntryPolicy;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.store.FenceNames;
import io.tieredcache.store.FenceReadings;
import io.tieredcache.store.L1Entry;

/**
 * The two halves of a load around the reading of the source. Before it the lease is taken
 * and the stamp noted; after it the result is stored if the lease still stands, and
 * everybody judges it by its stamp. So a load that overlaps an invalidation stores
 * nothing that could be served, however late it ends.
 */
final class EntryLoads {

    private final CacheParts parts;

    EntryLoads(CacheParts parts) {
        this.parts = parts;
    }

    PreparedLoad prepare(ReadContext read) {
        String token = read.usesL2() ? takeLease(read) : null;
        if (token == null) {
            this.parts.coherence().settleHere(read.fences());
        }
        return new PreparedLoad(read, token, this.parts.coherence().known(), this.parts.runtime().now());
    }

    private @Nullable String takeLease(ReadContext read) {
        String token = Leases.newToken();
        try {
            FenceReadings readings = this.parts.runtime()
                .gateway()
                .await(this.parts.runtime()
                    .l2()
                    .lease(read.entryKey(), token, this.parts.settings().load().leaseTime(), read.fences().names(),
                            this.parts.lifetimes().fenceLife()));
            this.parts.coherence().learn(readings, read.fences());
            return token;
        }
        catch (L2UnavailableException ex) {
            this.parts.counters().count(CacheCounter.L2_ERROR);
            read.l2Failed();
            return null;
        }
    }

    /**
     * Stores what the source gave. Never throws: what cannot be stored is still the
     * caller's value.
     * @param load the load
     * @param value the value as the caller gets it
     */
    Answer finish(PreparedLoad load, @Nullable Object value) {
        Answer answer = fill(load, value);
        if (isKept(load, answer)) {
            this.parts.l1().put(load.read().local(), answer.entry());
        }
        return answer;
    }

    /**
     * Keeps a value here unless there is a copy that may be served.
     * @return the copy that is there, {@code null} if the value was kept
     */
    @Nullable L1Entry finishIfAbsent(PreparedLoad load, @Nullable Object value) {
        Answer answer = fill(load, value);
        if (!isKept(load, answer)) {
            return null;
        }
        return this.parts.l1()
            .putIfAbsent(load.read().local(), answer.entry(),
                    (present) -> this.parts.isValid(present, this.parts.runtime().now()));
    }

    private boolean isKept(PreparedLoad load, Answer answer) {
        return answer.stored() && this.parts.keepsCopies(load.read().mode())
                && answer.entry().expiresAt() - this.parts.runtime().now() > 0;
    }

    private Answer fill(PreparedLoad load, @Nullable Object value) {
        Object cached = (value instanceof Optional<?> optional) ? optional.orElse(null) : value;
        try {
            EntryPolicy policy = load.read().policy();
            if (!policy.stores(cached) || (cached == null && !this.parts.settings().l2().negativeCaching())) {
                return notStored(load, value);
            }
            return store(load, value, cached);
        }
        catch (RuntimeException ex) {
            this.parts.counters().count(CacheCounter.UNWRITABLE);
            this.parts.warnUnwritable("its tags or times could not be found", ex);
            return notStored(load, value);
        }
    }

    private Answer notStored(PreparedLoad load, @Nullable Object value) {
        L1Entry.Details details = new L1Entry.Details(Set.of(), 0, 0, 0, false);
        L1Entry entry = new L1Entry(value, this.parts.runtime().now(), load.stamp(), load.read().guard(),
                load.read().entryKey().hash(), load.read().fences().fences(), details);
        return new Answer(value, entry, CacheLevel.SOURCE, false, null);
    }

    private Answer store(PreparedLoad load, @Nullable Object value, @Nullable Object cached) {
        ReadContext read = load.read();
        Set<String> tagNames = new LinkedHashSet<>(this.parts.keys().tagFences(read.policy().tags(cached)));
        List<String> late = new ArrayList<>(tagNames);
        late.removeAll(read.fences().names());
        FenceSet lateFences = this.parts.coherence().fences(late);
        FenceSet fences = read.roots().and(this.parts.coherence().fences(tagNames));
        Duration ttl = this.parts.lifetimes().l2(read.key(), cached, read.policy());
        Draft draft = draft(load, value, cached, tagNames, ttl);
        CompletableFuture<?> filled = null;
        if (load.token() != null && draft.bytes != null) {
            filled = fillL2(load, draft.bytes, ttl, lateFences, fences);
        }
        else {
            this.parts.coherence().settleHere(lateFences);
        }
        return new Answer(value, entry(load, draft, cached, fences, ttl), CacheLevel.SOURCE, true, filled);
    }

    private L1Entry entry(PreparedLoad load, Draft draft, @Nullable Object cached, FenceSet fences, Duration ttl) {
        long nanos = draft.isHeld() ? this.parts.lifetimes().l1Nanos(cached, load.read().policy(), ttl) : 0;
        Envelope envelope = draft.envelope;
        L1Entry.Details details = new L1Entry.Details(envelope.tags(), envelope.createdAt(), envelope.expiresAt(),
                envelope.payload().length, cached == null);
        return new L1Entry(draft.content, this.parts.runtime().now() + nanos, load.stamp(), load.read().guard(),
                load.read().entryKey().hash(), fences.fences(), details);
    }

    /**
     * Serializes the value on the calling thread, before the caller may change it.
     */
    Draft draft(PreparedLoad load, @Nullable Object value, @Nullable Object cached, Set<String> tagNames,
            Duration ttl) {
        boolean copies = this.parts.settings().l1().copyOnRead();
        EntryCodec.Encoded encoded = null;
        if (load.token() != null || copies || this.parts.settings().l1().maxBytes() != null) {
            encoded = encode(cached, load.read().policy());
        }
        long now = this.parts.runtime().clock().millis();
        long micros = TimeUnit.NANOSECONDS.toMicros(this.parts.runtime().now() - load.startedAt());
        boolean optional = value instanceof Optional;
        int flags = ((cached == null) ? Envelope.NEGATIVE : 0) | (optional ? Envelope.OPTIONAL : 0);
        Envelope envelope = new Envelope(flags, load.read().entryKey().digest(), load.stamp(), now, 0,
                now + ttl.toMillis(), (int) Math.min(micros, Integer.MAX_VALUE),
                new LinkedHashSet<>(tagNames.stream().map(FenceNames::storedTag).toList()),
                this.parts.codec().serializerId(), (encoded != null) ? encoded.typeId() : "",
                (encoded != null) ? encoded.payload() : new byte[0]);
        Object content = value;
        if (copies && cached != null) {
            content = (encoded != null) ? new EntryCodec.Copied(encoded.payload(), encoded.type(), optional) : null;
        }
        return new Draft(envelope, content, (encoded != null) ? withinLimit(envelope.write()) : null,
                !copies || encoded != null);
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

    private byte @Nullable [] withinLimit(byte[] bytes) {
        if (bytes.length <= this.parts.settings().l2().maxEntrySize()) {
            return bytes;
        }
        this.parts.counters().count(CacheCounter.UNWRITABLE);
        this.parts.warnUnwritable("its %d bytes are more than 'max-entry-size' allows".formatted(bytes.length), null);
        return null;
    }

    private CompletableFuture<?> fillL2(PreparedLoad load, byte[] bytes, Duration ttl, FenceSet late, FenceSet all) {
        String token = load.token();
        if (token == null) {
            throw new IllegalStateException("A fill needs a lease");
        }
        CompletableFuture<?> ensured = keepFences(ttl, late, all);
        CompletableFuture<Boolean> stored = this.parts.runtime().l2().store(load.read().entryKey(), token, bytes, ttl);
        return this.parts.runtime()
            .gateway()
            .watch(stored.thenCombine(ensured, (done, readings) -> done))
            .handle((done, failure) -> {
                this.parts.counters()
                    .count((failure != null) ? CacheCounter.L2_ERROR
                            : done ? CacheCounter.FILL : CacheCounter.REFUSED_FILL);
                return null;
            });
    }

    /**
     * Sees to it that the fences of an entry exist as long as the entry may: those of
     * tags that were known only after the load, and all where it lives longer than usual.
     */
    CompletableFuture<?> keepFences(Duration ttl, FenceSet late, FenceSet all) {
        Duration life = this.parts.lifetimes().fenceLife(ttl);
        FenceSet wanted = (life.compareTo(this.parts.lifetimes().fenceLife()) > 0) ? all : late;
        if (wanted.names().isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        return this.parts.runtime()
            .l2()
            .ensureFences(wanted.names(), life)
            .thenAccept((readings) -> this.parts.coherence().learn(readings, wanted));
    }

    /**
     * A value made ready for both levels.
     *
     * @param envelope the entry
     * @param content what L1 holds
     * @param bytes what L2 holds, {@code null} if it cannot
     * @param isHeld whether L1 can hold it
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Draft(Envelope envelope, @Nullable Object content, byte @Nullable [] bytes, boolean isHeld) {

    }

}
