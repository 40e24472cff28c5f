package io.tieredcache.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starts the applications that hold the caches.
 */
public final class Contexts {

    private Contexts() {
    }

    /**
     * Starts an application without a web server, on the Redis of the run.
     * @param configuration its configuration
     * @param properties more properties, as {@code name=value}
     * @return the application, to be closed by the caller
     */
    public static ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
        List<String> all = new ArrayList<>(
                List.of("spring.data.redis.host=" + RedisAddress.HOST, "spring.data.redis.port=" + RedisAddress.port(),
                        "spring.application.name=benchmarks", "logging.level.root=warn"));
        all.addAll(List.of(properties));
        return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(all.toArray(String[]::new))
            .run();
    }

}
