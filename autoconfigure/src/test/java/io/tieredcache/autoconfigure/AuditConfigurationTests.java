package io.tieredcache.autoconfigure;

import java.util.List;
import java.util.stream.Stream;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import io.tieredcache.AuditReference;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.StalenessAudit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class AuditConfigurationTests {

    private final ApplicationContextRunner contextRunner = CacheContexts.runner()
        .withPropertyValues("tiered-cache.invalidation.start-timeout=100ms", "tiered-cache.redis.timeout=100ms",
                "tiered-cache.caches.orders.ttl=1m");

    @Test
    void auditIsOffByDefault() {
        this.contextRunner.run((context) -> {
            assertThat(context.getBean(StalenessAudit.class).share()).isZero();
            assertThat(threads()).noneMatch((name) -> name.startsWith("tiered-cache-audit"));
        });
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    @Test
    void propertiesReachTheAudit() {
        this.contextRunner.withPropertyValues("tiered-cache.audit.share=0.5", "tiered-cache.audit.against=l2")
            .run((context) -> {
                StalenessAudit audit = context.getBean(StalenessAudit.class);
                assertThat(audit.share()).isEqualTo(0.5);
                assertThat(audit.against()).isEqualTo(AuditReference.L2);
                assertThat(audit.figures("orders")).isNotNull()
                    .satisfies((figures) -> assertThat(figures.share()).isEqualTo(0.5));
                audit.share("orders", 0);
                assertThat(audit.figures("orders")).satisfies((figures) -> assertThat(figures.share()).isZero());
            });
    }

    @Test
    void worksWithoutMicrometer() {
        this.contextRunner.withClassLoader(new FilteredClassLoader(MeterBinder.class))
            .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(StalenessAudit.class));
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments("tiered-cache.audit.share=1.5", "'tiered-cache.audit.share' must be 0 to 1, found 1.5."),
                arguments("tiered-cache.audit.max-rate=0", "'tiered-cache.audit.max-rate' must be positive"),
                arguments("tiered-cache.audit.max-rate-per-cache=-1",
                        "'tiered-cache.audit.max-rate-per-cache' must be positive"),
                arguments("tiered-cache.audit.max-open=0", "'tiered-cache.audit.max-open' must be positive"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakeStopsTheStart(String property, String message) {
        this.contextRunner.withPropertyValues(property)
            .run((context) -> assertThat(context).getFailure()
                .rootCause()
                .isInstanceOf(InvalidTieredCacheConfigurationException.class)
                .hasMessageContaining(message));
    }

}
