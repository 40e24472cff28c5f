package io.tieredcache.interceptor;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.annotation.WriteBehind;
import org.jspecify.annotations.Nullable;

/**
 * Turns the annotations of a method into operations, and checks that they can work
 * together.
 */
final class OperationParser {

    private final CacheAnnotationFinder finder;

    private final AnnotationParser parser;

    OperationParser(CacheAnnotationFinder finder, AnnotationParser parser) {
        this.finder = finder;
        this.parser = parser;
    }

    /**
     * Reads the annotations of a method.
     * @param method the method
     * @return the operations, {@code null} if there are none
     * @throws io.tieredcache.InvalidCacheAnnotationException if they cannot work
     */
    @Nullable CacheOperations parse(CachedMethod method) {
        List<CacheAnnotation> cacheables = this.finder.findStoring(TieredCacheable.class, method);
        List<CacheAnnotation> puts = this.finder.findStoring(TieredCachePut.class, method);
        List<CacheAnnotation> behinds = this.finder.findStoring(WriteBehind.class, method);
        List<CacheAnnotation> evicts = this.finder.find(TieredCacheEvict.class, method);
        List<CacheAnnotation> tags = this.finder.find(InvalidateTags.class, method);
        List<CacheAnnotation> all = Stream.of(cacheables, puts, behinds, evicts, tags).flatMap(List::stream).toList();
        if (all.isEmpty()) {
            return null;
        }
        InterceptionCheck.check(all.get(0));
        ReturnForm form = ReturnForm.of(method);
        Stream.of(cacheables, puts, behinds)
            .flatMap(List::stream)
            .forEach((stored) -> ReturnTypeCheck.checkStored(stored, form));
        all.forEach((annotation) -> ReturnTypeCheck.checkSynchronous(annotation, form));
        checkNotBoth(cacheables, puts);
        checkNotBoth(cacheables, behinds);
        checkDifferent(cacheables);
        Map<Boolean, List<InvalidationOperation>> invalidations = Stream
            .concat(evicts.stream().map(this.parser::evict), tags.stream().map(this.parser::invalidateTags))
            .collect(Collectors.partitioningBy(InvalidationOperation::beforeInvocation));
        return new CacheOperations(all, form,
                cacheables.stream().map((annotation) -> this.parser.cacheable(annotation, form)).toList(),
                puts.stream().map((annotation) -> this.parser.put(annotation, form)).toList(),
                behinds.stream().map((annotation) -> this.parser.behind(annotation, form)).toList(),
                invalidations.getOrDefault(true, List.of()), invalidations.getOrDefault(false, List.of()));
    }

    private static void checkNotBoth(List<CacheAnnotation> cacheables, List<CacheAnnotation> puts) {
        if (!cacheables.isEmpty() && !puts.isEmpty()) {
            throw puts.get(0)
                .invalid("the method carries @%s as well, which would keep it from running."
                    .formatted(cacheables.get(0).name()), "Remove one of them.");
        }
    }

    private static void checkDifferent(List<CacheAnnotation> cacheables) {
        Set<List<String>> asked = new HashSet<>();
        for (CacheAnnotation cacheable : cacheables) {
            if (!asked.add(List.of(cacheable.text("cache"), cacheable.text("key")))) {
                throw cacheable.invalid(
                        "the cache '%s' is asked twice for the same key.".formatted(cacheable.text("cache")),
                        "Remove one of the annotations.");
            }
        }
    }

}
