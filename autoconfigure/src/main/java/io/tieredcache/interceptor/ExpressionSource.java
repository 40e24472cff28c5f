package io.tieredcache.interceptor;

import io.tieredcache.InvalidCacheAnnotationException;
import org.jspecify.annotations.Nullable;

/**
 * An expression as written.
 *
 * @param annotation the annotation
 * @param attribute name of the attribute
 * @param text the attribute's text
 * @param cache the annotation's cache, if it has one
 * @param seesResult whether it may read {@code #result}
 */
record ExpressionSource(CacheAnnotation annotation, String attribute, String text, @Nullable NamedCache cache,
        boolean seesResult) {

    InvalidCacheAnnotationException invalid(String description, String action) {
        return this.annotation.invalid("'%s' is '%s', %s".formatted(this.attribute, this.text, sentence(description)),
                action);
    }

    private static String sentence(String description) {
        return description.endsWith(".") ? description : description + ".";
    }

    @Override
    public String toString() {
        return "%s: '%s' '%s'".formatted(this.annotation, this.attribute, this.text);
    }

}
