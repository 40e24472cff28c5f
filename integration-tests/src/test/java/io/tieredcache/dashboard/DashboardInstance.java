package io.tieredcache.dashboard;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import io.tieredcache.testing.RedisFixture;

/**
 * Starts an application that serves the page.
 */
final class DashboardInstance {

    private DashboardInstance() {
    }

    static ConfigurableApplicationContext start(Class<?> application, String namespace, String... properties) {
        RedisFixture redis = RedisFixture.shared();
        List<String> all = new ArrayList<>(List.of("server.port=0", "server.address=127.0.0.1",
                "spring.application.name=airport-directory", "tiered-cache.namespace=" + namespace,
                "spring.data.redis.host=" + redis.host(), "spring.data.redis.port=" + redis.port(),
                "tiered-cache.redis.timeout=5s", "tiered-cache.redis.min-timeout=5s",
                "tiered-cache.defaults.staleness-bound=1m", "tiered-cache.dashboard.enabled=true",
                "management.endpoints.web.exposure.include=tieredcache,tieredcacheui",
                "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
        all.addAll(List.of(properties));
        return new SpringApplicationBuilder(application).web(WebApplicationType.SERVLET)
            .bannerMode(Banner.Mode.OFF)
            .properties(all.toArray(String[]::new))
            .run();
    }

}
