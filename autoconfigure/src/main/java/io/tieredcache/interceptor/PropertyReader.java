package io.tieredcache.interceptor;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

import org.jspecify.annotations.Nullable;

import org.springframework.expression.spel.support.ReflectivePropertyAccessor;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Reads a property of objects as SpEL does, which finds the method or field. What it
 * found for the last class is kept.
 */
final class PropertyReader {

    private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

    private final String name;

    private volatile @Nullable Access access;

    PropertyReader(String name) {
        this.name = name;
    }

    /**
     * Reads the property.
     * @param target whose property it is
     * @return the value, or {@link ArgumentReader#UNKNOWN}
     */
    @Nullable Object read(Object target) {
        Access known = this.access;
        if (known == null || known.type() != target.getClass()) {
            known = new Access(target.getClass(), find(target));
            this.access = known;
        }
        MethodHandle getter = known.getter();
        if (getter == null) {
            return ArgumentReader.UNKNOWN;
        }
        try {
            return (Object) getter.invokeExact(target);
        }
        catch (Throwable ex) {
            // SpEL fails as well, and tells where.
            return ArgumentReader.UNKNOWN;
        }
    }

    private @Nullable MethodHandle find(Object target) {
        try {
            return (target instanceof Class<?>) ? null : Members.INSTANCE.handle(this.name, target.getClass());
        }
        catch (IllegalAccessException | RuntimeException ex) {
            return null;
        }
    }

    /**
     * How the property of a class is read.
     *
     * @param type the class
     * @param getter reads it, {@code null} where SpEL has to
     */
    private record Access(Class<?> type, @Nullable MethodHandle getter) {

    }

    /**
     * Finds methods and fields as SpEL does.
     */
    private static final class Members extends ReflectivePropertyAccessor {

        static final Members INSTANCE = new Members();

        private Members() {
            super(false);
        }

        @Nullable MethodHandle handle(String name, Class<?> type) throws IllegalAccessException {
            Method method = findGetterForProperty(name, type, false);
            if (method != null) {
                return isStatic(method) ? null : handle(ClassUtils.getPubliclyAccessibleMethodIfPossible(method, type));
            }
            Field field = findField(name, type, false);
            return (field == null || isStatic(field)) ? null : handle(field);
        }

        private static boolean isStatic(Member member) {
            return Modifier.isStatic(member.getModifiers());
        }

        private static MethodHandle handle(Method method) throws IllegalAccessException {
            ReflectionUtils.makeAccessible(method);
            return MethodHandles.lookup().unreflect(method).asType(GETTER);
        }

        private static MethodHandle handle(Field field) throws IllegalAccessException {
            ReflectionUtils.makeAccessible(field);
            return MethodHandles.lookup().unreflectGetter(field).asType(GETTER);
        }

    }

}
