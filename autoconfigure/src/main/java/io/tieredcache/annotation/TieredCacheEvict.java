package io.tieredcache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.tieredcache.InvalidationTiming;

import org.springframework.core.annotation.AliasFor;

/**
 * Evicts one key, or clears a cache, after the method returned normally. When the call
 * returns, this process and L2 serve no older value, and a value whose load began before
 * cannot be stored any more; the other instances follow on receipt of the message, or at
 * the latest when their staleness bound ends.
 * <p>
 * All evictions and tag invalidations of one call travel in one message, those
 * {@link #beforeInvocation()} in another. A hit of {@link TieredCacheable} on the same
 * method evicts too. The attributes take the forms of {@link TieredCacheable}. On a class
 * or an interface it stands for each public method. A method that returns a future or a
 * reactive type stops the start: it would evict before the change.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(TieredCacheEvict.List.class)
public @interface TieredCacheEvict {

    /**
     * Name of the cache; short form of {@link #cache()}.
     * @return the cache name
     */
    @AliasFor("cache")
    String value() default "";

    /**
     * Name of the cache. Required here or as {@link #value()}.
     * @return the cache name
     */
    @AliasFor("value")
    String cache() default "";

    /**
     * SpEL expression of the key; may read {@code #result} unless
     * {@link #beforeInvocation()}. Required unless {@link #allEntries()}, which excludes
     * it. A collection is one key, not many.
     * @return the key expression
     */
    String key() default "";

    /**
     * Whether to clear the whole cache, at the cost of one round trip however many
     * entries it has. Excludes {@link #key()}.
     * @return {@code true} to clear the cache
     */
    boolean allEntries() default false;

    /**
     * SpEL expression; when it is {@code false} nothing is evicted. Sees {@code #result}
     * unless {@link #beforeInvocation()}. The default {@code ""} always evicts.
     * @return the condition
     */
    String condition() default "";

    /**
     * Whether to evict before the method runs, and so even if it throws. A load that runs
     * meanwhile may store the value from before the method's change.
     * @return {@code true} to evict first
     */
    boolean beforeInvocation() default false;

    /**
     * Whether the entries expire only: whoever asks next loads them again, but where that
     * load fails or takes too long the old value may still be served, until its time to
     * live and the cache's times for stale values are over. Not for data that must not be
     * seen any more. Other invalidations of the same call that do not say so make all of
     * them evict.
     * @return {@code true} to let the entries expire in place of evicting them
     */
    boolean expire() default false;

    /**
     * When this takes effect where the method is called within a transaction that goes on
     * after it. A method that begins the transaction itself has committed by the time it
     * returns, and then nothing is left to choose. The default is once the transaction
     * has committed, together with all else of it, and not at all where it rolls back.
     * {@link #beforeInvocation()} is always at once.
     * @return the time
     */
    InvalidationTiming invalidation() default InvalidationTiming.AFTER_COMMIT;

    /**
     * Container of repeated {@link TieredCacheEvict} annotations.
     */
    @Target({ ElementType.TYPE, ElementType.METHOD })
    @Retention(RetentionPolicy.RUNTIME)
    @Inherited
    @Documented
    @interface List {

        /**
         * The repeated annotations.
         * @return the annotations
         */
        TieredCacheEvict[] value();

    }

}
