package io.tieredcache.interceptor;

import io.tieredcache.WriteBehindQueue;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;

/**
 * The write-behind queue that an annotation names, looked up when it is first needed.
 */
final class NamedQueue {

    private final String cache;

    private final CacheAnnotation annotation;

    private final ReturnForm form;

    private final CacheBeans beans;

    private volatile @Nullable WriteBehindQueue queue;

    NamedQueue(String cache, CacheAnnotation annotation, ReturnForm form, CacheBeans beans) {
        this.cache = cache;
        this.annotation = annotation;
        this.form = form;
        this.beans = beans;
    }

    /**
     * The queue.
     * @return the queue
     * @throws io.tieredcache.InvalidCacheAnnotationException if the cache has no handler,
     * or one of another type
     */
    WriteBehindQueue get() {
        WriteBehindQueue known = this.queue;
        if (known == null) {
            known = find();
            this.queue = known;
        }
        return known;
    }

    private WriteBehindQueue find() {
        WriteBehindQueue found = this.beans.writeBehindQueue(this.cache);
        if (found == null) {
            throw this.annotation.invalid("the cache '%s' has no WriteBehindHandler.".formatted(this.cache),
                    "Declare a WriteBehindHandler bean whose cache() is '%s', or correct the name."
                        .formatted(this.cache));
        }
        ResolvableType handled = ResolvableType.forType(found.valueType());
        if (!handled.isAssignableFrom(ResolvableType.forType(this.form.type()))) {
            throw this.annotation.invalid(
                    "the method gives %s, but the WriteBehindHandler of the cache '%s' takes %s."
                        .formatted(ResolvableType.forType(this.form.type()), this.cache, handled),
                    "Let both name the same type.");
        }
        return found;
    }

}
