package io.tieredcache.interceptor;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * What the annotations say of the methods of one class, under each declaration by which a
 * method may be called.
 */
final class ClassOperations {

    static final ClassOperations NONE = new ClassOperations(Map.of());

    private static final Logger logger = LoggerFactory.getLogger(ClassOperations.class);

    private final Map<Method, CacheOperations> operations;

    private ClassOperations(Map<Method, CacheOperations> operations) {
        this.operations = operations;
    }

    static ClassOperations of(Class<?> targetClass, OperationParser parser) {
        Set<Class<?>> types = types(targetClass);
        Set<Method> methods = methods(types);
        return isAnnotated(types, methods) ? parse(methods, targetClass, parser) : NONE;
    }

    private static ClassOperations parse(Set<Method> methods, Class<?> targetClass, OperationParser parser) {
        Map<CachedMethod, CacheOperations> parsed = new HashMap<>();
        Map<Method, CacheOperations> operations = new HashMap<>();
        for (Method method : methods) {
            CacheOperations found = parsed.computeIfAbsent(CachedMethod.of(method, targetClass), parser::parse);
            if (found != null) {
                operations.put(method, found);
            }
        }
        return new ClassOperations(operations);
    }

    private static Set<Class<?>> types(Class<?> targetClass) {
        Set<Class<?>> types = new LinkedHashSet<>();
        if (!Proxy.isProxyClass(targetClass)) {
            types.add(ClassUtils.getUserClass(targetClass));
        }
        types.addAll(ClassUtils.getAllInterfacesForClassAsSet(targetClass));
        return types;
    }

    private static Set<Method> methods(Set<Class<?>> types) {
        Set<Method> methods = new LinkedHashSet<>();
        for (Class<?> type : types) {
            try {
                ReflectionUtils.doWithMethods(type, methods::add,
                        (method) -> method.getDeclaringClass() != Object.class);
            }
            catch (IllegalStateException ex) {
                logger.debug("Methods of {} name classes that are missing; its cache annotations are not read", type,
                        ex);
            }
        }
        return methods;
    }

    private static boolean isAnnotated(Set<Class<?>> types, Set<Method> methods) {
        return types.stream().anyMatch((type) -> CacheAnnotationFinder.isPresentOn(type, SearchStrategy.TYPE_HIERARCHY))
                || methods.stream()
                    .anyMatch((method) -> CacheAnnotationFinder.isPresentOn(method, SearchStrategy.DIRECT));
    }

    boolean isEmpty() {
        return this.operations.isEmpty();
    }

    /**
     * Operations of a method.
     * @param method the method as it is called
     * @return the operations, {@code null} if there are none
     */
    @Nullable CacheOperations find(Method method) {
        return this.operations.get(method);
    }

    Collection<CacheOperations> all() {
        return this.operations.values();
    }

}
