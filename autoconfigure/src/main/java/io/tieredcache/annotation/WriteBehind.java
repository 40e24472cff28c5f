package io.tieredcache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Always runs the method, queues its result to be written later by the
 * {@link io.tieredcache.WriteBehindHandler} of the cache, and puts it into the cache. For
 * data that is written often and that nobody loses much by: the call costs three round
 * trips to Redis and none to the database.
 * <p>
 * When the call returns, the value is in a stream in Redis and, as after
 * {@link TieredCachePut}, in the cache. The handler gets it in batches, on one of the
 * instances, at least once and in order per key. Until then a reader that misses the
 * entry is given the queued value and not the older one of the source. Where Redis does
 * not take the value, the handler writes it on the caller's thread, or the call fails
 * with {@link io.tieredcache.WriteNotAcceptedException}, as the cache's settings say.
 * What Redis must keep for a value not to be lost is told in
 * {@code docs/write-behind.md}.
 * <p>
 * A cache so named must have exactly one handler bean, and the method must return the
 * type that the handler declares, or an {@link java.util.Optional} of it. The other
 * attributes are those of {@link TieredCachePut}; {@code key} is required, and a result
 * that {@code condition} or {@code unless} excludes is neither queued nor put. It
 * excludes {@link TieredCacheable}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(WriteBehind.List.class)
public @interface WriteBehind {

    /**
     * Name of the cache; short form of {@link #cache()}.
     * @return the cache name
     */
    @AliasFor("cache")
    String value() default "";

    /**
     * Name of the cache, which has a handler. Required here or as {@link #value()}.
     * @return the cache name
     */
    @AliasFor("value")
    String cache() default "";

    /**
     * SpEL expression of the key; may read {@code #result}. Required.
     * @return the key expression
     */
    String key() default "";

    /**
     * Tags of the entry, in the forms of {@link TieredCacheable#tags()}.
     * @return the tags
     */
    String[] tags() default {};

    /**
     * SpEL expression; when it is {@code false} nothing is queued or put. Evaluated after
     * the method and sees {@code #result}. The default {@code ""} always does.
     * @return the condition
     */
    String condition() default "";

    /**
     * SpEL expression; when it is {@code true} the result is neither queued nor put.
     * Evaluated after the method and sees {@code #result}. The default {@code ""} vetoes
     * nothing.
     * @return the veto
     */
    String unless() default "";

    /**
     * Time the entry lives in L2, in the forms of {@link TieredCacheable#ttl()}. The
     * default {@code ""} takes the value configured for the cache.
     * @return the time to live
     */
    String ttl() default "";

    /**
     * Longest time a copy of the entry lives in L1, in the forms of
     * {@link TieredCacheable#ttl()}. The default {@code ""} takes the value configured
     * for the cache.
     * @return the time to live in this process
     */
    String l1Ttl() default "";

    /**
     * Time that {@code null} or an empty {@link java.util.Optional} lives, in the forms
     * of {@link TieredCacheable#negativeTtl()}. The default {@code ""} takes the value
     * configured for the cache.
     * @return the time to live of negative results
     */
    String negativeTtl() default "";

    /**
     * Container of repeated {@link WriteBehind} annotations.
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
        WriteBehind[] value();

    }

}
