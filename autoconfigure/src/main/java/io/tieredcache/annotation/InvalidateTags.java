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
 * Makes every entry of every cache of the namespace that carries one of the tags
 * unreadable, after the method returned normally. What holds afterwards is as for
 * {@link TieredCacheEvict}. Costs one round trip, however many entries carry the tags.
 * <p>
 * On a class or an interface it stands for each public method. A method that returns a
 * future or a reactive type stops the start, as for {@link TieredCacheEvict}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(InvalidateTags.List.class)
public @interface InvalidateTags {

    /**
     * Tags to invalidate; short form of {@link #tags()}.
     * @return the tags
     */
    @AliasFor("tags")
    String[] value() default {};

    /**
     * Tags to invalidate, in the forms of {@link TieredCacheable#tags()}. Required here
     * or as {@link #value()}. {@code #result} is seen unless {@link #beforeInvocation()}.
     * @return the tags
     */
    @AliasFor("value")
    String[] tags() default {};

    /**
     * SpEL expression; when it is {@code false} nothing is invalidated. Sees
     * {@code #result} unless {@link #beforeInvocation()}. The default {@code ""} always
     * invalidates.
     * @return the condition
     */
    String condition() default "";

    /**
     * Whether to invalidate before the method runs, and so even if it throws. A load that
     * runs meanwhile may store the value from before the method's change.
     * @return {@code true} to invalidate first
     */
    boolean beforeInvocation() default false;

    /**
     * Names of the key dimensions, such as {@code tenant}, whose current values are part
     * of the tags; they must be those of the caches whose entries carry the tags. The
     * default takes none.
     * @return the dimension names
     */
    String[] dimensions() default {};

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
     * Container of repeated {@link InvalidateTags} annotations.
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
        InvalidateTags[] value();

    }

}
