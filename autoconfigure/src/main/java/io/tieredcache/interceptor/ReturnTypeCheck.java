package io.tieredcache.interceptor;

import java.io.Closeable;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Spliterator;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.BaseStream;

import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Refuses methods whose result is not yet there when they return, or can be used once.
 */
final class ReturnTypeCheck {

    private static final List<Class<?>> ASYNCHRONOUS = List.of(CompletionStage.class, Future.class,
            Flow.Publisher.class);

    private static final List<Class<?>> USED_ONCE = List.of(BaseStream.class, Iterator.class, Enumeration.class,
            Spliterator.class, Closeable.class);

    private ReturnTypeCheck() {
    }

    static boolean isAsynchronous(CachedMethod method, ReturnForm form) {
        Class<?> type = type(form);
        return isAny(ASYNCHRONOUS, type) || ReactiveAdapterRegistry.getSharedInstance().getAdapter(type) != null
                || KotlinDetector.isSuspendingFunction(method.method());
    }

    static void checkSynchronous(CacheAnnotation annotation, ReturnForm form) {
        if (isAsynchronous(annotation.method(), form)) {
            throw annotation.invalid(
                    "the method returns %s, and asynchronous methods are not supported yet.".formatted(typeName(form)),
                    "Move the annotation to a method that returns the value itself.");
        }
    }

    static void checkStored(CacheAnnotation annotation, ReturnForm form) {
        Class<?> type = type(form);
        if (ClassUtils.isVoidType(type)) {
            throw annotation.invalid("the method returns nothing that could be cached.", "Let it return the value.");
        }
        if (isAny(USED_ONCE, type)) {
            throw annotation.invalid("the method returns %s, which can be used only once.".formatted(typeName(form)),
                    "Let it return a value that can be read again, such as a List or a byte[].");
        }
    }

    private static boolean isAny(List<Class<?>> types, Class<?> type) {
        return types.stream().anyMatch((candidate) -> candidate.isAssignableFrom(type));
    }

    private static Class<?> type(ReturnForm form) {
        return ResolvableType.forType(form.type()).toClass();
    }

    private static String typeName(ReturnForm form) {
        return type(form).getSimpleName();
    }

}
