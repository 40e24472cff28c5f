package io.tieredcache.interceptor;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.tieredcache.InvalidCacheAnnotationException;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.annotation.TieredCachePut;
import io.tieredcache.annotation.TieredCacheable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.core.NestedExceptionUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Each of the beans below carries one mistake that stops the start.
 */
class InvalidAnnotationTests {

    private static final String VARIABLES = "Use #code, #p0, #root.";

    private static final String DURATION = "Write it as '30s', '10m', '1h' or 'PT30S'.";

    private static final String ASYNCHRONOUS = ", and asynchronous methods are not supported yet. "
            + "Move the annotation to a method that returns the value itself.";

    private static final String ONCE = ", which can be used only once. "
            + "Let it return a value that can be read again, such as a List or a byte[].";

    @ParameterizedTest
    @MethodSource({ "attributes", "expressions", "methods", "returnTypes" })
    void mistakeStopsTheStart(Class<?> bean, String message) {
        assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> CacheContext.with(bean))
            .extracting(NestedExceptionUtils::getRootCause)
            .isInstanceOf(InvalidCacheAnnotationException.class)
            .extracting(Throwable::getMessage)
            .isEqualTo(message.replaceFirst(" on ", " on 'InvalidAnnotationTests." + bean.getSimpleName() + "."));
    }

    static Stream<Arguments> attributes() {
        return Stream.of(arguments(NoCache.class, "@TieredCacheable on find(String)': no cache is named. Set 'cache'."),
                arguments(EvictNoCache.class, "@TieredCacheEvict on find(String)': no cache is named. Set 'cache'."),
                arguments(PutNoKey.class,
                        "@TieredCachePut on find(String)': 'key' is not set. "
                                + "Set it to the key of the entry that the result replaces."),
                arguments(EvictNoKey.class,
                        "@TieredCacheEvict on find(String)': neither 'key' nor 'allEntries' is set. "
                                + "Set 'key' to evict one entry, or 'allEntries' to clear the cache."),
                arguments(EvictBoth.class,
                        "@TieredCacheEvict on find(String)': "
                                + "'key' and 'allEntries' exclude each other. Remove one of them."),
                arguments(NoTags.class,
                        "@InvalidateTags on find(String)': no tag is set. " + "Set 'tags', or remove the annotation."),
                arguments(EmptyTag.class,
                        "@InvalidateTags on find(String)': 'tags' is '', a tag of 0 characters. Give it 1 to 128."),
                arguments(LongTag.class,
                        "@TieredCacheable on find(String)': 'tags' is '" + LongTag.TAG
                                + "', a tag of 130 characters. Give it 1 to 128."),
                arguments(BadTtl.class,
                        "@TieredCacheable on find(String)': 'ttl' is 'soon', which is not a duration. " + DURATION),
                arguments(NoUnit.class,
                        "@TieredCacheable on find(String)': 'l1Ttl' is '30', which is not a duration with a unit. "
                                + DURATION),
                arguments(ZeroTtl.class,
                        "@TieredCacheable on find(String)': 'negativeTtl' is '0s', which is less than 1ms. "
                                + DURATION),
                arguments(NegativeTtl.class,
                        "@TieredCachePut on find(String)': 'ttl' is '-5s', which is less than 1ms. " + DURATION),
                arguments(NegativeWindow.class,
                        "@TieredCacheable on find(String)': 'staleIfError' is '-5s', which is negative. " + DURATION),
                arguments(SoftAboveHard.class,
                        "@TieredCacheable on find(String)': 'softTimeout' is '2s', which is not shorter than "
                                + "'hardTimeout', so that it would never come to bear. "
                                + "Set it to less than 'hardTimeout'."),
                arguments(MissingProperty.class,
                        "@TieredCacheable on find(String)': 'cache' is '${missing}', "
                                + "which has a placeholder without a value. Set the property, "
                                + "or give the placeholder a default value as in '${name:default}'."));
    }

    static Stream<Arguments> expressions() {
        return Stream.of(
                arguments(UnknownVariable.class,
                        "@TieredCacheable on find(String)': 'key' is '#cod', " + "but there is no variable '#cod'. "
                                + VARIABLES),
                arguments(UnknownFunction.class,
                        "@TieredCacheable on find(String)': 'key' is '#hash(#code)', "
                                + "but there is no variable '#hash'. " + VARIABLES),
                arguments(UnknownIndex.class,
                        "@TieredCacheable on find(String)': "
                                + "'tags' is 'x:#{#p0}:#{#p1}', but there is no variable '#p1'. "
                                + "Use #code, #p0, #result, #root."),
                arguments(SyntaxError.class,
                        "@TieredCacheable on find(String)': 'condition' is '#code ==', which is no valid expression: "
                                + "EL1042E: Problem parsing right operand. Correct the expression."),
                arguments(TemplateError.class,
                        "@TieredCacheable on find(String)': 'ttl' is '#{#code', which is no valid expression: "
                                + "No ending suffix '}' for expression starting at character 0: #{#code. "
                                + "Correct the expression."),
                arguments(ResultInKey.class,
                        "@TieredCacheable on find(String)': 'key' is '#result', "
                                + "but '#result' is not known when it is evaluated. " + VARIABLES),
                arguments(ResultInCondition.class,
                        "@TieredCacheable on find(String)': 'condition' is "
                                + "'#result != null', but '#result' is not known when it is evaluated. " + VARIABLES),
                arguments(ResultInNegativeTtl.class,
                        "@TieredCacheable on find(String)': 'negativeTtl' is "
                                + "'#{#result}', but '#result' is not known when it is evaluated. " + VARIABLES),
                arguments(ResultBefore.class,
                        "@TieredCacheEvict on find(String)': 'key' is '#result', "
                                + "but '#result' is not known when it is evaluated. " + VARIABLES),
                arguments(ResultInTagsBefore.class,
                        "@InvalidateTags on find(String)': 'tags' is '#{#result}', "
                                + "but '#result' is not known when it is evaluated. " + VARIABLES),
                arguments(AmbiguousResult.class,
                        "@TieredCachePut on find(String)': 'key' is '#result', "
                                + "but 'result' is the name of a parameter as well. Rename the parameter."),
                arguments(UnknownBean.class,
                        "@TieredCacheable on find(String)': 'unless' is "
                                + "'@vetoes.veto(#result)', but there is no bean 'vetoes'. "
                                + "Correct the name, or define the bean."));
    }

    static Stream<Arguments> methods() {
        return Stream.of(
                arguments(PrivateMethod.class, "@TieredCacheable on find(String)': the method is not public, "
                        + "so that a proxy may not intercept it. Make it public, and call it from another bean."),
                arguments(PackagePrivateMethod.class, "@TieredCacheEvict on find(String)': the method is not public, "
                        + "so that a proxy may not intercept it. Make it public, and call it from another bean."),
                arguments(StaticMethod.class, "@TieredCacheable on find(String)': the method is static, "
                        + "so that no proxy can intercept it. Make it a public method of a bean, without 'static'."),
                arguments(FinalMethod.class,
                        "@TieredCacheable on find(String)': the method is final, "
                                + "so that no proxy can intercept it. Remove 'final' from the method."),
                arguments(FinalMethodOfAnnotatedClass.class,
                        "@TieredCacheable on find(String)': the method is final, "
                                + "so that no proxy can intercept it. Remove 'final' from the method."),
                arguments(FinalClass.class,
                        "@TieredCacheable on find(String)': the class is final, "
                                + "so that no proxy can be made of it. "
                                + "Remove 'final' from the class, or declare the method in an interface."),
                arguments(CacheableAndPut.class,
                        "@TieredCachePut on find(String)': "
                                + "the method carries @TieredCacheable as well, which would keep it from running. "
                                + "Remove one of them."),
                arguments(AskedTwice.class, "@TieredCacheable on find(String)': "
                        + "the cache 'airports' is asked twice for the same key. Remove one of the annotations."));
    }

    static Stream<Arguments> returnTypes() {
        return Stream.of(
                arguments(VoidMethod.class,
                        "@TieredCacheable on find(String)': "
                                + "the method returns nothing that could be cached. Let it return the value."),
                arguments(VoidPut.class,
                        "@TieredCachePut on find(String)': "
                                + "the method returns nothing that could be cached. Let it return the value."),
                arguments(ReturnsFuture.class,
                        "@TieredCacheable on find(String)': the method returns CompletableFuture" + ASYNCHRONOUS),
                arguments(ReturnsOptionalFuture.class,
                        "@TieredCacheable on find(String)': the method returns Future" + ASYNCHRONOUS),
                arguments(ReturnsMono.class,
                        "@TieredCachePut on find(String)': the method returns Mono" + ASYNCHRONOUS),
                arguments(EvictsFlux.class,
                        "@TieredCacheEvict on find(String)': the method returns Flux" + ASYNCHRONOUS),
                arguments(ReturnsStream.class, "@TieredCacheable on find(String)': the method returns Stream" + ONCE),
                arguments(ReturnsIterator.class,
                        "@TieredCacheable on find(String)': the method returns Iterator" + ONCE),
                arguments(ReturnsInputStream.class,
                        "@TieredCachePut on find(String)': the method returns InputStream" + ONCE));
    }

    @Test
    void differentNamesOfOneAttributeStopTheStart() {
        assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> CacheContext.with(TwoNames.class))
            .extracting((ex) -> ex.getRootCause().getMessage())
            .asString()
            .startsWith("@TieredCacheable on 'InvalidAnnotationTests.TwoNames.find(String)': "
                    + "the annotation contradicts itself: ")
            .contains("[airports]", "[cities]")
            .endsWith("Set only one of attributes that mean the same, such as 'value' and 'cache'.");
    }

    @Test
    void exceptionNamesTheMethod() {
        assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> CacheContext.with(NoCache.class))
            .extracting((ex) -> (InvalidCacheAnnotationException) ex.getRootCause())
            .satisfies((ex) -> {
                assertThat(ex.getMethod()).isEqualTo("InvalidAnnotationTests.NoCache.find(String)");
                assertThat(ex.getAction()).isEqualTo("Set 'cache'.");
            });
    }

    static class NoCache {

        @TieredCacheable
        public String find(String code) {
            return code;
        }

    }

    static class TwoNames {

        @TieredCacheable(value = "airports", cache = "cities")
        public String find(String code) {
            return code;
        }

    }

    static class EvictNoCache {

        @TieredCacheEvict(key = "#code")
        public void find(String code) {
        }

    }

    static class PutNoKey {

        @TieredCachePut("airports")
        public String find(String code) {
            return code;
        }

    }

    static class EvictNoKey {

        @TieredCacheEvict("airports")
        public void find(String code) {
        }

    }

    static class EvictBoth {

        @TieredCacheEvict(cache = "airports", key = "#code", allEntries = true)
        public void find(String code) {
        }

    }

    static class NoTags {

        @InvalidateTags
        public void find(String code) {
        }

    }

    static class EmptyTag {

        @InvalidateTags({ "airports", "" })
        public void find(String code) {
        }

    }

    static class LongTag {

        private static final String TEN = "0123456789";

        private static final String FIFTY = TEN + TEN + TEN + TEN + TEN;

        static final String TAG = FIFTY + FIFTY + TEN + TEN + TEN;

        @TieredCacheable(cache = "airports", tags = TAG)
        public String find(String code) {
            return code;
        }

    }

    static class BadTtl {

        @TieredCacheable(cache = "airports", ttl = "soon")
        public String find(String code) {
            return code;
        }

    }

    static class NoUnit {

        @TieredCacheable(cache = "airports", l1Ttl = "30")
        public String find(String code) {
            return code;
        }

    }

    static class ZeroTtl {

        @TieredCacheable(cache = "airports", negativeTtl = "0s")
        public String find(String code) {
            return code;
        }

    }

    static class NegativeTtl {

        @TieredCachePut(cache = "airports", key = "#code", ttl = "-5s")
        public String find(String code) {
            return code;
        }

    }

    static class NegativeWindow {

        @TieredCacheable(cache = "airports", staleIfError = "-5s")
        public String find(String code) {
            return code;
        }

    }

    static class SoftAboveHard {

        @TieredCacheable(cache = "airports", softTimeout = "2s", hardTimeout = "1500ms")
        public String find(String code) {
            return code;
        }

    }

    static class MissingProperty {

        @TieredCacheable("${missing}")
        public String find(String code) {
            return code;
        }

    }

    static class UnknownVariable {

        @TieredCacheable(cache = "airports", key = "#cod")
        public String find(String code) {
            return code;
        }

    }

    static class UnknownFunction {

        @TieredCacheable(cache = "airports", key = "#hash(#code)")
        public String find(String code) {
            return code;
        }

    }

    static class UnknownIndex {

        @TieredCacheable(cache = "airports", tags = "x:#{#p0}:#{#p1}")
        public String find(String code) {
            return code;
        }

    }

    static class SyntaxError {

        @TieredCacheable(cache = "airports", condition = "#code ==")
        public String find(String code) {
            return code;
        }

    }

    static class TemplateError {

        @TieredCacheable(cache = "airports", ttl = "#{#code")
        public String find(String code) {
            return code;
        }

    }

    static class ResultInKey {

        @TieredCacheable(cache = "airports", key = "#result")
        public String find(String code) {
            return code;
        }

    }

    static class ResultInCondition {

        @TieredCacheable(cache = "airports", condition = "#result != null")
        public String find(String code) {
            return code;
        }

    }

    static class ResultInNegativeTtl {

        @TieredCacheable(cache = "airports", negativeTtl = "#{#result}")
        public String find(String code) {
            return code;
        }

    }

    static class ResultBefore {

        @TieredCacheEvict(cache = "airports", key = "#result", beforeInvocation = true)
        public String find(String code) {
            return code;
        }

    }

    static class ResultInTagsBefore {

        @InvalidateTags(tags = "#{#result}", beforeInvocation = true)
        public String find(String code) {
            return code;
        }

    }

    static class AmbiguousResult {

        @TieredCachePut(cache = "airports", key = "#result")
        public String find(String result) {
            return result;
        }

    }

    static class UnknownBean {

        @TieredCacheable(cache = "airports", unless = "@vetoes.veto(#result)")
        public String find(String code) {
            return code;
        }

    }

    static class PrivateMethod {

        @TieredCacheable("airports")
        private String find(String code) {
            return code;
        }

        public String findAll() {
            return find("");
        }

    }

    static class PackagePrivateMethod {

        @TieredCacheEvict(cache = "airports", allEntries = true)
        void find(String code) {
        }

    }

    static class StaticMethod {

        @TieredCacheable("airports")
        public static String find(String code) {
            return code;
        }

    }

    static class FinalMethod {

        @TieredCacheable("airports")
        public final String find(String code) {
            return code;
        }

    }

    @TieredCacheable("airports")
    static class FinalMethodOfAnnotatedClass {

        public final String find(String code) {
            return code;
        }

    }

    static final class FinalClass {

        @TieredCacheable("airports")
        public String find(String code) {
            return code;
        }

    }

    static class CacheableAndPut {

        @TieredCacheable("airports")
        @TieredCachePut(cache = "names", key = "#code")
        public String find(String code) {
            return code;
        }

    }

    static class AskedTwice {

        @TieredCacheable(cache = "airports", key = "#code")
        @TieredCacheable(cache = "airports", key = "#code", ttl = "1m")
        public String find(String code) {
            return code;
        }

    }

    static class VoidMethod {

        @TieredCacheable("airports")
        public void find(String code) {
        }

    }

    static class VoidPut {

        @TieredCachePut(cache = "airports", key = "#code")
        public void find(String code) {
        }

    }

    static class ReturnsFuture {

        @TieredCacheable("airports")
        public CompletableFuture<String> find(String code) {
            return CompletableFuture.completedFuture(code);
        }

    }

    static class ReturnsOptionalFuture {

        @TieredCacheable("airports")
        public Optional<Future<String>> find(String code) {
            return Optional.empty();
        }

    }

    static class ReturnsMono {

        @TieredCachePut(cache = "airports", key = "#code")
        public Mono<String> find(String code) {
            return Mono.just(code);
        }

    }

    static class EvictsFlux {

        @TieredCacheEvict(cache = "airports", key = "#code")
        public Flux<String> find(String code) {
            return Flux.just(code);
        }

    }

    static class ReturnsStream {

        @TieredCacheable("airports")
        public Stream<String> find(String code) {
            return Stream.of(code);
        }

    }

    static class ReturnsIterator {

        @TieredCacheable("airports")
        public Iterator<String> find(String code) {
            return List.of(code).iterator();
        }

    }

    static class ReturnsInputStream {

        @TieredCachePut(cache = "airports", key = "#code")
        public InputStream find(String code) {
            return new ByteArrayInputStream(new byte[0]);
        }

    }

}
