package io.tieredcache;

import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * How one kind of entry is typed, tagged and kept: what the attributes of an annotation
 * say, as an object. Immutable; each {@code with} method gives a changed copy. Functions
 * are called on the thread that loads or puts, with the value as it is cached (the
 * content of an {@link java.util.Optional}, {@code null} for a negative result).
 *
 * @since 0.1.0
 */
public final class EntryPolicy {

    private static final EntryPolicy DEFAULTS = new EntryPolicy(null, Set::of, null, null, null, null, null,
            EntryWaits.NONE, null);

    private final @Nullable Type type;

    private final Supplier<? extends Collection<String>> tags;

    private final @Nullable Function<@Nullable Object, Collection<String>> resultTags;

    private final @Nullable Function<@Nullable Object, @Nullable Duration> ttl;

    private final @Nullable Function<@Nullable Object, @Nullable Duration> l1Ttl;

    private final @Nullable Duration negativeTtl;

    private final @Nullable Predicate<@Nullable Object> storeIf;

    private final EntryWaits waits;

    private final @Nullable Function<@Nullable Object, @Nullable EntryVersion> version;

    private EntryPolicy(@Nullable Type type, Supplier<? extends Collection<String>> tags,
            @Nullable Function<@Nullable Object, Collection<String>> resultTags,
            @Nullable Function<@Nullable Object, @Nullable Duration> ttl,
            @Nullable Function<@Nullable Object, @Nullable Duration> l1Ttl, @Nullable Duration negativeTtl,
            @Nullable Predicate<@Nullable Object> storeIf, EntryWaits waits,
            @Nullable Function<@Nullable Object, @Nullable EntryVersion> version) {
        this.type = type;
        this.tags = tags;
        this.resultTags = resultTags;
        this.ttl = ttl;
        this.l1Ttl = l1Ttl;
        this.negativeTtl = negativeTtl;
        this.storeIf = storeIf;
        this.waits = waits;
        this.version = version;
    }

    /**
     * A policy that takes everything from the cache's settings and the type from the
     * value.
     * @return the policy
     */
    public static EntryPolicy defaults() {
        return DEFAULTS;
    }

    /**
     * With the type that values are read back as.
     * @param type a class or a generic type such as {@code List<Airport>}
     * @return a changed copy
     */
    public EntryPolicy withType(Type type) {
        Assert.notNull(type, "'type' must not be null");
        return new EntryPolicy(type, this.tags, this.resultTags, this.ttl, this.l1Ttl, this.negativeTtl, this.storeIf,
                this.waits, this.version);
    }

    /**
     * With tags that are known before the load, in place of those set so far.
     * @param tags the tags, each 1 to 128 characters
     * @return a changed copy
     */
    public EntryPolicy withTags(String... tags) {
        return withTags(Arrays.asList(tags));
    }

    /**
     * With tags that are known before the load, in place of those set so far.
     * @param tags the tags, each 1 to 128 characters
     * @return a changed copy
     */
    public EntryPolicy withTags(Collection<String> tags) {
        Set<String> copy = Set.copyOf(tags);
        return withTags(() -> copy);
    }

    /**
     * With tags that are known before the load, in place of those set so far, and found
     * only where L1 does not answer.
     * @param tags gives the tags, each 1 to 128 characters
     * @return a changed copy
     */
    public EntryPolicy withTags(Supplier<? extends Collection<String>> tags) {
        return new EntryPolicy(this.type, tags, this.resultTags, this.ttl, this.l1Ttl, this.negativeTtl, this.storeIf,
                this.waits, this.version);
    }

    /**
     * With tags that follow from the loaded value, beside those known before.
     * @param resultTags gives the tags of a value
     * @return a changed copy
     */
    public EntryPolicy withResultTags(Function<@Nullable Object, Collection<String>> resultTags) {
        return new EntryPolicy(this.type, this.tags, resultTags, this.ttl, this.l1Ttl, this.negativeTtl, this.storeIf,
                this.waits, this.version);
    }

    /**
     * With a time to live in L2.
     * @param ttl the time, positive
     * @return a changed copy
     */
    public EntryPolicy withTtl(Duration ttl) {
        return withTtl((value) -> ttl);
    }

    /**
     * With a time to live in L2 that follows from the value.
     * @param ttl gives the time, {@code null} for the cache's own
     * @return a changed copy
     */
    public EntryPolicy withTtl(Function<@Nullable Object, @Nullable Duration> ttl) {
        return new EntryPolicy(this.type, this.tags, this.resultTags, ttl, this.l1Ttl, this.negativeTtl, this.storeIf,
                this.waits, this.version);
    }

    /**
     * With a longest time to live in L1.
     * @param l1Ttl the time, positive
     * @return a changed copy
     */
    public EntryPolicy withL1Ttl(Duration l1Ttl) {
        return withL1Ttl((value) -> l1Ttl);
    }

    /**
     * With a longest time to live in L1 that follows from the value.
     * @param l1Ttl gives the time, {@code null} for the cache's own
     * @return a changed copy
     */
    public EntryPolicy withL1Ttl(Function<@Nullable Object, @Nullable Duration> l1Ttl) {
        return new EntryPolicy(this.type, this.tags, this.resultTags, this.ttl, l1Ttl, this.negativeTtl, this.storeIf,
                this.waits, this.version);
    }

    /**
     * With a time to live of negative results.
     * @param negativeTtl the time, positive
     * @return a changed copy
     */
    public EntryPolicy withNegativeTtl(Duration negativeTtl) {
        return new EntryPolicy(this.type, this.tags, this.resultTags, this.ttl, this.l1Ttl, negativeTtl, this.storeIf,
                this.waits, this.version);
    }

