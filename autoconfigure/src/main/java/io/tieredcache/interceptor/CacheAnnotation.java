package io.tieredcache.interceptor;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import io.tieredcache.InvalidCacheAnnotationException;
import io.tieredcache.InvalidationTiming;
import org.jspecify.annotations.Nullable;

import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringValueResolver;

/**
 * One annotation as it applies to one method, or to events, with its placeholders
 * resolved.
 */
final class CacheAnnotation {

    private final MergedAnnotation<? extends Annotation> annotation;

    private final CachedMethod method;

    private final String place;

    private final StringValueResolver placeholders;

    CacheAnnotation(MergedAnnotation<? extends Annotation> annotation, CachedMethod method,
            StringValueResolver placeholders) {
        this(annotation, method, method.toString(), placeholders);
    }

    private CacheAnnotation(MergedAnnotation<? extends Annotation> annotation, CachedMethod method, String place,
            StringValueResolver placeholders) {
        this.annotation = annotation;
        this.method = method;
        this.place = place;
        this.placeholders = placeholders;
    }

    /**
     * An annotation about events, which has no method.
     */
    static CacheAnnotation onEvents(MergedAnnotation<? extends Annotation> annotation, Class<?> owner,
            StringValueResolver placeholders) {
        return new CacheAnnotation(annotation, EventCall.method(owner), ClassUtils.getShortName(owner), placeholders);
    }

    CachedMethod method() {
        return this.method;
    }

    String name() {
        return this.annotation.getType().getSimpleName();
    }

    boolean isOnMethod() {
        return this.annotation.getSource() instanceof Method;
    }

    /**
     * The method whose parameter names the expressions of the annotation use.
     * @return the annotated method, or that of the bean's class for an annotated class
     */
    Method namedBy() {
        return (this.annotation.getSource() instanceof Method source) ? BridgeMethodResolver.findBridgedMethod(source)
                : this.method.method();
    }

    /**
     * Whether the annotation has an attribute at all.
     */
    boolean has(String attribute) {
        return this.annotation.getValue(attribute).isPresent();
    }

    String text(String attribute) {
        return resolve(attribute, this.annotation.getString(attribute));
    }

    List<String> texts(String attribute) {
        return Arrays.stream(this.annotation.getStringArray(attribute))
            .map((value) -> resolve(attribute, value))
            .toList();
    }

    /**
     * The class of the events that the annotation is about.
     * @return the class, {@code null} for the annotation of a method
     */
    @Nullable Class<?> eventType() {
        return this.annotation.getValue("event", Class.class).orElse(null);
    }

    boolean flag(String attribute) {
        return this.annotation.getBoolean(attribute);
    }

    InvalidationTiming timing(String attribute) {
        return this.annotation.getEnum(attribute, InvalidationTiming.class);
    }

    /**
     * Names of the key dimensions that the annotation requires.
     * @return the names, none for an annotation that cannot require any
     */
    List<String> dimensions() {
        return this.annotation.getValue("dimensions", String[].class).isPresent() ? texts("dimensions") : List.of();
    }

    InvalidCacheAnnotationException invalid(String description, String action) {
        return new InvalidCacheAnnotationException(name(), this.place, description, action);
    }

    private String resolve(String attribute, String value) {
        String resolved = resolvePlaceholders(value);
        if (resolved == null || resolved.contains("${")) {
            throw invalid("'%s' is '%s', which has a placeholder without a value.".formatted(attribute, value),
                    "Set the property, or give the placeholder a default value as in '${name:default}'.");
        }
        return resolved;
    }

    private @Nullable String resolvePlaceholders(String value) {
        try {
            return this.placeholders.resolveStringValue(value);
        }
        catch (IllegalArgumentException ex) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "@%s on '%s'".formatted(name(), this.place);
    }

}
