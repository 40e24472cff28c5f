package io.tieredcache.interceptor;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.springframework.core.BridgeMethodResolver;
import org.springframework.util.ClassUtils;

/**
 * A method of a bean's own class, whatever proxy or interface it is called through.
 *
 * @param owner the bean's class; for a bean that is itself a JDK proxy, the interface
 * that gives it the method
 * @param method the most specific declaration
 */
record CachedMethod(Class<?> owner, Method method) {

    static CachedMethod of(Method invoked, Class<?> targetClass) {
        Class<?> owner = owner(invoked, ClassUtils.getUserClass(targetClass));
        return new CachedMethod(owner, BridgeMethodResolver.getMostSpecificMethod(invoked, owner));
    }

    private static Class<?> owner(Method invoked, Class<?> targetClass) {
        // The names of generated classes differ between the instances of an application.
        boolean generated = Proxy.isProxyClass(targetClass) || ClassUtils.isLambdaClass(targetClass);
        if (!generated && invoked.getDeclaringClass().isAssignableFrom(targetClass)) {
            return targetClass;
        }
        return Arrays.stream(targetClass.getInterfaces())
            .filter((candidate) -> invoked.getDeclaringClass().isAssignableFrom(candidate))
            .findFirst()
            .<Class<?>>map(Function.identity())
            .orElse(invoked.getDeclaringClass());
    }

    boolean isDeclaredByInterface() {
        return ClassUtils.getAllInterfacesForClassAsSet(this.owner).stream().anyMatch(this::isDeclaredBy);
    }

    boolean isDeclaredBy(Class<?> interfaceType) {
        return Arrays.stream(interfaceType.getMethods())
            .filter((candidate) -> candidate.getName().equals(this.method.getName())
                    && candidate.getParameterCount() == this.method.getParameterCount())
            .anyMatch((candidate) -> BridgeMethodResolver.getMostSpecificMethod(candidate, this.owner)
                .equals(this.method));
    }

    /**
     * The method and its class with full names, the same in every process.
     * @return the signature
     */
    String signature() {
        return signature(this.owner.getName(), Class::getName);
    }

    @Override
    public String toString() {
        return signature(ClassUtils.getShortName(this.owner), Class::getSimpleName);
    }

    private String signature(String ownerName, Function<Class<?>, String> typeName) {
        return Arrays.stream(this.method.getParameterTypes())
            .map(typeName)
            .collect(Collectors.joining(",", ownerName + "." + this.method.getName() + "(", ")"));
    }

}
