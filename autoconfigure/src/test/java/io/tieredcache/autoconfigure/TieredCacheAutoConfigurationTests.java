package io.tieredcache.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.dataformat.cbor.CBORMapper;
import tools.jackson.dataformat.smile.SmileMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.ClientResourcesBuilderCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.CacheMode;
import io.tieredcache.CacheSettings;
import io.tieredcache.CacheSettingsCustomizer;
import io.tieredcache.ChannelState;
import io.tieredcache.Consistency;
import io.tieredcache.SingleFlight;
import io.tieredcache.KeyDimension;
import io.tieredcache.L2Status;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.ValueSerializer;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.cache.InvalidationChannel;
import io.tieredcache.redis.RedisInvalidationBus;
import io.tieredcache.redis.RedisL2Store;
import io.tieredcache.store.InvalidationBus;
import io.tieredcache.store.L2Store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class TieredCacheAutoConfigurationTests {

    private final ApplicationContextRunner contextRunner = CacheContexts.runner();

    @Nested
    class ByDefault {

        @Test
        void managerIsTheOnlyCacheManager() {
            contextRunner().run((context) -> {
                assertThat(context).hasNotFailed().hasSingleBean(CacheManager.class);
                assertThat(context.getBean(CacheManager.class)).isInstanceOf(TieredCacheManager.class);
                assertThat(context).hasBean("tieredCacheManager");
            });
        }

        @Test
        void storesAreOnRedis() {
            contextRunner().run((context) -> {
                assertThat(context).hasSingleBean(CacheInvalidator.class);
                assertThat(context.getBean(L2Store.class)).isInstanceOf(RedisL2Store.class);
                assertThat(context.getBean(InvalidationBus.class)).isInstanceOf(RedisInvalidationBus.class);
            });
        }

        @Test
        void statusOfRedisIsThere() {
            contextRunner().run((context) -> {
                L2Status status = context.getBean(L2Status.class);
                assertThat(status.state()).isEqualTo(L2Status.State.CLOSED);
                assertThat(status.timeout()).isEqualTo(Duration.ofSeconds(1));
                assertThat(status.waiting()).isZero();
            });
        }

        @Test
        void lostConnectionIsMadeAgainEverySecondAtLeast() {
            contextRunner().run((context) -> {
                ClientResources.Builder resources = ClientResources.builder();
                context.getBeanProvider(ClientResourcesBuilderCustomizer.class)
                    .orderedStream()
                    .forEach((customizer) -> customizer.customize(resources));
                ClientResources built = resources.build();
                try {
                    assertThat(built.reconnectDelay().createDelay(1)).isLessThan(Duration.ofMillis(100));
                    assertThat(built.reconnectDelay().createDelay(1000)).isEqualTo(Duration.ofSeconds(1));
                }
                finally {
                    var unused = built.shutdown();
                }
            });
        }

        @Test
        void threeSerializersAreThere() {
            contextRunner().run((context) -> assertThat(context.getBeansOfType(ValueSerializer.class).values())
                .extracting(ValueSerializer::id)
                .containsExactlyInAnyOrder("json", "smile", "cbor"));
        }

        @Test
        void contextStartsWithoutRedis() {
            contextRunner().run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(InvalidationChannel.class).state()).isEqualTo(ChannelState.CONNECTING);
            });
        }

        @Test
        void readsAskTheSourceWithoutRedis() {
            contextRunner().run((context) -> {
                TieredCache cache = cache(context.getBean(TieredCacheManager.class), "orders");
                assertThat(cache.get("key", () -> "loaded")).isEqualTo("loaded");
                assertThat(cache.get("key")).isNull();
            });
        }

        @Test
        void invalidationsFailWithoutRedis() {
            contextRunner().run((context) -> assertThatExceptionOfType(L2UnavailableException.class)
                .isThrownBy(() -> context.getBean(CacheInvalidator.class).invalidateTags("tag")));
        }

        @Test
        void settingsAreThoseOfTheDocumentation() {
            contextRunner().run((context) -> {
                CacheSettings settings = cache(context.getBean(TieredCacheManager.class), "orders").settings();
                assertThat(settings).isEqualTo(
                        new CacheSettings("orders", CacheMode.ON, Consistency.BOUNDED, Duration.ofSeconds(5),
                                new CacheSettings.L1(Duration.ofMinutes(5), 10_000L, null, false),
                                new CacheSettings.L2(Duration.ofMinutes(10), true, Duration.ofSeconds(30), 0.1,
                                        1024 * 1024, "json", null, null, null),
                                new CacheSettings.Keys(1, List.of(), false),
                                new CacheSettings.Load(SingleFlight.DISTRIBUTED, Duration.ofSeconds(10),
                                        Duration.ofSeconds(30)),
                                new CacheSettings.Stale(Duration.ZERO, Duration.ZERO, Duration.ofSeconds(5)),
                                new CacheSettings.Refresh(1, 0, 0.2, 2, CacheSettings.Named.none())));
            });
        }

        @Test
        void listenerContainerOfBootIsLeftAlone() {
            contextRunner().run((context) -> assertThat(context).doesNotHaveBean("redisMessageListenerContainer")
                .doesNotHaveBean(RedisMessageListenerContainer.class));
            RedisMessageListenerContainer own = mock(RedisMessageListenerContainer.class);
            contextRunner().withBean("redisMessageListenerContainer", RedisMessageListenerContainer.class, () -> own)
                .run((context) -> assertThat(context).hasNotFailed()
                    .getBean(RedisMessageListenerContainer.class)
                    .isSameAs(own));
        }

        @Test
        void noExecutorIsLeftForTheApplicationToFind() {
            contextRunner().run((context) -> assertThat(context).doesNotHaveBean(Executor.class));
        }

        @Test
        void closedContextLeavesNoThreads() {
            contextRunner().run((context) -> {
                TieredCache cache = cache(context.getBean(TieredCacheManager.class), "orders");
                CompletableFuture<String> loaded = cache.retrieve("key",
                        () -> CompletableFuture.completedFuture("loaded"));
                assertThat(loaded).succeedsWithin(Duration.ofSeconds(10));
                assertThat(threads()).isNotEmpty();
            });
            await().atMost(Duration.ofSeconds(10)).until(() -> threads().isEmpty());
        }

        @Test
        void closedContextStillAsksTheSource() {
            List<TieredCache> caches = new ArrayList<>();
            contextRunner().run((context) -> caches.add(cache(context.getBean(TieredCacheManager.class), "orders")));
            TieredCache cache = caches.get(0);
            assertThat(cache.get("key", () -> "loaded")).isEqualTo("loaded");
            CompletableFuture<String> loaded = cache.retrieve("key", () -> CompletableFuture.completedFuture("loaded"));
            assertThat(loaded).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("loaded");
        }

        private static Set<String> threads() {
            return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .map(Thread::getName)
                .filter((name) -> name.startsWith("tiered-cache"))
                .collect(Collectors.toSet());
        }

    }

    @Nested
    class BacksOff {

        @Test
        void whenSwitchedOff() {
            assertBacksOff(contextRunner().withPropertyValues("tiered-cache.enabled=false"));
        }

        @Test
        void whenCaffeineIsMissing() {
            assertBacksOff(contextRunner().withClassLoader(new FilteredClassLoader(Caffeine.class)));
        }

        @Test
        void whenLettuceIsMissing() {
            assertBacksOff(contextRunner().withClassLoader(new FilteredClassLoader(RedisClient.class)));
        }

        @Test
        void whenDataRedisIsMissing() {
            assertBacksOff(contextRunner().withClassLoader(new FilteredClassLoader("org.springframework.data.redis")));
        }

        @Test
        void whenThereIsNoConnectionFactory() {
            assertBacksOff(new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TieredCacheAutoConfiguration.class)));
        }

        @Test
        void whenTheConnectionFactoryIsNotOfLettuce() {
            assertBacksOff(
                    contextRunner().withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class)));
        }

        @Test
        void switchedOffLeavesCachingToBoot() {
            contextRunner().withUserConfiguration(Caching.class)
                .withPropertyValues("tiered-cache.enabled=false", "spring.cache.type=simple")
                .run((context) -> assertThat(context).hasNotFailed().hasSingleBean(CacheManager.class));
        }

        @Test
        void fromFormatsWhoseLibraryIsMissing() {
            contextRunner().withClassLoader(new FilteredClassLoader(SmileMapper.class, CBORMapper.class))
                .run((context) -> assertThat(context.getBeansOfType(ValueSerializer.class).values())
                    .extracting(ValueSerializer::id)
                    .containsExactly("json"));
        }

        private static void assertBacksOff(ApplicationContextRunner runner) {
            runner.run((context) -> assertThat(context).hasNotFailed()
                .doesNotHaveBean(TieredCacheManager.class)
                .doesNotHaveBean(CacheInvalidator.class)
                .doesNotHaveBean(L2Store.class)
                .doesNotHaveBean("tieredCacheAdvisor"));
        }

    }

    @Nested
    class UsesTheApplicationsOwn {

        @Test
        void l2Store() {
            L2Store own = mock(L2Store.class);
            contextRunner().withBean(L2Store.class, () -> own)
                .run((context) -> assertThat(context).hasNotFailed().getBean(L2Store.class).isSameAs(own));
        }

        @Test
        void invalidationBus() {
            InvalidationBus own = mock(InvalidationBus.class);
            given(own.subscribe(any())).willThrow(new L2UnavailableException("no bus", null));
            contextRunner().withBean(InvalidationBus.class, () -> own)
                .run((context) -> assertThat(context).hasNotFailed().getBean(InvalidationBus.class).isSameAs(own));
        }

        @Test
        void invalidator() {
            CacheInvalidator own = (CacheInvalidation invalidation) -> {
            };
            contextRunner().withBean(CacheInvalidator.class, () -> own)
                .run((context) -> assertThat(context).hasNotFailed().getBean(CacheInvalidator.class).isSameAs(own));
        }

        @Test
        void manager() {
            TieredCacheManager own = mock(TieredCacheManager.class);
            contextRunner().withBean(TieredCacheManager.class, () -> own)
                .run((context) -> assertThat(context).hasNotFailed().getBean(TieredCacheManager.class).isSameAs(own));
        }

        @Test
        void serializer() {
            ValueSerializer own = mock(ValueSerializer.class);
            given(own.id()).willReturn("own");
            contextRunner().withBean(ValueSerializer.class, () -> own)
                .withPropertyValues("tiered-cache.caches.orders.serializer=own")
                .run((context) -> assertThat(context).hasNotFailed()
                    .getBean(TieredCacheManager.class)
                    .extracting((manager) -> cache(manager, "orders").settings().l2().serializer())
                    .isEqualTo("own"));
        }

        @Test
        void keyDimension() {
            contextRunner().withUserConfiguration(Tenants.class)
                .withPropertyValues("tiered-cache.caches.orders.dimensions=tenant")
                .run((context) -> assertThat(context).hasNotFailed());
        }

        @Test
        void customizersInTheirOrder() {
            contextRunner()
                .withBean("second", CacheSettingsCustomizer.class, () -> new Shorten(2, Duration.ofSeconds(2)))
                .withBean("first", CacheSettingsCustomizer.class, () -> new Shorten(1, Duration.ofSeconds(1)))
                .withPropertyValues("tiered-cache.caches.orders.ttl=10s")
                .run((context) -> {
                    CacheSettings settings = cache(context.getBean(TieredCacheManager.class), "orders").settings();
                    assertThat(Objects.requireNonNull(settings.l2().ttlFunction()).ttl("key", "value"))
                        .isEqualTo(Duration.ofSeconds(2));
                });
        }

    }

    @Nested
    class BesideAnotherManager {

        private final ApplicationContextRunner contextRunner = contextRunner().withUserConfiguration(Caching.class,
                OwnManager.class, Orders.class);

        @Test
        void injectionOfACacheManagerIsUnambiguous() {
            this.contextRunner.run((context) -> {
                assertThat(context).hasNotFailed();
                assertThat(context.getBean(CacheManager.class)).isSameAs(context.getBean("cacheManager"));
                assertThat(context.getBean(OrderService.class).injected())
                    .containsOnly(context.getBean("cacheManager", CacheManager.class));
            });
        }

        @Test
        void springsAnnotationsStayWithIt() {
            this.contextRunner.run((context) -> {
                OrderService orders = context.getBean(OrderService.class);
                assertThat(orders.bySpring("key")).isEqualTo(1);
                assertThat(orders.bySpring("key")).isEqualTo(1);
                assertThat(context.getBean("cacheManager", CacheManager.class).getCacheNames()).contains("orders");
                assertThat(context.getBean(TieredCacheManager.class).getCacheNames()).doesNotContain("orders");
            });
        }

        @Test
        void ourAnnotationsHaveOurs() {
            this.contextRunner.withPropertyValues("tiered-cache.defaults.consistency=eventual").run((context) -> {
                OrderService orders = context.getBean(OrderService.class);
                assertThat(orders.byUs("key")).isEqualTo(1);
                assertThat(orders.byUs("key")).isEqualTo(1);
                assertThat(context.getBean(TieredCacheManager.class).getCacheNames()).containsExactly("ours");
                assertThat(context.getBean("cacheManager", CacheManager.class).getCacheNames()).doesNotContain("ours");
            });
        }

        @Test
        void oursAndItsInvalidatorAreThere() {
            this.contextRunner.run((context) -> {
                assertThat(context).hasSingleBean(TieredCacheManager.class).hasSingleBean(CacheInvalidator.class);
                assertThat(context.getBean(OrderService.class).qualified())
                    .isSameAs(context.getBean("tieredCacheManager"));
            });
        }

    }

    @Nested
    class Caches {

        @Test
        void declaredOnesExistAtStart() {
            contextRunner()
                .withPropertyValues("tiered-cache.caches.orders.ttl=1m", "tiered-cache.caches.[price list].ttl=2m")
                .run((context) -> assertThat(context.getBean(TieredCacheManager.class).getCacheNames())
                    .containsExactlyInAnyOrder("orders", "price list"));
        }

        @Test
        void othersAreMadeOnDemand() {
            contextRunner().run((context) -> {
                TieredCacheManager manager = context.getBean(TieredCacheManager.class);
                assertThat(manager.getCacheNames()).isEmpty();
                TieredCache cache = manager.getCache("orders");
                assertThat(cache).isNotNull().isSameAs(manager.getCache("orders"));
                assertThat(manager.getCacheNames()).containsExactly("orders");
            });
        }

        @Test
        void othersAreNotMadeWhereThatIsOff() {
            contextRunner().withPropertyValues("tiered-cache.on-demand=false", "tiered-cache.caches.orders.ttl=1m")
                .run((context) -> {
                    TieredCacheManager manager = context.getBean(TieredCacheManager.class);
                    assertThat(manager.getCache("orders")).isNotNull();
                    assertThat(manager.getCache("other")).isNull();
                    assertThat(manager.getCacheNames()).containsExactly("orders");
                });
        }

        @Test
        void theirSettingsComeFromTheirOwnPropertiesFirst() {
            contextRunner()
                .withPropertyValues("tiered-cache.defaults.ttl=1h", "tiered-cache.defaults.l1.max-entries=7",
                        "tiered-cache.defaults.negative-caching=false", "tiered-cache.caches.orders.ttl=30",
                        "tiered-cache.caches.orders.l1.max-size=1MB", "tiered-cache.caches.orders.mode=l2-only",
                        "tiered-cache.caches.orders.jitter=0", "tiered-cache.caches.orders.load.lease-time=1m")
                .run((context) -> {
                    TieredCacheManager manager = context.getBean(TieredCacheManager.class);
                    CacheSettings orders = cache(manager, "orders").settings();
                    assertThat(orders.mode()).isEqualTo(CacheMode.L2_ONLY);
                    assertThat(orders.l2().ttl()).isEqualTo(Duration.ofSeconds(30));
                    assertThat(orders.l2().jitter()).isZero();
                    assertThat(orders.l2().negativeCaching()).isFalse();
                    assertThat(orders.l1())
                        .isEqualTo(new CacheSettings.L1(Duration.ofSeconds(30), null, 1024L * 1024, false));
                    assertThat(orders.load().leaseTime()).isEqualTo(Duration.ofMinutes(1));
                    CacheSettings other = cache(manager, "other").settings();
                    assertThat(other.l2().ttl()).isEqualTo(Duration.ofHours(1));
                    assertThat(other.l1().maxEntries()).isEqualTo(7);
                });
        }

    }

    private ApplicationContextRunner contextRunner() {
        return this.contextRunner;
    }

    private static TieredCache cache(TieredCacheManager manager, String name) {
        return Objects.requireNonNull(manager.getCache(name));
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class Caching {

    }

    @Configuration(proxyBeanMethods = false)
    static class OwnManager {

        @Bean
        CacheManager cacheManager() {
            return new ConcurrentMapCacheManager();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Orders {

        @Bean
        OrderService orderService(CacheManager cacheManager, ObjectProvider<CacheManager> provider,
                @Qualifier("tieredCacheManager") TieredCacheManager qualified) {
            return new OrderService(List.of(cacheManager, provider.getObject()), qualified);
        }

    }

    static class OrderService {

        private final AtomicInteger calls = new AtomicInteger();

        private final List<CacheManager> injected;

        private final TieredCacheManager qualified;

        OrderService(List<CacheManager> injected, TieredCacheManager qualified) {
            this.injected = injected;
            this.qualified = qualified;
        }

        TieredCacheManager qualified() {
            return this.qualified;
        }

        List<CacheManager> injected() {
            return this.injected;
        }

        @Cacheable("orders")
        public int bySpring(String key) {
            return this.calls.incrementAndGet();
        }

        @TieredCacheable("ours")
        public int byUs(String key) {
            return this.calls.incrementAndGet();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Tenants {

        @Bean
        KeyDimension tenant() {
            return new KeyDimension() {

                @Override
                public String name() {
                    return "tenant";
                }

                @Override
                public Object currentValue() {
                    return "acme";
                }

            };
        }

    }

    record Shorten(int order, Duration ttl) implements CacheSettingsCustomizer, Ordered {

        @Override
        public int getOrder() {
            return this.order;
        }

        @Override
        public CacheSettings customize(CacheSettings settings) {
            return settings.withTtlFunction((key, value) -> this.ttl);
        }

    }

}
