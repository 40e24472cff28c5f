package io.tieredcache.interceptor;

import java.util.stream.Stream;

import io.tieredcache.Consistency;
import io.tieredcache.InvalidCacheAnnotationException;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;
import io.tieredcache.annotation.TieredCacheable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What a strong cache must know before the method runs cannot depend on its result.
 */
class StrongCacheCheckTests {

    private static final String REMEDY = " Use parameters only, or invalidate within the transaction by a "
            + "CacheInvalidator, or declare the cache as 'bounded'.";

    private static CacheContext context(Consistency consistency) {
        CacheContext context = CacheContext.subclassProxies();
        context.cache("accounts").consistency = consistency;
        return context;
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(ResultTags.class,
                        "@TieredCacheable on find(String)': 'tags' reads #result, but the cache 'accounts' is 'strong' "
                                + "and must know its tags before the load. "
                                + "Use parameters only, or declare the cache as 'bounded'."),
                arguments(ResultKey.class,
                        "@TieredCachePut on find(String)': 'key' reads #result, but the cache 'accounts' is 'strong' "
                                + "and must be held before the write." + REMEDY),
                arguments(EvictByResult.class,
                        "@TieredCacheEvict on find(String)': #result is read, but there are caches of class 'strong', "
                                + "which must be held before the write." + REMEDY),
                arguments(EvictIfResult.class,
                        "@TieredCacheEvict on find(String)': #result is read, but there are caches of class 'strong', "
                                + "which must be held before the write." + REMEDY),
                arguments(TagOfResult.class,
                        "@InvalidateTags on find(String)': #result is read, but there are caches of class 'strong', "
                                + "which must be held before the write." + REMEDY));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void whatIsKnownTooLateStopsTheStart(Class<?> bean, String message) {
        assertThatExceptionOfType(InvalidCacheAnnotationException.class)
            .isThrownBy(() -> context(Consistency.STRONG).start((application) -> application.registerBean(bean)))
            .withMessage(message.replaceFirst(" on ", " on 'StrongCacheCheckTests." + bean.getSimpleName() + "."));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void otherClassesMayDependOnTheResult(Class<?> bean, String message) {
        try (CacheContext context = context(Consistency.BOUNDED)
            .start((application) -> application.registerBean(bean))) {
            assertThat(context.bean(bean)).isNotNull();
        }
    }

    @Test
    void resultMayBeReadForOtherCaches() {
        try (CacheContext context = context(Consistency.STRONG)
            .start((application) -> application.registerBean(OtherCache.class))) {
            assertThat(context.bean(OtherCache.class)).isNotNull();
        }
    }

    static class ResultTags {

        @TieredCacheable(cache = "accounts", key = "#id", tags = "branch:#{#result}")
        public String find(String id) {
            return id;
        }

    }

    static class ResultKey {

        @TieredCachePut(cache = "accounts", key = "#result")
        public String find(String id) {
            return id;
        }

    }

    static class EvictByResult {

        @TieredCacheEvict(cache = "accounts", key = "#result")
        public String find(String id) {
            return id;
        }

    }

    static class EvictIfResult {

        @TieredCacheEvict(cache = "accounts", key = "#id", condition = "#result != null")
        public String find(String id) {
            return id;
        }

    }

    static class TagOfResult {

        @InvalidateTags("branch:#{#result}")
        public String find(String id) {
            return id;
        }

    }

    static class OtherCache {

        @TieredCacheable(cache = "airports", key = "#id", tags = "country:#{#result}")
        @TieredCacheEvict(cache = "airports", key = "#result")
        public String find(String id) {
            return id;
        }

    }

}
