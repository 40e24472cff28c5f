package io.tieredcache.benchmarks.peer;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import io.tieredcache.KeyDimension;
import io.tieredcache.benchmarks.data.Directory;

/**
 * An application with this library, its defaults, and the meters of the actuator.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class TieredApplication {

    /** Leaves out the meters of this library. */
    public static final String WITHOUT_METERS = Contexts.EXCLUDE + Contexts.WITHOUT_LETTUCE_OBSERVATION
            + ",io.tieredcache.autoconfigure.CacheMetricsAutoConfiguration";

    private static final String CACHES = "tiered-cache.caches.";

    /**
     * What the application is told beside the defaults.
     * @param more properties to add, as {@code name=value}
     * @return properties, as {@code name=value}
     */
    public static String[] properties(String... more) {
        List<String> all = new ArrayList<>(
                List.of(CACHES + "by-tenant.dimensions=tenant", CACHES + "remote-airports.mode=l2-only",
                        CACHES + "remote-pages.mode=l2-only", CACHES + "promoted-airports.l1.max-entries=1"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /**
     * Observes caches and commands, as the actuator does where nothing is excluded.
     * @return properties, as {@code name=value}
     */
    public static String[] observed() {
        return properties(Contexts.EXCLUDE, "tiered-cache.observations.enabled=true");
    }

    @Bean
    static Directory directory() {
        return new Directory();
    }

    @Bean
    static TieredAirports tieredAirports(Directory directory) {
        return new TieredAirports(directory);
    }

    @Bean
    static KeyDimension tenant() {
        return new KeyDimension() {

            @Override
            public String name() {
                return "tenant";
            }

            @Override
            public @Nullable Object currentValue() {
                return "north";
            }

        };
    }

}
