package io.tieredcache.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Starts the applications that hold the caches. Unless asked for, commands and caches are
 * not observed: the actuator would do that for this library only, since the others'
 * applications have none.
 */
public final class Contexts {

    static final String EXCLUDE = "spring.autoconfigure.exclude=";

    static final String WITHOUT_LETTUCE_OBSERVATION = "org.springframework.boot.data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration";

    private Contexts() {
    }

    /**
     * Starts an application without a web server, on the Redis of the run.
     * @param configuration its configuration
     * @param properties more properties, as {@code name=value}
     * @return the application, to be closed by the caller
     */
    public static ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
        return start(configuration, (context) -> {
        }, properties);
    }

    /**
     * Starts an instance of an application whose instances share a source.
     * @param configuration its configuration
     * @param source the source of its {@link SlowAirports}
     * @return the application, to be closed by the caller
     */
    public static ConfigurableApplicationContext start(Class<?> configuration, SlowSource source) {
        return start(configuration,
                (context) -> context.registerBean(SlowAirports.class, () -> new SlowAirports(source)));
    }

    /**
     * Starts an application with beans that no configuration names.
     * @param configuration its configuration
     * @param initializer registers the beans
     * @param properties more properties, as {@code name=value}
     * @return the application, to be closed by the caller
     */
    public static ConfigurableApplicationContext start(Class<?> configuration,
            ApplicationContextInitializer<GenericApplicationContext> initializer, String... properties) {
        List<String> all = new ArrayList<>(
                List.of("spring.data.redis.host=" + RedisAddress.HOST, "spring.data.redis.port=" + RedisAddress.port(),
                        "spring.application.name=benchmarks", "logging.level.root=warn",
                        "tiered-cache.observations.enabled=false", EXCLUDE + WITHOUT_LETTUCE_OBSERVATION));
        all.addAll(List.of(properties));
        return new SpringApplicationBuilder(configuration).initializers(initializer)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties(all.toArray(String[]::new))
            .run();
    }

}
