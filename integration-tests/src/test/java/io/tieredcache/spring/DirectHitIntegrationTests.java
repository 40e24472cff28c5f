package io.tieredcache.spring;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.aopalliance.intercept.MethodInterceptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.aop.Advisor;
import org.springframework.aop.framework.Advised;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cglib.proxy.Factory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;

import io.tieredcache.CacheCounter;
import io.tieredcache.annotation.TieredCacheable;
import io.tieredcache.testing.ApplicationInstance;
import io.tieredcache.testing.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Hits that proxies answer before Spring makes an invocation.
 */
class DirectHitIntegrationTests {

    private ApplicationInstance application = ApplicationInstance.start(TestInstance.newNamespace(), Beans.class);

    @AfterEach
    void close() {
        this.application.close();
    }

    @Test
    void proxyAnswersHitsItself() {
        assertThat(isDirect(service())).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(service().byId(1L)).isEqualTo("id 1");
            assertThat(service().byAll("a", 1)).isEqualTo("all a 1");
            assertThat(service().byPath(new Place("HAM"))).isEqualTo("path HAM");
            assertThat(service().maybe("x")).contains("maybe x");
            assertThat(service().maybe("none")).isEmpty();
            assertThat(service().nothing("n")).isNull();
            assertThat(service().length("four")).isEqualTo(4);
            assertThat(service().sometimes("yes")).isEqualTo("sometimes yes");
            assertThat(service().plain("p")).isEqualTo("plain p");
        }
        assertThat(service().calls()).isEqualTo(8 + 3);
        assertThat(this.application.cache("direct").count(CacheCounter.L1_HIT)).isEqualTo(16);
        assertThat(this.application.cache("direct").count(CacheCounter.MISS)).isEqualTo(8);
        assertThat(this.application.cache("direct").count(CacheCounter.NEGATIVE_HIT)).isEqualTo(4);
    }

    @Test
    void conditionIsAskedForEachCall() {
        assertThat(service().sometimes("yes")).isEqualTo("sometimes yes");
        assertThat(service().sometimes("no")).isEqualTo("sometimes no");
        assertThat(service().sometimes("no")).isEqualTo("sometimes no");
        assertThat(service().calls()).isEqualTo(3);
        service().unlessAsked("key", false);
        service().unlessAsked("key", false);
        assertThat(service().calls()).isEqualTo(4);
        service().unlessAsked("key", true);
        assertThat(service().calls()).isEqualTo(5);
    }

    @Test
    void errorsAreThoseOfTheAdvice() {
        assertThatIllegalArgumentException().isThrownBy(() -> service().nothing(null))
            .withMessageContaining("gave null, which is no key");
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> service().byPath(null))
            .withMessageContaining("code");
    }

    @Test
    void whatIsInvalidatedIsNoHit() {
        service().byId(1L);
        this.application.cache("direct").evict(1L);
        service().byId(1L);
        assertThat(service().calls()).isEqualTo(2);
    }

    @Test
    void adviceAroundThatOfTheCacheSeesEachCall() {
        this.application.close();
        this.application = ApplicationInstance.start(TestInstance.newNamespace(), Beans.class, Outer.class);
        for (int i = 0; i < 3; i++) {
            service().byId(1L);
            service().byAll("a", 1);
        }
        // Its pointcut leaves the other method alone.
        assertThat(this.application.bean(Outer.class).seen).hasValue(3);
        assertThat(service().calls()).isEqualTo(2);
    }

    @Test
    void adviceThatIsAddedToTheProxyBeforeItsFirstCallSeesEachCall() {
        this.application.close();
        this.application = ApplicationInstance.start(TestInstance.newNamespace(), Beans.class, Adding.class);
        for (int i = 0; i < 3; i++) {
            service().byId(1L);
        }
        assertThat(this.application.bean(Adding.class).seen).hasValue(3);
        assertThat(service().calls()).isEqualTo(1);
    }

    @Test
    void onlySingletonsAnswerThemselves() {
        this.application.close();
        this.application = ApplicationInstance.start(TestInstance.newNamespace(), Prototypes.class);
        assertThat(isDirect(service())).isFalse();
        assertThat(service().byId(1L)).isEqualTo(service().byId(1L));
    }

    @Test
    void canBeSwitchedOff() {
        this.application.close();
        this.application = ApplicationInstance.start(TestInstance.newNamespace(),
                List.of("tiered-cache.direct-hits=false"), Beans.class);
        assertThat(isDirect(service())).isFalse();
        assertThat(service().byId(1L)).isEqualTo(service().byId(1L));
        assertThat(service().calls()).isEqualTo(1);
    }

    private Service service() {
        return this.application.bean(Service.class);
    }

    private static boolean isDirect(Object proxy) {
        return ((Factory) proxy).getCallback(0).getClass().getName().endsWith(".HitCallback");
    }

    record Place(String code) {
    }

    @Configuration(proxyBeanMethods = false)
    static class Beans {

        @Bean
        Service service() {
            return new Service();
        }

    }

    @Configuration(proxyBeanMethods = false)
    static class Prototypes {

        @Bean
        @Scope("prototype")
        Service service() {
            return new Service();
        }

    }

    /**
     * An advisor outside of that of the cache.
     */
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @SuppressWarnings("serial")
    static class Outer extends DefaultPointcutAdvisor {

        final AtomicInteger seen = new AtomicInteger();

        Outer() {
            NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
            pointcut.addMethodName("byId");
            setPointcut(pointcut);
            setOrder(Ordered.HIGHEST_PRECEDENCE);
            setAdvice((MethodInterceptor) (invocation) -> {
                this.seen.incrementAndGet();
                return invocation.proceed();
            });
        }

    }

    /**
     * Adds advice to proxies that exist, as Spring does for methods that are
     * asynchronous.
     */
    static class Adding implements BeanPostProcessor, Ordered {

        final AtomicInteger seen = new AtomicInteger();

        @Override
        public Object postProcessAfterInitialization(Object bean, String beanName) {
            if (bean instanceof Service && bean instanceof Advised proxy) {
                Advisor advisor = new DefaultPointcutAdvisor((MethodInterceptor) (invocation) -> {
                    this.seen.incrementAndGet();
                    return invocation.proceed();
                });
                proxy.addAdvisor(0, advisor);
            }
            return bean;
        }

        @Override
        public int getOrder() {
            return LOWEST_PRECEDENCE;
        }

    }

    static class Service {

        private final AtomicInteger calls = new AtomicInteger();

        public int calls() {
            return this.calls.get();
        }

        @TieredCacheable(cache = "direct", key = "#id")
        public String byId(long id) {
            return count("id " + id);
        }

        @TieredCacheable("direct")
        public String byAll(String text, int number) {
            return count("all " + text + " " + number);
        }

        @TieredCacheable(cache = "direct", key = "{'path', #place.code}")
        public String byPath(@Nullable Place place) {
            return count("path " + ((place != null) ? place.code() : null));
        }

        @TieredCacheable(cache = "direct", key = "'maybe ' + #key")
        public Optional<String> maybe(String key) {
            String found = count("maybe " + key);
            return key.equals("none") ? Optional.empty() : Optional.of(found);
        }

        @TieredCacheable(cache = "direct", key = "#key")
        public @Nullable String nothing(@Nullable String key) {
            count("nothing");
            return null;
        }

        @TieredCacheable(cache = "direct", key = "#text")
        public int length(String text) {
            return count(text).length();
        }

        @TieredCacheable(cache = "direct", key = "#key", condition = "#key == 'yes'")
        public String sometimes(String key) {
            return count("sometimes " + key);
        }

        @TieredCacheable(cache = "direct", key = "#key", condition = "!#asked")
        public String unlessAsked(String key, boolean asked) {
            return count("unless asked " + key);
        }

        public String plain(String text) {
            return count("plain " + text);
        }

        private String count(String text) {
            this.calls.incrementAndGet();
            return text;
        }

    }

}
