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
 * Answers calls of a method from the cache: from L1 (this process), else from L2 (Redis),
 * else by running the method, whose result then fills L2 and L1. One call per key runs
 * the method at a time, in all instances together unless the cache says otherwise; the
 * other callers wait for its result. The method may also run on a thread of the cache,
 * behind a caller that is served meanwhile: shortly before the entry expires, and where
 * stale values or timeouts are allowed.
 * <p>
 * A result whose method call began before an invalidation of its key, of one of its tags
 * or of its cache is returned to the caller that ran it and never stored. An exception
 * fails all waiting callers with the same cause and is never stored. {@code null} and an
 * empty {@link java.util.Optional} are stored for the cache's shorter negative TTL.
 * <p>
 * On a class or an interface it stands for each of its public methods that returns a
 * value and carries none of these annotations itself. Repeated, the caches are asked in
 * the order of declaration, and every cache that missed is filled. It excludes
 * {@link TieredCachePut}. The method must be public and return the value itself: futures,
 * reactive types, streams, iterators and the like stop the start.
 * <p>
 * All attributes are read once, at start; a mistake stops the start. {@code ${...}}
 * placeholders are resolved in every attribute. SpEL sees the parameters by name (compile
 * with {@code -parameters}), {@code #p0}, {@code #a0}, {@code #root.method},
 * {@code #root.methodName}, {@code #root.target}, {@code #root.targetClass},
 * {@code #root.args}, {@code #root.caches} and beans ({@code @name}).
 *
 * @since 0.1.0
 */
@Target({ ElementType.TYPE, ElementType.METHOD })
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Documented
@Repeatable(TieredCacheable.List.class)
public @interface TieredCacheable {

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
     * SpEL expression of the key, for example {@code #code} or {@code #airport.code}. The
     * default {@code ""} takes the method and all its parameters, so that two methods
     * never share an entry unless both name their keys. The value must have a canonical
     * text form (strings, numbers, enums, UUIDs, temporal types, records, collections and
     * the like). An expression that gives {@code null} fails the call with an
     * {@link IllegalArgumentException}, before the method runs.
     * @return the key expression
     */
    String key() default "";

    /**
     * Tags of the entry, each 1 to 128 characters once evaluated. A text without
     * <code>#{</code> is taken literally; <code>country:#{#code}</code> is a template;
     * one single <code>#{...}</code> may give a collection or an array of tags, and
     * {@code null} or an empty collection no tag. {@code null} within a longer template
     * adds no text to it. {@code #result} is the loaded value (the content of an
     * {@link java.util.Optional}, {@code null} when there is none); tags without
     * {@code #result} are cheaper, since they are known before the load. Where a tag that
     * reads {@code #result} fails, the result is returned and not stored.
     * @return the tags
     */
    String[] tags() default {};

    /**
     * SpEL expression; when it is {@code false} the method runs as if it had no
     * annotation. Evaluated before the call, so that it does not see {@code #result}. The
     * default {@code ""} always caches.
     * @return the condition
     */
    String condition() default "";

    /**
     * SpEL expression; when it is {@code true} the result is not stored. Evaluated after
     * the method and sees {@code #result}. The default {@code ""} vetoes nothing.
     * @return the veto
     */
    String unless() default "";

    /**
     * Time the entry lives in L2, as {@code 30s}, {@code 10m} or {@code PT30S}, or a
     * template <code>#{...}</code> that gives a {@link java.time.Duration} or such a text
     * and sees {@code #result}. At least {@code 1ms}; a number needs its unit. The
     * default {@code ""}, and {@code null} of a template, take the value configured for
     * the cache. Where a template fails, the result is returned and not stored.
     * @return the time to live
     */
    String ttl() default "";

    /**
     * Longest time a copy of the entry lives in L1, in the forms of {@link #ttl()}. The
     * default {@code ""} takes the value configured for the cache. A copy never outlives
     * its L2 entry.
     * @return the time to live in this process
     */
    String l1Ttl() default "";

    /**
     * Time that {@code null} or an empty {@link java.util.Optional} lives, in the forms
     * of {@link #ttl()}, but without {@code #result}, which is empty then. The default
     * {@code ""} takes the value configured for the cache.
     * @return the time to live of negative results
     */
    String negativeTtl() default "";

    /**
     * Time after the time to live in which the value is still served at once while it is
     * loaded again in the background, as {@code 30s}, {@code 10m} or {@code PT30S};
     * {@code 0s} for none. The default {@code ""} takes the value configured for the
     * cache. The method then runs on a thread of the cache. A cache with strong
     * consistency never serves a stale value, whatever is said here.
     * @return the time
     */
    String staleWhileRevalidate() default "";

    /**
     * Time after the time to live in which the value is served if the method throws an
     * exception or takes too long, in the forms of {@link #staleWhileRevalidate()}. The
     * default {@code ""} takes the value configured for the cache.
     * @return the time
     */
    String staleIfError() default "";

    /**
     * How long a caller waits for the method where there is an older value to serve, as
     * {@code 200ms} or {@code PT0.2S}; the method goes on, and its result is stored if it
     * is still valid then. With this or {@link #hardTimeout()} the method runs on a
     * thread of the cache. The default {@code ""} takes the value configured for the
     * cache.
     * @return the time
     */
    String softTimeout() default "";

    /**
     * How long a caller waits for the method at all, in the forms of
     * {@link #softTimeout()}; then it gets an older value or a
     * {@link io.tieredcache.LoadTimeoutException}, and the method goes on. The default
     * {@code ""} takes the value configured for the cache.
     * @return the time
     */
    String hardTimeout() default "";

    /**
     * Container of repeated {@link TieredCacheable} annotations.
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
        TieredCacheable[] value();

    }

}
