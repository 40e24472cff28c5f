package io.tieredcache.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.MimeType;

import io.tieredcache.CacheMode;
import io.tieredcache.CacheToggle;
import io.tieredcache.CacheToggles;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.Reach;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.actuate.CacheContractEndpoint;
import io.tieredcache.actuate.CacheContractEndpointWebExtension;
import io.tieredcache.actuate.TieredCacheEndpoint;
import io.tieredcache.actuate.TieredCacheEndpointJmxExtension;
import io.tieredcache.actuate.TieredCacheEndpointWebExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The endpoints as Boot makes them, and what they answer where Redis is away.
 */
class CacheEndpointAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class,
                CacheEndpointAutoConfiguration.class))
        .withPropertyValues("spring.application.name=test", "spring.data.redis.port=1",
                "tiered-cache.redis.timeout=100ms", "tiered-cache.invalidation.start-timeout=1ms",
                "tiered-cache.caches.orders.ttl=1m");

    private final ApplicationContextRunner exposed = this.contextRunner.withPropertyValues(
            "management.endpoints.web.exposure.include=*", "spring.jmx.enabled=true",
            "management.endpoints.jmx.exposure.include=*");

    @Test
    void endpointsAreThereWhereTheyAreExposed() {
        this.exposed.run((context) -> assertThat(context).hasSingleBean(TieredCacheEndpoint.class)
            .hasSingleBean(TieredCacheEndpointWebExtension.class)
            .hasSingleBean(TieredCacheEndpointJmxExtension.class)
            .hasSingleBean(CacheContractEndpoint.class)
            .hasSingleBean(CacheContractEndpointWebExtension.class));
    }

    @Test
    void webExtensionsAreNotThereForJmxAlone() {
        this.contextRunner
            .withPropertyValues("spring.jmx.enabled=true",
                    "management.endpoints.jmx.exposure.include=tieredcache,tieredcachecontract")
            .run((context) -> assertThat(context).hasSingleBean(TieredCacheEndpoint.class)
                .hasSingleBean(TieredCacheEndpointJmxExtension.class)
                .doesNotHaveBean(TieredCacheEndpointWebExtension.class)
                .doesNotHaveBean(CacheContractEndpointWebExtension.class));
    }

    @Test
    void endpointsAreNotThereByDefault() {
        this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
            .doesNotHaveBean(TieredCacheEndpoint.class)
            .doesNotHaveBean(CacheContractEndpoint.class));
    }

    @Test
    void endpointsBackOffWithoutActuator() {
        this.exposed.withClassLoader(new FilteredClassLoader(Endpoint.class))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TieredCacheEndpoint.class));
    }

    @Test
    void endpointsBackOffWithoutACache() {
        this.exposed.withPropertyValues("tiered-cache.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TieredCacheEndpoint.class));
    }

    @Test
    void actionThatRedisDoesNotAcknowledgeIsUnavailable() {
        this.exposed.run((context) -> {
            TieredCacheEndpointWebExtension web = context.getBean(TieredCacheEndpointWebExtension.class);
            assertUnavailable(web.clear(SecurityContext.NONE, "orders", null));
            assertUnavailable(web.evict(SecurityContext.NONE, "orders", "entry", "s:1", "fleet"));
            assertUnavailable(web.end(SecurityContext.NONE, "tag", null, null, null, null));
            assertUnavailable(web.end(SecurityContext.NONE, null, "test", null, null, null));
            assertUnavailable(web.toggle(SecurityContext.NONE, "audit", null, null, null, "0.5"));
            assertUnavailable(web.toggle(SecurityContext.NONE, "bypass", null, null, null, null));
            assertThat(cache(context.getBean(TieredCacheManager.class)).mode()).isEqualTo(CacheMode.ON);
        });
    }

    @Test
    void actionsOnThisInstanceNeedNoRedis() {
        this.exposed.run((context) -> {
            TieredCacheEndpointWebExtension web = context.getBean(TieredCacheEndpointWebExtension.class);
            assertThat(web.clear(SecurityContext.NONE, "orders", "instance").getStatus()).isEqualTo(200);
            assertThat(web.evict(SecurityContext.NONE, "orders", "entry", "s:1", "instance").getStatus())
                .isEqualTo(200);
            assertThat(web.toggle(SecurityContext.NONE, "l1-off", "orders", "instance", "1m", null).getStatus())
                .isEqualTo(200);
            assertThat(cache(context.getBean(TieredCacheManager.class)).mode()).isEqualTo(CacheMode.L2_ONLY);
            assertThat(web.explain(SecurityContext.NONE, "orders", "entry", "s:1").getStatus()).isEqualTo(200);
        });
    }

    @Test
    void bypassThatCouldNotBeClearedStaysInForce() {
        this.exposed.run((context) -> {
            CacheToggles toggles = context.getBean(CacheToggles.class);
            toggles.set(CacheToggle.BYPASS, "orders", Reach.INSTANCE, CacheToggles.USUAL_TIME);
            assertThatExceptionOfType(L2UnavailableException.class)
                .isThrownBy(() -> toggles.end(CacheToggle.BYPASS, "orders", Reach.INSTANCE));
            assertThat(toggles.inForce()).singleElement()
                .satisfies((toggle) -> assertThat(toggle.toggle()).isEqualTo(CacheToggle.BYPASS));
            assertThat(cache(context.getBean(TieredCacheManager.class)).mode()).isEqualTo(CacheMode.BYPASS);
        });
    }

    @Test
    void wrongInputOverJmxSaysWhatIsWrong() {
        this.exposed.run((context) -> {
            TieredCacheEndpointJmxExtension jmx = context.getBean(TieredCacheEndpointJmxExtension.class);
            assertThatIllegalArgumentException().isThrownBy(() -> jmx.clearCache("unknown", null))
                .withMessageContaining("There is no cache 'unknown'");
            assertThatIllegalArgumentException().isThrownBy(() -> jmx.setToggle("l3-off", null, null, null, null))
                .withMessage("'toggle' must be one of l1-off, l2-off, bypass, single-flight-off, audit.");
            assertThatIllegalArgumentException().isThrownBy(() -> jmx.setToggle("bypass", null, null, "25h", null))
                .withMessage("'duration' must be 1s to 24h.");
            assertThatIllegalArgumentException().isThrownBy(() -> jmx.clearNamespace("other", null))
                .withMessageContaining("'namespace'");
        });
    }

    private static TieredCache cache(TieredCacheManager manager) {
        TieredCache cache = manager.getCache("orders");
        assertThat(cache).isNotNull();
        return cache;
    }

    private static void assertUnavailable(WebEndpointResponse<Object> response) {
        assertThat(response.getStatus()).isEqualTo(503);
        assertThat(response.getContentType()).isEqualTo(new MimeType("application", "problem+json"));
    }

}
