package io.tieredcache.channel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import io.tieredcache.ChannelStateChange;
import io.tieredcache.ChannelStateListener;
import io.tieredcache.annotation.TieredCacheable;

/**
 * An application with everything that Boot sets up for it, whose Redis may be away.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class JoiningApplication {

    static ConfigurableApplicationContext start(int redisPort, String... properties) {
        return start(redisPort, List.of(), properties);
    }

    static ConfigurableApplicationContext start(int redisPort, List<Class<?>> components, String... properties) {
        return new SpringApplicationBuilder(JoiningApplication.class).sources(components.toArray(Class<?>[]::new))
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties("spring.application.name=joining", "spring.data.redis.host=127.0.0.1",
                    "spring.data.redis.port=" + redisPort, "spring.data.redis.password=",
                    "spring.datasource.generate-unique-name=true", "tiered-cache.invalidation.pulse-interval=200ms",
                    "management.endpoint.health.probes.enabled=true", "management.endpoint.health.show-details=always")
            .properties(properties)
            .run();
    }

    @Bean
    Airports airports() {
        return new Airports();
    }

    @Bean
    Changes changes() {
        return new Changes();
    }

    @Bean
    ChannelStateListener failingListener() {
        return (change) -> {
            throw new IllegalStateException("thrown by the test");
        };
    }

    static class Airports {

        private final AtomicInteger loads = new AtomicInteger();

        @TieredCacheable(cache = "airports", key = "#code")
        public String find(String code) {
            this.loads.incrementAndGet();
            return "Airport " + code;
        }

        int loads() {
            return this.loads.get();
        }

    }

    static class Changes implements ChannelStateListener {

        private final List<ChannelStateChange> told = new CopyOnWriteArrayList<>();

        private final List<ChannelStateChange> published = new CopyOnWriteArrayList<>();

        private final List<String> threads = new CopyOnWriteArrayList<>();

        @Override
        public void onChange(ChannelStateChange change) {
            this.told.add(change);
            this.threads.add(Thread.currentThread().getName());
        }

        @EventListener
        void on(ChannelStateChange change) {
            this.published.add(change);
        }

        List<ChannelStateChange> told() {
            return this.told;
        }

        List<ChannelStateChange> published() {
            return this.published;
        }

        List<String> threads() {
            return this.threads;
        }

    }

}
