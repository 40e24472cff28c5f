package io.tieredcache.interceptor;

import java.lang.reflect.Modifier;

/**
 * Refuses annotations on methods that a proxy cannot intercept.
 */
final class InterceptionCheck {

    private InterceptionCheck() {
    }

    static void check(CacheAnnotation annotation) {
        int modifiers = annotation.method().method().getModifiers();
        if (Modifier.isStatic(modifiers)) {
            throw annotation.invalid("the method is static, so that no proxy can intercept it.",
                    "Make it a public method of a bean, without 'static'.");
        }
        if (!Modifier.isPublic(modifiers)) {
            throw annotation.invalid("the method is not public, so that a proxy may not intercept it.",
                    "Make it public, and call it from another bean.");
        }
        if (annotation.method().isDeclaredByInterface()) {
            return;
        }
        if (Modifier.isFinal(modifiers)) {
            throw annotation.invalid("the method is final, so that no proxy can intercept it.",
                    "Remove 'final' from the method.");
        }
        if (Modifier.isFinal(annotation.method().owner().getModifiers())) {
            throw annotation.invalid("the class is final, so that no proxy can be made of it.",
                    "Remove 'final' from the class, or declare the method in an interface.");
        }
    }

    /**
     * Refuses a final method of a bean whose proxy is a subclass: it would run on the
     * proxy, whose fields are empty.
     * @param annotation an annotation of the method
     */
    static void checkSubclassProxy(CacheAnnotation annotation) {
        if (Modifier.isFinal(annotation.method().method().getModifiers())) {
            throw annotation.invalid("the method is final, so that the bean's proxy cannot intercept it.",
                    "Remove 'final' from the method, or let the bean be proxied by its interfaces.");
        }
    }

}
