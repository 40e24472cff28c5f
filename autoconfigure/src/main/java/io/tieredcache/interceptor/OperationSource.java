package io.tieredcache.interceptor;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * What the annotations say, by class and method. Each class is read once, when the first
 * bean of it is about to be proxied, or by {@link CacheAnnotationCheck}.
 */
final class OperationSource {

    private final Map<Class<?>, ClassOperations> classes = new ConcurrentHashMap<>();

    private final LastCalls calls = new LastCalls();

    private final OperationParser parser;

    OperationSource(ConfigurableBeanFactory beanFactory, CacheBeans beans) {
        this.parser = new OperationParser(new CacheAnnotationFinder(beanFactory::resolveEmbeddedValue),
                new AnnotationParser(new ExpressionCompiler(beanFactory), beans));
    }

    /**
     * Operations of a method.
     * @param method the method as it is called
     * @param targetClass the class of the object behind the proxy
     * @return the operations, {@code null} if there are none
     */
    @Nullable CacheOperations find(Method method, Class<?> targetClass) {
        LastCalls.Call known = this.calls.find(method);
        if (known != null && known.targetClass() == targetClass) {
            return known.operations();
        }
        CacheOperations found = of(targetClass).find(method);
        if (known == null) {
            this.calls.add(method, new LastCalls.Call(targetClass, found));
        }
        return found;
    }

    /**
     * Operations of all methods of a class.
     * @param targetClass the class
     * @return the operations
     * @throws io.tieredcache.InvalidCacheAnnotationException if an annotation cannot work
     */
    ClassOperations of(Class<?> targetClass) {
        ClassOperations known = this.classes.get(targetClass);
        if (known == null) {
            known = AnnotationUtils.isCandidateClass(targetClass, CacheAnnotationFinder.TYPES)
                    ? ClassOperations.of(targetClass, this.parser) : ClassOperations.NONE;
            this.classes.put(targetClass, known);
        }
        return known;
    }

}
