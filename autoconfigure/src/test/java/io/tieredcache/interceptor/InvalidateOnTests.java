package io.tieredcache.interceptor;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.context.annotation.Configuration;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.InvalidCacheAnnotationException;
import io.tieredcache.annotation.InvalidateOn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class InvalidateOnTests {

    @Test
    void eventInvalidatesTagsKeysAndCachesWithOneCall() {
        try (EventContext context = EventContext.with(Everything.class)) {
            context.publish(new Changed("HAM", List.of("DE", "EU")));
            assertThat(context.invalidations()).hasSize(1);
            CacheInvalidation all = context.invalidations().get(0);
            assertThat(all.tags()).extracting(CacheInvalidation.Tag::tag)
                .containsExactly("airports", "airport:HAM", "DE", "EU");
            assertThat(all.keys()).containsExactlyInAnyOrder(new CacheInvalidation.Key("airports", "HAM"),
                    new CacheInvalidation.Key("regions", "DE"), new CacheInvalidation.Key("regions", "EU"));
            assertThat(all.caches()).containsExactly("statistics");
            assertThat(all.expiring()).isFalse();
            assertThat(all.eventTimes()).hasSize(1);
        }
    }

    @Test
    void eventOfAnotherClassInvalidatesNothing() {
        try (EventContext context = EventContext.with(Everything.class)) {
            context.publish("HAM");
            assertThat(context.invalidations()).isEmpty();
        }
    }

    @Test
    void conditionDecidesForEachEvent() {
        try (EventContext context = EventContext.with(OnlyGerman.class)) {
            context.publish(new Changed("LHR", List.of("GB")));
            assertThat(context.invalidations()).isEmpty();
            context.publish(new Changed("HAM", List.of("DE")));
            assertThat(context.invalidations()).hasSize(1);
            assertThat(context.invalidations().get(0).expiring()).isTrue();
        }
    }

    @Test
    void rulesOfSubclassesAndSuperclassesOfAnEventGoTogether() {
        try (EventContext context = EventContext.with(OnBase.class, OnDerived.class)) {
            context.publish(new Derived());
            assertThat(context.invalidations()).hasSize(1);
            assertThat(context.invalidations().get(0).tags()).extracting(CacheInvalidation.Tag::tag)
                .containsExactlyInAnyOrder("base", "derived");
            context.publish(new Base());
            assertThat(context.invalidations().get(1).tags()).extracting(CacheInvalidation.Tag::tag)
                .containsExactly("base");
        }
    }

    @Test
    void oneEventMayNameThousandsOfTargets() {
        List<String> codes = IntStream.range(0, 10_000).mapToObj((i) -> "C" + i).toList();
        try (EventContext context = EventContext.with(Everything.class)) {
            context.publish(new Changed("HAM", codes));
            assertThat(context.invalidations()).hasSize(1);
            assertThat(context.invalidations().get(0).tags()).hasSize(10_002);
            assertThat(context.invalidations().get(0).keys()).hasSize(10_001);
        }
    }

    @Test
    void nullForTheKeysIsNone() {
        try (EventContext context = EventContext.with(OptionalKeys.class)) {
            context.publish(new Changed("HAM", null));
            assertThat(context.invalidations()).isEmpty();
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(arguments(NoTarget.class, "no target is set. Set 'tags', 'key', 'keys' or 'caches'."),
                arguments(UnknownVariable.class,
                        "'tags' is 'airport:#{#result.code}', but '#result' is not known when it is evaluated. "
                                + "Use #event, #p0, #root."),
                arguments(BrokenTemplate.class, "'tags' is '#{#event.code', which is no valid expression"),
                arguments(BrokenKey.class, "'key' is '#event.', which is no valid expression"),
                arguments(UnknownBean.class, "'condition' is '@vetoes.veto(#event)', but there is no bean 'vetoes'."),
                arguments(KeyWithoutCache.class, "'key' is set, but no cache is named. Set 'cache'."),
                arguments(CacheWithoutKey.class, "'cache' is set, but neither 'key' nor 'keys' is."),
                arguments(KeyAndKeys.class, "'key' and 'keys' exclude each other. Remove one of them."),
                arguments(UnknownCache.class, "the cache 'airprots' is not declared"),
                arguments(UnknownClearedCache.class, "the cache 'airprots' is not declared"),
                arguments(EmptyCacheName.class, "'caches' has an empty name."),
                arguments(EmptyTag.class, "'tags' is '', a tag of 0 characters. Give it 1 to 128."),
                arguments(UnknownDimension.class, "'dimensions' has 'tenant', but there is no such KeyDimension bean."),
                arguments(DimensionsWithoutTag.class, "'dimensions' is set, but no tag is."),
                arguments(UnknownProperty.class,
                        "'tags' is 'airport:#{#event.iata}', but Changed has no property 'iata'."),
                arguments(UnknownPlaceholder.class, "'tags' is '${no.such.tag}', which has a placeholder"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeStopsTheStart(Class<?> rules, String message) {
        assertThatExceptionOfType(InvalidCacheAnnotationException.class)
            .isThrownBy(() -> EventContext.withOnlyCaches(List.of("airports"), rules))
            .withMessageStartingWith("@InvalidateOn on 'InvalidateOnTests." + rules.getSimpleName() + "': " + message);
    }

    record Changed(String code, @Nullable List<String> regions) {

    }

    static class Base {

    }

    static class Derived extends Base {

    }

    @Configuration(proxyBeanMethods = true)
    @InvalidateOn(event = Changed.class, tags = { "airports", "airport:#{#event.code}", "#{#event.regions}" },
            cache = "airports", key = "#event.code")
    @InvalidateOn(event = Changed.class, cache = "regions", keys = "#event.regions", caches = "statistics")
    static class Everything {

    }

    @InvalidateOn(event = Changed.class, tags = "germany", condition = "#event.regions.contains('DE')", expire = true)
    static class OnlyGerman {

    }

    @InvalidateOn(event = Base.class, tags = "base")
    static class OnBase {

    }

    @InvalidateOn(event = Derived.class, tags = "derived")
    static class OnDerived {

    }

    @InvalidateOn(event = Changed.class, cache = "regions", keys = "#event.regions")
    static class OptionalKeys {

    }

    @InvalidateOn(event = Changed.class)
    static class NoTarget {

    }

    @InvalidateOn(event = Changed.class, tags = "airport:#{#result.code}")
    static class UnknownVariable {

    }

    @InvalidateOn(event = Changed.class, tags = "#{#event.code")
    static class BrokenTemplate {

    }

    @InvalidateOn(event = Changed.class, cache = "airports", key = "#event.")
    static class BrokenKey {

    }

    @InvalidateOn(event = Changed.class, tags = "a", condition = "@vetoes.veto(#event)")
    static class UnknownBean {

    }

    @InvalidateOn(event = Changed.class, key = "#event.code")
    static class KeyWithoutCache {

    }

    @InvalidateOn(event = Changed.class, cache = "airports")
    static class CacheWithoutKey {

    }

    @InvalidateOn(event = Changed.class, cache = "airports", key = "#event.code", keys = "#event.regions")
    static class KeyAndKeys {

    }

    @InvalidateOn(event = Changed.class, cache = "airprots", key = "#event.code")
    static class UnknownCache {

    }

    @InvalidateOn(event = Changed.class, caches = "airprots")
    static class UnknownClearedCache {

    }

    @InvalidateOn(event = Changed.class, caches = "")
    static class EmptyCacheName {

    }

    @InvalidateOn(event = Changed.class, tags = "")
    static class EmptyTag {

    }

    @InvalidateOn(event = Changed.class, tags = "a", dimensions = "tenant")
    static class UnknownDimension {

    }

    @InvalidateOn(event = Changed.class, caches = "airports", dimensions = "tenant")
    static class DimensionsWithoutTag {

    }

    @InvalidateOn(event = Changed.class, tags = "airport:#{#event.iata}")
    static class UnknownProperty {

    }

    @InvalidateOn(event = Changed.class, tags = "${no.such.tag}")
    static class UnknownPlaceholder {

    }

}
