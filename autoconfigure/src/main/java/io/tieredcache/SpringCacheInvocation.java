package io.tieredcache;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Marks the call of a method that carries Spring's own or the JSR-107 cache annotations.
 * Their interceptors look a key up, run the method and put the result in three separate
 * steps; within one such call the cache knows that a put after a missed lookup of the
 * same key is the fill of that load, not a write, and can refuse it if an invalidation
 * came between. Bound to the calling thread.
 *
 * @since 0.1.0
 */
public final class SpringCacheInvocation implements AutoCloseable {

    private static final ThreadLocal<@Nullable SpringCacheInvocation> CURRENT = new ThreadLocal<>();

    private final @Nullable SpringCacheInvocation outer = CURRENT.get();

    private final @Nullable Type returnType;

    private final boolean asynchronous;

    private @Nullable Map<Object, Object> pendingFills;

    private SpringCacheInvocation(@Nullable Type returnType, boolean asynchronous) {
        this.returnType = returnType;
        this.asynchronous = asynchronous;
    }

    /**
     * Opens a call on this thread, to be closed on the same thread.
     * @param returnType the method's generic return type, {@code null} if unknown
     * @return the call
     */
    public static SpringCacheInvocation open(@Nullable Type returnType) {
        return open(new SpringCacheInvocation(returnType, false));
    }

    /**
     * Opens a call whose result comes later and on whatever thread, to be closed on the
     * same thread. Caches looked up meanwhile know by themselves what is put for the
     * call.
     * @return the call
     */
    public static SpringCacheInvocation openAsynchronous() {
        return open(new SpringCacheInvocation(null, true));
    }

    private static SpringCacheInvocation open(SpringCacheInvocation invocation) {
        CURRENT.set(invocation);
        return invocation;
    }

    /**
     * The innermost open call of this thread.
     * @return the call, {@code null} if there is none
     */
    public static @Nullable SpringCacheInvocation current() {
        return CURRENT.get();
    }

    /**
     * The method's generic return type.
     * @return the type, {@code null} if unknown
     */
    public @Nullable Type returnType() {
        return this.returnType;
    }

    /**
     * Whether the method's result comes later.
     * @return {@code true} for futures and reactive types
     */
    public boolean isAsynchronous() {
        return this.asynchronous;
    }

    /**
     * Remembers what a missed lookup prepared.
     * @param entry identifies cache and key
     * @param fill what was prepared
     */
    public void remember(Object entry, Object fill) {
        if (this.pendingFills == null) {
            this.pendingFills = new HashMap<>();
        }
        this.pendingFills.put(entry, fill);
    }

    /**
     * Takes what a missed lookup prepared, so that it is used once.
     * @param entry identifies cache and key
     * @return what was prepared, {@code null} if nothing was
     */
    public @Nullable Object take(Object entry) {
        return (this.pendingFills != null) ? this.pendingFills.remove(entry) : null;
    }

    @Override
    public void close() {
        if (this.outer != null) {
            CURRENT.set(this.outer);
        }
        else {
            CURRENT.remove();
        }
    }

}
