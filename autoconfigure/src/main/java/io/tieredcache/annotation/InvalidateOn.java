package io.tieredcache.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says on the class of a bean, such as a configuration, what a Spring event makes
 * invalid; no method is needed. When an event of the class or of a subclass is published,
 * the targets of all rules that match it are invalidated together, with one message, on
 * the publishing thread. The bean itself is not called.
 * <p>
 * Expressions see the event as {@code #event}, and beans as <code>&#64;name</code>. They
 * and the names of caches are checked at the start. At least one of {@link #tags()},
 * {@link #key()}, {@link #keys()} and {@link #caches()} is required. Not found on
 * superclasses and interfaces. A bean of type {@link io.tieredcache.InvalidationRule}
 * does the same in code.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(InvalidateOn.List.class)
public @interface InvalidateOn {

    /**
     * Class of the event: an {@code ApplicationEvent}, or any other class whose objects
     * are published.
     * @return the class
     */
    Class<?> event();

    /**
     * Tags to invalidate: texts, or templates such as
     * <code>airport:#{#event.code}</code>, where a single <code>#{...}</code> may give a
     * collection of any size.
     * @return the tags
     */
    String[] tags() default {};

    /**
     * Name of the cache that {@link #key()} or {@link #keys()} are of.
     * @return the cache name
     */
    String cache() default "";

    /**
     * SpEL expression of a key of the {@link #cache()} to evict; a collection is one key.
     * Excludes {@link #keys()}.
     * @return the key expression
     */
    String key() default "";

    /**
     * SpEL expression of many keys of the {@link #cache()} to evict: a collection, array
     * or stream of any size; {@code null} for none. Excludes {@link #key()}.
     * @return the expression of the keys
     */
    String keys() default "";

    /**
     * Names of caches to clear.
     * @return the cache names
     */
    String[] caches() default {};

    /**
     * SpEL expression; when it is {@code false} nothing is invalidated. The default
     * {@code ""} always invalidates.
     * @return the condition
     */
    String condition() default "";

    /**
     * Names of the key dimensions, such as {@code tenant}, whose current values are part
     * of the tags; they must be those of the caches whose entries carry the tags. The
     * default takes none.
     * @return the dimension names
     */
    String[] dimensions() default {};

    /**
     * Whether the entries expire only, as for {@link InvalidateTags#expire()}.
     * @return {@code true} to let the entries expire in place of evicting them
     */
    boolean expire() default false;

    /**
     * Container of repeated {@link InvalidateOn} annotations.
     */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @Documented
    @interface List {

        /**
         * The repeated annotations.
         * @return the annotations
         */
        InvalidateOn[] value();

    }

}
