package io.tieredcache;

import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What a loader may know of the load that it runs in, and what it may say of the value
 * that it gives: how long it lives, its tags, that it is not to be stored, or that the
 * value of the earlier load still holds. A method that a cache annotation makes the
 * loader finds it by {@link #current()}.
 * <p>
 * For one load and its thread only: what is said after the loader returned, or on another
 * thread at the same time, may be lost.
 *
 * @since 0.1.0
 */
public final class LoadContext {

    private static final ThreadLocal<@Nullable LoadContext> CURRENT = new ThreadLocal<>();

    private final String cache;

    private final Object key;

    private final long stamp;

    private @Nullable Previous previous;

    private final Set<String> tags = new LinkedHashSet<>();

    private @Nullable Duration ttl;

    private @Nullable String validator;

    private boolean stored = true;

    private boolean notModified;

    /**
     * Create a context.
     * @param cache the cache's name
     * @param key the key as the caller gave it
     * @param stamp the highest number known before the source is asked
     * @param previous what an earlier load gave, {@code null} where that is not known
     */
    public LoadContext(String cache, Object key, long stamp, @Nullable Previous previous) {
        this.cache = cache;
        this.key = key;
        this.stamp = stamp;
        this.previous = previous;
    }

    /**
     * The load that the calling thread runs.
     * @return the innermost one
     * @throws IllegalStateException if the calling thread runs none, as where the method
     * was called past its cache
     */
    public static LoadContext current() {
        LoadContext current = CURRENT.get();
        if (current == null) {
            throw new IllegalStateException(
                    "No load runs on this thread: ask for it within a cached method or loader, on the thread that called it");
        }
        return current;
    }

    /**
     * Whether the calling thread runs a load.
     * @return {@code true} if {@link #current()} answers
     */
    public static boolean isLoading() {
        return CURRENT.get() != null;
    }

    /**
     * The cache's name.
     * @return the name
     */
    public String cache() {
        return this.cache;
    }

    /**
     * The key as the caller gave it.
     * @return the key
     */
    public Object key() {
        return this.key;
    }

    /**
     * The highest number of the namespace's sequence known before the source is asked;
     * the entry is dead wherever an invalidation of its tags has a higher number.
     * @return the stamp
     */
    public long stamp() {
        return this.stamp;
    }

    /**
     * What an earlier load gave, though its time to live is over or soon will be: a
     * loader that finds it unchanged answers {@link #notModified()}.
     * @return the earlier value, {@code null} where there is none or it was evicted
     */
    public @Nullable Previous previous() {
        return this.previous;
    }

    /**
     * Says that the earlier value still holds. Its entry gets a new time to live in both
     * levels, and is not sent to Redis again.
     * @param <T> the type of the value
     * @return the earlier value, for the loader to return
     * @throws IllegalStateException if there is no earlier value
     */
    @SuppressWarnings({ "unchecked", "NullAway", "TypeParameterUnusedInFormals" })
    public <T extends @Nullable Object> T notModified() {
        if (this.previous == null) {
            throw new IllegalStateException(
                    "Cache '%s': there is no earlier value that could be unmodified; check previous() first"
                        .formatted(this.cache));
        }
        this.notModified = true;
        return (T) this.previous.value();
    }

    /**
     * Notes what the source tells a version of the value apart by, such as an ETag, a
     * time of the last change or a version number. The next load finds it in
     * {@link #previous()}.
     * @param validator the text, 1 to 1024 characters
     */
    public void validator(String validator) {
        Assert.hasLength(validator, "'validator' must not be empty");
        this.validator = validator;
    }

    /**
     * Sets how long the value lives, in place of what annotation and settings say.
     * @param ttl the time, at least one millisecond
     */
    public void ttl(Duration ttl) {
        Assert.isTrue(ttl.toMillis() > 0, "'ttl' must be at least one millisecond");
        this.ttl = ttl;
    }

    /**
     * Adds tags to those that annotation and policy give.
     * @param tags the tags, each 1 to 128 characters
     */
    public void tags(String... tags) {
        this.tags.addAll(Arrays.asList(tags));
    }

    /**
     * Says that the value is for the callers who wait for it and not to be stored.
     */
    public void doNotStore() {
        this.stored = false;
    }

    /**
     * Changes the form in which the loader sees the earlier value, for a loader whose
     * results are not cached as they are.
     * @param form makes a loader's result of a cached value
     */
    public void present(UnaryOperator<@Nullable Object> form) {
        if (this.previous != null) {
            this.previous = new Previous(form.apply(this.previous.value), this.previous.validator, this.previous.age);
        }
    }

    /**
     * The chosen time to live.
     * @return the time, {@code null} if none was chosen
     */
    public @Nullable Duration chosenTtl() {
        return this.ttl;
    }

    /**
     * The chosen tags.
     * @return the tags
     */
    public Set<String> chosenTags() {
        return this.tags;
    }

    /**
     * The chosen validator.
     * @return the validator, {@code null} if none was chosen
     */
    public @Nullable String chosenValidator() {
        return this.validator;
    }

    /**
     * Whether the value is to be stored.
     * @return {@code false} after {@link #doNotStore()}
     */
    public boolean isStored() {
        return this.stored;
    }

    /**
     * Whether the earlier value still holds.
     * @return {@code true} after {@link #notModified()}
     */
    public boolean isNotModified() {
        return this.notModified;
    }

    /**
     * Runs a loader as the load of the calling thread.
     * @param <T> the type of the value
     * @param loader the loader
     * @return the value
     * @throws Throwable what the loader threw
     */
    public <T extends @Nullable Object> T run(CacheLoader<T> loader) throws Throwable {
        LoadContext outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return loader.load(this);
        }
        finally {
            if (outer != null) {
                CURRENT.set(outer);
            }
            else {
                CURRENT.remove();
            }
        }
    }

    /**
     * What an earlier load gave.
     *
     * @param value the value, {@code null} for a negative result
     * @param validator what that load told the version by, {@code null} for nothing
     * @param age time since that load
     */
    public record Previous(@Nullable Object value, @Nullable String validator, Duration age) {

    }

}
