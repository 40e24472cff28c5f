package io.tieredcache.interceptor;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.interceptor.CacheEvictOperation;
import org.springframework.cache.interceptor.CacheOperation;
import org.springframework.cache.interceptor.CachePutOperation;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;

import io.tieredcache.CacheUse;
import io.tieredcache.CacheUse.Kind;
import io.tieredcache.annotation.InvalidateOn;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;
import io.tieredcache.annotation.WriteBehind;

/**
 * Tells what the annotations of all beans do to caches: ours, and Spring's own where our
 * manager is the one that they use.
 *
 * @since 0.1.0
 */
public final class CacheUses {

    private static final List<String> TIMES = List.of("ttl", "l1Ttl", "negativeTtl", "staleWhileRevalidate",
            "staleIfError", "softTimeout", "hardTimeout");

    private final ConfigurableListableBeanFactory beanFactory;

    private final TieredCacheAdvisor advisor;

    private final BooleanSupplier withSpring;

    private final AnnotationCacheOperationSource spring = new AnnotationCacheOperationSource(false);

    /**
     * Create a reader.
     * @param beanFactory the beans
     * @param advisor knows our annotations
     * @param withSpring whether Spring's own annotations use our caches
     */
    public CacheUses(ConfigurableListableBeanFactory beanFactory, TieredCacheAdvisor advisor,
            BooleanSupplier withSpring) {
        this.beanFactory = beanFactory;
        this.advisor = advisor;
        this.withSpring = withSpring;
    }

    /**
     * Reads the annotations of all beans, each class once. Creates no bean.
     * @return what they do, in no order
     */
    public List<CacheUse> find() {
        BeanClasses classes = new BeanClasses(this.beanFactory);
        List<CacheUse> uses = new ArrayList<>();
        Set<Class<?>> read = new HashSet<>();
        boolean springToo = this.withSpring.getAsBoolean();
        for (String name : this.beanFactory.getBeanDefinitionNames()) {
            Class<?> type = classes.of(name);
            if (type == null || !read.add(ClassUtils.getUserClass(type))) {
                continue;
            }
            this.advisor.source()
                .of(type)
                .all()
                .stream()
                .flatMap((operations) -> operations.annotations().stream())
                .forEach((annotation) -> uses.add(use(annotation)));
            addRules(ClassUtils.getUserClass(type), uses);
            if (springToo && this.spring.isCandidateClass(type)) {
                addSpring(ClassUtils.getUserClass(type), uses);
            }
        }
        return uses;
    }

    private static CacheUse use(CacheAnnotation annotation) {
        String place = annotation.method().toString();
        if (annotation.name().equals(InvalidateTags.class.getSimpleName())) {
            return ofTags(annotation, place);
        }
        if (annotation.name().equals(TieredCacheEvict.class.getSimpleName())) {
            return new CacheUse(annotation.flag("allEntries") ? Kind.CLEAR : Kind.EVICT, annotation.text("cache"),
                    place, text(annotation, "key"), List.of(), List.of(), Map.of());
        }
        Kind kind = annotation.name().equals(TieredCachePut.class.getSimpleName()) ? Kind.PUT
                : annotation.name().equals(WriteBehind.class.getSimpleName()) ? Kind.WRITE_BEHIND : Kind.READ;
        return new CacheUse(kind, annotation.text("cache"), place, text(annotation, "key"), annotation.texts("tags"),
                List.of(), times(annotation));
    }

    private static CacheUse ofTags(CacheAnnotation annotation, String place) {
        return new CacheUse(Kind.INVALIDATE_TAGS, null, place, null, annotation.texts("tags"), annotation.dimensions(),
                Map.of());
    }

    private static Map<String, String> times(CacheAnnotation annotation) {
        Map<String, String> times = new LinkedHashMap<>();
        for (String attribute : TIMES) {
            String text = annotation.has(attribute) ? text(annotation, attribute) : null;
            if (text != null) {
                times.put(attribute, text);
            }
        }
        return times;
    }

    private static @Nullable String text(CacheAnnotation annotation, String attribute) {
        String text = annotation.text(attribute);
        return StringUtils.hasText(text) ? text : null;
    }

    private void addRules(Class<?> type, List<CacheUse> uses) {
        if (AnnotationUtils.isCandidateClass(type, InvalidateOn.class)) {
            MergedAnnotations.from(type)
                .stream(InvalidateOn.class)
                .map((annotation) -> CacheAnnotation.onEvents(annotation, type, this.beanFactory::resolveEmbeddedValue))
                .forEach((annotation) -> addRule(type, annotation, uses));
        }
    }

    private static void addRule(Class<?> type, CacheAnnotation annotation, List<CacheUse> uses) {
        Class<?> event = annotation.eventType();
        String place = ClassUtils.getShortName(type) + " on "
                + ((event != null) ? ClassUtils.getShortName(event) : "an event");
        if (!annotation.texts("tags").isEmpty()) {
            uses.add(ofTags(annotation, place));
        }
        String key = text(annotation, "key");
        String evicted = (key != null) ? key : text(annotation, "keys");
        if (evicted != null) {
            uses.add(
                    new CacheUse(Kind.EVICT, annotation.text("cache"), place, evicted, List.of(), List.of(), Map.of()));
        }
        annotation.texts("caches")
            .forEach((cache) -> uses.add(new CacheUse(Kind.CLEAR, cache, place, null, List.of(), List.of(), Map.of())));
    }

    private void addSpring(Class<?> type, List<CacheUse> uses) {
        for (Method method : ReflectionUtils.getUniqueDeclaredMethods(type)) {
            Collection<CacheOperation> operations = this.spring.getCacheOperations(method, type);
            if (operations != null) {
                String place = CachedMethod.of(method, type).toString();
                operations.forEach((operation) -> operation.getCacheNames()
                    .forEach((cache) -> uses.add(use(operation, cache, place))));
            }
        }
    }

    private static CacheUse use(CacheOperation operation, String cache, String place) {
        Kind kind = (operation instanceof CachePutOperation) ? Kind.PUT : Kind.READ;
        if (operation instanceof CacheEvictOperation evict) {
            kind = evict.isCacheWide() ? Kind.CLEAR : Kind.EVICT;
        }
        String key = StringUtils.hasText(operation.getKey()) ? operation.getKey() : null;
        return new CacheUse(kind, cache, place, key, List.of(), List.of(), Map.of());
    }

}
