package io.tieredcache.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.DispatcherServlet;

import io.tieredcache.TieredCacheManager;
import io.tieredcache.web.CacheStatusHeader;

import static org.assertj.core.api.Assertions.assertThat;

class CacheStatusAutoConfigurationTests {

    private static final String ON = "tiered-cache.cache-status-header=true";

    private final WebApplicationContextRunner contextRunner = new WebApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(DataRedisAutoConfiguration.class, CacheStatusAutoConfiguration.class,
                TieredCacheAutoConfiguration.class))
        .withPropertyValues("spring.application.name=shop", "spring.data.redis.host=127.0.0.1",
                "spring.data.redis.port=1");

    @Test
    void headerIsOffByDefault() {
        this.contextRunner
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheStatusHeader.class));
    }

    @Test
    void headerIsSwitchedOn() {
        this.contextRunner.withPropertyValues(ON)
            .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(CacheStatusHeader.class));
    }

    @Test
    void headerTellsOfReads() {
        this.contextRunner.withPropertyValues(ON).run((context) -> {
            MockHttpServletResponse response = new MockHttpServletResponse();
            RequestContextHolder
                .setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest(), response));
            try {
                context.getBean(TieredCacheManager.class).getCache("orders").get("key", () -> "loaded");
            }
            finally {
                RequestContextHolder.resetRequestAttributes();
            }
            assertThat(response.getHeader(CacheStatusHeader.NAME)).startsWith("orders; fwd=miss");
        });
    }

    @Test
    void headerNeedsAWebApplication() {
        CacheContexts.runner()
            .withConfiguration(AutoConfigurations.of(CacheStatusAutoConfiguration.class))
            .withPropertyValues(ON)
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheStatusHeader.class));
    }

    @Test
    void headerNeedsSpringMvc() {
        this.contextRunner.withPropertyValues(ON)
            .withClassLoader(new FilteredClassLoader(DispatcherServlet.class))
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CacheStatusHeader.class));
    }

    @Test
    void headerNeedsTheCache() {
        this.contextRunner.withPropertyValues(ON, "tiered-cache.enabled=false")
            .run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(TieredCacheManager.class));
    }

    @Test
    void headerOfTheApplicationWins() {
        CacheStatusHeader own = new CacheStatusHeader();
        this.contextRunner.withPropertyValues(ON)
            .withBean("own", CacheStatusHeader.class, () -> own)
            .run((context) -> assertThat(context).hasNotFailed().getBean(CacheStatusHeader.class).isSameAs(own));
    }

}