    /**
     * With a condition that a loaded value must meet to be stored.
     * @param storeIf decides whether a value is stored
     * @return a changed copy
     */
    public EntryPolicy withStoreIf(Predicate<@Nullable Object> storeIf) {
        return new EntryPolicy(this.type, this.tags, this.resultTags, this.ttl, this.l1Ttl, this.negativeTtl, storeIf,
                this.waits, this.version);
    }

    /**
     * With a time after the time to live in which a value is served while it is loaded
     * again behind it.
     * @param window the time, zero for none
     * @return a changed copy
     */
    public EntryPolicy withStaleWhileRevalidate(Duration window) {
        return with(this.waits.withWhileRevalidate(window));
    }

    /**
     * With a time after the time to live in which a value is served where the load of a
     * new one fails or takes too long.
     * @param window the time, zero for none
     * @return a changed copy
     */
    public EntryPolicy withStaleIfError(Duration window) {
        return with(this.waits.withIfError(window));
    }

    /**
     * With a time that a caller waits for a load where there is an older value to serve.
     * @param timeout the time, positive
     * @return a changed copy
     */
    public EntryPolicy withSoftTimeout(Duration timeout) {
        return with(this.waits.withSoft(timeout));
    }

    /**
     * With a time that a caller waits for a load at all.
     * @param timeout the time, positive
     * @return a changed copy
     */
    public EntryPolicy withHardTimeout(Duration timeout) {
        return with(this.waits.withHard(timeout));
    }

    /**
     * With a version by which puts are ordered: one that comes after a put of a higher
     * version neither stores its value nor removes the newer one. Loads and evictions
     * have no version, and nothing is compared in {@link CacheMode#L1_ONLY}. Redis
     * remembers the highest version put for a day longer than the entry may live; where
     * it loses that, an older put that still arrives is stored.
     * @param version gives the version of a value, {@code null} for none; what it throws
     * reaches the caller of the put, and the entry is evicted
     * @return a changed copy
     */
    public EntryPolicy withVersion(Function<@Nullable Object, @Nullable EntryVersion> version) {
        return new EntryPolicy(this.type, this.tags, this.resultTags, this.ttl, this.l1Ttl, this.negativeTtl,
                this.storeIf, this.waits, version);
    }

    /**
     * With a version that is known, by which puts are ordered.
     * @param version the version, 0 or more
     * @return a changed copy
     */
    public EntryPolicy withVersion(long version) {
        EntryVersion known = new EntryVersion(version);
        return withVersion((value) -> known);
    }

    private EntryPolicy with(EntryWaits others) {
        return new EntryPolicy(this.type, this.tags, this.resultTags, this.ttl, this.l1Ttl, this.negativeTtl,
                this.storeIf, others, this.version);
    }

    /**
     * Time after the time to live in which a value is served while it is loaded again.
     * @return the time, {@code null} for the cache's own
     */
    public @Nullable Duration staleWhileRevalidate() {
        return this.waits.whileRevalidate();
    }

    /**
     * Time after the time to live in which a value is served where a load fails or takes
     * too long.
     * @return the time, {@code null} for the cache's own
     */
    public @Nullable Duration staleIfError() {
        return this.waits.ifError();
    }

    /**
     * Time that a caller waits for a load where there is an older value to serve.
     * @return the time, {@code null} for the cache's own
     */
    public @Nullable Duration softTimeout() {
        return this.waits.soft();
    }

    /**
     * Time that a caller waits for a load at all.
     * @return the time, {@code null} for the cache's own
     */
    public @Nullable Duration hardTimeout() {
        return this.waits.hard();
    }

    /**
     * Type that values are read back as.
     * @return the type, {@code null} to take it from the value
     */
    public @Nullable Type type() {
        return this.type;
    }

    /**
     * Tags that are known before the load.
     * @return the tags
     */
    public Set<String> tags() {
        return new LinkedHashSet<>(this.tags.get());
    }

    /**
     * All tags of a value: those known before and those that follow from it.
     * @param value the value as it is cached
     * @return the tags
     */
    public Set<String> tags(@Nullable Object value) {
        Set<String> all = tags();
        if (this.resultTags != null) {
            all.addAll(this.resultTags.apply(value));
        }
        return all;
    }

    /**
     * Time to live of a value in L2.
     * @param value the value as it is cached
     * @return the time, {@code null} for the cache's own
     */
    public @Nullable Duration ttl(@Nullable Object value) {
        return (this.ttl != null) ? this.ttl.apply(value) : null;
    }

    /**
     * Longest time to live of a value in L1.
     * @param value the value as it is cached
     * @return the time, {@code null} for the cache's own
     */
    public @Nullable Duration l1Ttl(@Nullable Object value) {
        return (this.l1Ttl != null) ? this.l1Ttl.apply(value) : null;
    }

    /**
     * Time to live of negative results.
     * @return the time, {@code null} for the cache's own
     */
    public @Nullable Duration negativeTtl() {
        return this.negativeTtl;
    }

    /**
     * Whether a loaded value is to be stored.
     * @param value the value as it is cached
     * @return {@code false} to hand it to the caller only
     */
    public boolean stores(@Nullable Object value) {
        return this.storeIf == null || this.storeIf.test(value);
    }

    /**
     * Version of a value that is put.
     * @param value the value as it is cached
     * @return the version, {@code null} for none
     */
    public @Nullable EntryVersion version(@Nullable Object value) {
        return (this.version != null) ? this.version.apply(value) : null;
    }

}
