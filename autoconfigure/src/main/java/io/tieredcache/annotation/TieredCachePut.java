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
 * Always runs the method and puts its result into the cache. When the call returns, no
 * instance serves an older value from L2, this process serves none from L1, and the other
 * instances follow on receipt of the message.
 * <p>
 * Where the key does not read {@code #result}, the right to store is taken before the
 * method runs: of two concurrent writers of one key the older value is never left behind;
 * the writer that lost the right evicts the entry in place of storing it. A key that
 * reads {@code #result} is known only after the method, so that the right is taken then,
 * and of two writers that overlap the last to store wins. Where Redis does not answer
 * before the method, the method runs all the same and the entry is evicted after it in
 * place of being put.
 * <p>
 * The attributes take the forms of {@link TieredCacheable}; {@code key} is required. On a
 * class or an interface it stands for each public method that returns a value and carries
 * none of these annotations itself. It excludes {@link TieredCacheable}.
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(TieredCachePut.List.class)
public @interface TieredCachePut {

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
     * SpEL expression; when it is {@code false} nothing is put. Evaluated after the
     * method and sees {@code #result}. The default {@code ""} always puts.
     * @return the condition
     */
    String condition() default "";

    /**
     * SpEL expression; when it is {@code true} the result is not put. Evaluated after the
     * method and sees {@code #result}. The default {@code ""} vetoes nothing.
     * @return the veto
     */
    String unless() default "";

    /**
     * SpEL expression of the value's version; may read {@code #result}. A put that comes
     * after one with a higher version of the same key neither stores its result nor
     * removes the newer one, in whatever order and on whatever instance they come. It
     * gives an integral number of 0 or more or an {@link java.time.Instant}; {@code null}
     * is no version, and anything else an error after which the entry is evicted. The
     * versions of a key must go up with its changes. An eviction has no version: a put
     * after it counts as newer. The default {@code ""} compares nothing.
     * @return the version
     */
    String version() default "";

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
     * Container of repeated {@link TieredCachePut} annotations.
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
        TieredCachePut[] value();

    }

}
