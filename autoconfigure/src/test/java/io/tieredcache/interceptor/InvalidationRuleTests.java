package io.tieredcache.interceptor;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.ResolvableType;
import org.springframework.core.ResolvableTypeProvider;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.InvalidationRule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class InvalidationRuleTests {

    @Test
    void allFormsOfRulesTellTheirType() {
        try (EventContext context = EventContext.with(AllForms.class, RuleClass.class)) {
            context.publish(new Changed("HAM"));
            assertThat(context.invalidations()).hasSize(1);
            assertThat(tags(context)).containsExactlyInAnyOrder("class:HAM", "lambda:HAM", "factory:HAM");
            context.publish("HAM");
            context.publish(42);
            assertThat(context.invalidations()).hasSize(1);
        }
    }

    @Test
    void applicationEventGivesItsOwnTime() {
        try (EventContext context = EventContext.with(AllForms.class)) {
            Happened event = new Happened(Instant.parse("2026-01-02T03:04:05Z"));
            context.publish(event);
            assertThat(context.invalidations().get(0).eventTimes()).containsExactly(event.at);
        }
    }

    @Test
    void timeThatARuleNamesIsKept() {
        try (EventContext context = EventContext.with(Timed.class)) {
            context.publish(new Changed("HAM"));
            assertThat(context.invalidations().get(0).eventTimes()).containsExactly(Instant.EPOCH);
        }
    }

    @Test
    void genericEventsAreToldApartByTheirArgument() {
        try (EventContext context = EventContext.with(Generic.class)) {
            context.publish(new Stored<>("HAM", ResolvableType.forClass(String.class)));
            assertThat(tags(context)).containsExactlyInAnyOrder("text", "any");
            context.publish(new Stored<>(42, ResolvableType.forClass(Integer.class)));
            assertThat(context.invalidations().get(1).tags()).extracting(CacheInvalidation.Tag::tag)
                .containsExactly("any");
        }
    }

    @Test
    void eventWithoutItsArgumentMatchesWildcardsOnly() {
        try (EventContext context = EventContext.with(Generic.class)) {
            context.publish(new Erased<>("HAM"));
            assertThat(tags(context)).containsExactly("any-erased");
        }
    }

    @Test
    void ruleThatThrowsDoesNotKeepOthersFromInvalidating() {
        try (EventContext context = EventContext.with(Throwing.class)) {
            assertThatIllegalStateException().isThrownBy(() -> context.publish(new Changed("HAM")))
                .withMessage("first")
                .satisfies((ex) -> assertThat(ex.getSuppressed()).extracting(Throwable::getMessage)
                    .containsExactly("second"));
            assertThat(context.invalidations()).hasSize(1);
            assertThat(tags(context)).containsExactly("before", "after");
        }
    }

    @Test
    void ruleWithoutTargetsInvalidatesNothing() {
        try (EventContext context = EventContext.with(Nothing.class)) {
            context.publish(new Changed("HAM"));
            assertThat(context.invalidations()).isEmpty();
        }
    }

    @Test
    void ruleThatDoesNotTellItsTypeStopsTheStart() {
        assertThatExceptionOfType(InvalidTieredCacheConfigurationException.class)
            .isThrownBy(() -> EventContext.with(Untyped.class))
            .withMessage("The InvalidationRule bean 'untyped' does not tell the type of its events. Declare it as "
                    + "InvalidationRule<TheEvent>, or make it by InvalidationRule.on(TheEvent.class, …).");
    }

    private static List<String> tags(EventContext context) {
        return context.invalidations().get(0).tags().stream().map(CacheInvalidation.Tag::tag).toList();
    }

    private static CacheInvalidation tag(String tag) {
        return CacheInvalidation.none().tags(tag);
    }

    record Changed(String code) {

    }

    record Erased<T>(T value) {

    }

    record Stored<T>(T value, ResolvableType argument) implements ResolvableTypeProvider {

        @Override
        public ResolvableType getResolvableType() {
            return ResolvableType.forClassWithGenerics(Stored.class, this.argument);
        }

    }

    static final class Happened extends ApplicationEvent {

        private static final long serialVersionUID = 1L;

        private final transient Instant at;

        Happened(Instant at) {
            super("test", Clock.fixed(at, ZoneOffset.UTC));
            this.at = at;
        }

    }

    static class RuleClass implements InvalidationRule<Changed> {

        @Override
        public CacheInvalidation targets(Changed event) {
            return tag("class:" + event.code());
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class AllForms {

        @Bean
        InvalidationRule<Changed> lambda() {
            return (event) -> tag("lambda:" + event.code());
        }

        @Bean
        InvalidationRule<?> factory() {
            return InvalidationRule.on(Changed.class, (event) -> tag("factory:" + event.code()));
        }

        @Bean
        InvalidationRule<Happened> happened() {
            return (event) -> tag("happened");
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Timed {

        @Bean
        InvalidationRule<Changed> timed() {
            return (event) -> tag("a").since(Instant.EPOCH);
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Generic {

        @Bean
        InvalidationRule<Stored<String>> text() {
            return (event) -> tag("text");
        }

        @Bean
        InvalidationRule<Stored<?>> any() {
            return (event) -> tag("any");
        }

        @Bean
        InvalidationRule<Erased<String>> erasedText() {
            return (event) -> tag("erased-text");
        }

        @Bean
        InvalidationRule<Erased<?>> anyErased() {
            return (event) -> tag("any-erased");
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Throwing {

        @Bean
        InvalidationRule<Changed> before() {
            return (event) -> tag("before");
        }

        @Bean
        InvalidationRule<Changed> first() {
            return (event) -> {
                throw new IllegalStateException("first");
            };
        }

        @Bean
        InvalidationRule<Changed> second() {
            return (event) -> {
                throw new IllegalStateException("second");
            };
        }

        @Bean
        InvalidationRule<Changed> after() {
            return (event) -> tag("after");
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Nothing {

        @Bean
        InvalidationRule<Changed> none() {
            return (event) -> CacheInvalidation.none();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Untyped {

        @Bean
        InvalidationRule<?> untyped() {
            return (event) -> tag("a");
        }

    }

}
