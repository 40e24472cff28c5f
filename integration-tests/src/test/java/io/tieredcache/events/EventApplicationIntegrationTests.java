package io.tieredcache.events;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.ChannelState;
import io.tieredcache.EntryPolicy;
import io.tieredcache.OutsideEvents;
import io.tieredcache.InvalidationRule;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.annotation.InvalidateOn;
import io.tieredcache.annotation.InvalidateTags;
import io.tieredcache.annotation.TieredCacheEvict;
import io.tieredcache.autoconfigure.CacheMetricsAutoConfiguration;
import io.tieredcache.autoconfigure.TieredCacheAutoConfiguration;
import io.tieredcache.cache.InvalidationChannel;
import io.tieredcache.metrics.OutsideEventMetrics;
import io.tieredcache.metrics.InvalidationLagMetrics;
import io.tieredcache.testing.RedisFixture;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Events in an application of Spring Boot.
 */
class EventApplicationIntegrationTests {

    private final String namespace = TestInstance.newNamespace();

    private ConfigurableApplicationContext context;

    private TestInstance other;

    @BeforeEach
    void start() {
        RedisFixture redis = RedisFixture.shared();
        this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .properties("tiered-cache.namespace=" + this.namespace, "spring.data.redis.host=" + redis.host(),
                    "spring.data.redis.port=" + redis.port(), "tiered-cache.redis.timeout=5s",
                    "tiered-cache.redis.min-timeout=5s", "tiered-cache.invalidation.start-timeout=10s",
                    "tiered-cache.defaults.staleness-bound=1m", "tiered-cache.events.enabled=true",
                    "tiered-cache.events.poll-interval=10ms")
            .run();
        soon().until(() -> this.context.getBean(InvalidationChannel.class).state() == ChannelState.LIVE);
        this.other = TestInstance.builder().namespace(this.namespace).startLive();
    }

    @AfterEach
    void stop() {
        this.other.close();
        this.context.close();
    }

    @Test
    void springEventInvalidatesByAllRulesWithOneMessage() {
        List<String> keys = List.of("bean", "annotation", "listener-tag", "listener-key", "kept");
        keys.forEach((key) -> read(here(), key, "old"));
        keys.forEach((key) -> assertThat(read(there(), key, "new")).isEqualTo("old"));
        int arrived = this.other.bus().arrived();
        this.context.publishEvent(new Changed("annotation"));
        for (String key : keys) {
            String expected = key.equals("kept") ? "old" : "new";
            assertThat(read(here(), key, "new")).as(key).isEqualTo(expected);
            soon().untilAsserted(() -> assertThat(read(there(), key, "new")).as(key).isEqualTo(expected));
        }
        // One of the rules, and one each of the two listener methods.
        assertThat(this.other.bus().arrived()).isEqualTo(arrived + 3);
    }

    @Test
    void outsideEventsAreTakenCountedAndMeasured() {
        MeterRegistry registry = new SimpleMeterRegistry();
        this.context.getBeanProvider(MeterBinder.class).forEach((binder) -> binder.bindTo(registry));
        read(here(), "bean", "old");
        try (EventProducer producer = new EventProducer(RedisFixture.shared().uri(), this.namespace)) {
            producer.addTags("bean");
            producer.add("garbage");
            OutsideEvents events = this.context.getBean(OutsideEvents.class);
            soon().until(() -> events.applied() == 1 && events.rejected() == 1);
        }
        assertThat(read(here(), "bean", "new")).isEqualTo("new");
        assertThat(registry.get(OutsideEventMetrics.NAME).tag("outcome", "applied").functionCounter().count())
            .isEqualTo(1);
        assertThat(registry.get(OutsideEventMetrics.NAME).tag("outcome", "rejected").functionCounter().count())
            .isEqualTo(1);
        assertThat(registry.get(OutsideEventMetrics.CLAIMED).functionCounter().count()).isZero();
        soon().until(() -> registry.get(InvalidationLagMetrics.NAME).tag("from", "event").timer().count() == 1);
        assertThat(registry.get(InvalidationLagMetrics.NAME).tag("from", "publish").timer().count()).isPositive();
    }

    @Test
    void nothingRunsAfterTheClose() {
        assertThat(threads()).contains("tiered-cache-events");
        this.context.close();
        assertThat(threads()).doesNotContain("tiered-cache-events");
    }

    private TieredCache here() {
        TieredCache cache = this.context.getBean(TieredCacheManager.class).getCache("values");
        assertThat(cache).isNotNull();
        return cache;
    }

    private TieredCache there() {
        return this.other.cache("values");
    }

    private static String read(TieredCache cache, String key, String loaded) {
        try {
            String value = cache.get(key, EntryPolicy.defaults().withType(String.class).withTags(key),
                    (context) -> loaded);
            assertThat(value).isNotNull();
            return value;
        }
        catch (Throwable ex) {
            throw new AssertionError(ex);
        }
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    private static ConditionFactory soon() {
        return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(Duration.ofSeconds(30));
    }

    record Changed(String code) {

    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    @ImportAutoConfiguration({ DataRedisAutoConfiguration.class, TieredCacheAutoConfiguration.class,
            CacheMetricsAutoConfiguration.class })
    @InvalidateOn(event = Changed.class, tags = "#{#event.code}")
    static class Application {

        @Bean
        InvalidationRule<Changed> rule() {
            return (event) -> CacheInvalidation.none().tags("bean");
        }

        @Bean
        Listener listener() {
            return new Listener();
        }

    }

    static class Listener {

        @EventListener
        @InvalidateTags("listener-tag")
        public void onChange(Changed event) {
        }

        @EventListener(Changed.class)
        @TieredCacheEvict(cache = "values", key = "'listener-key'")
        public void onChange() {
        }

    }

}
