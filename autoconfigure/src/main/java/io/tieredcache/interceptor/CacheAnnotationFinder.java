package io.tieredcache.interceptor;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.tieredcache.InvalidCacheAnnotationException;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.annotation.WriteBehind;

import org.springframework.core.annotation.AnnotationConfigurationException;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringValueResolver;

/**
 * Finds the annotations that apply to a method. Those of the method itself come before
 * those of the declarations that it overrides or implements, and both before those of the
 * class and its interfaces.
 */
final class CacheAnnotationFinder {

    static final Set<Class<? extends Annotation>> TYPES = Set.of(TieredCacheable.class, TieredCachePut.class,
            TieredCacheEvict.class, InvalidateTags.class, WriteBehind.class);

    private final StringValueResolver placeholders;

    CacheAnnotationFinder(StringValueResolver placeholders) {
        this.placeholders = placeholders;
    }

    static boolean isPresentOn(AnnotatedElement element, SearchStrategy strategy) {
        MergedAnnotations annotations = MergedAnnotations.from(element, strategy);
        return TYPES.stream().anyMatch(annotations::isPresent);
    }

    /**
     * Annotations of a type that reads or stores the method's result. Where the class
     * carries them, they stand for the methods that return a value and say nothing of
     * their own.
     * @param type the annotation type
     * @param method the method
     * @return the annotations
     */
    List<CacheAnnotation> findStoring(Class<? extends Annotation> type, CachedMethod method) {
        boolean inherits = !ClassUtils.isVoidType(method.method().getReturnType())
                && TYPES.stream().allMatch((any) -> onMethod(any, method).isEmpty());
        return find(type, method, inherits);
    }

    List<CacheAnnotation> find(Class<? extends Annotation> type, CachedMethod method) {
        return find(type, method, true);
    }

    private List<CacheAnnotation> find(Class<? extends Annotation> type, CachedMethod method, boolean inherits) {
        List<? extends MergedAnnotation<?>> found = onMethod(type, method);
        if (found.isEmpty() && inherits && isSubjectToClass(method.method())) {
            found = onClass(type, method);
        }
        return found.stream().map((annotation) -> new CacheAnnotation(annotation, method, this.placeholders)).toList();
    }

    private <A extends Annotation> List<MergedAnnotation<A>> onMethod(Class<A> type, CachedMethod method) {
        List<MergedAnnotation<A>> found = nearest(type, method.method(), method, (annotation) -> true);
        if (found.isEmpty()) {
            // A method that a superclass gives to an interface knows nothing of it.
            Method declared = ClassUtils.getInterfaceMethodIfPossible(method.method(), method.owner());
            found = nearest(type, declared, method, (annotation) -> true);
        }
        return found;
    }

    private <A extends Annotation> List<MergedAnnotation<A>> onClass(Class<A> type, CachedMethod method) {
        return nearest(type, method.owner(), method,
                (annotation) -> annotation.getSource() instanceof Class<?> source && appliesTo(source, method));
    }

    private static boolean appliesTo(Class<?> annotated, CachedMethod method) {
        return annotated.isInterface() ? method.isDeclaredBy(annotated)
                : annotated.isAssignableFrom(method.method().getDeclaringClass());
    }

    private static boolean isSubjectToClass(Method method) {
        return Modifier.isPublic(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
                && ClassUtils.isUserLevelMethod(method) && !ReflectionUtils.isObjectMethod(method);
    }

    private static <A extends Annotation> List<MergedAnnotation<A>> nearest(Class<A> type, AnnotatedElement element,
            CachedMethod method, Predicate<MergedAnnotation<A>> filter) {
        try {
            List<MergedAnnotation<A>> found = MergedAnnotations.from(element, SearchStrategy.TYPE_HIERARCHY)
                .stream(type)
                .filter(filter)
                .toList();
            return found.stream()
                .filter((annotation) -> annotation.getAggregateIndex() == found.get(0).getAggregateIndex())
                .toList();
        }
        catch (AnnotationConfigurationException ex) {
            throw new InvalidCacheAnnotationException(type.getSimpleName(), method.toString(),
                    "the annotation contradicts itself: " + ex.getMessage(),
                    "Set only one of attributes that mean the same, such as 'value' and 'cache'.");
        }
    }

}
