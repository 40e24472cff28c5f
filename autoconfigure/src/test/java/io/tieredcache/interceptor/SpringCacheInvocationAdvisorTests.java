package io.tieredcache.interceptor;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import javax.cache.annotation.CacheRemove;
import javax.cache.annotation.CacheResult;

import io.tieredcache.SpringCacheInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SpringCacheInvocationAdvisorTests {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    @AfterEach
    void close() {
        this.context.close();
    }

    private Airports start(Class<?>... configuration) {
        this.context.registerBean(SpringCacheInvocationAdvisor.class,
                () -> new SpringCacheInvocationAdvisor(this.context.getBeanFactory()),
                (definition) -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE));
        this.context.registerBean(JCacheInvocationAdvisor.class,
                () -> new JCacheInvocationAdvisor(this.context.getBeanFactory()),
                (definition) -> definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE));
        AopConfigUtils.registerAutoProxyCreatorIfNecessary(this.context);
        this.context.registerBean(Airports.class);
        this.context.registerBean(ConcurrentMapCacheManager.class);
        List.of(configuration).forEach(this.context::registerBean);
        this.context.refresh();
        return this.context.getBean(Airports.class);
    }

    @Test
    void callIsOpenWithTheReturnType() {
        Airports airports = start(CachingConfiguration.class);
        airports.find("FRA");
        airports.findAll("FRA");
        assertThat(airports.types()).extracting(String::valueOf)
            .containsExactly("class java.lang.String", "java.util.List<java.lang.String>");
        assertThat(SpringCacheInvocation.current()).isNull();
    }

    @Test
    void typeIsUnknownWhereNothingIsReturnedYet() {
        Airports airports = start(CachingConfiguration.class);
        airports.delete("FRA");
        assertThat(airports.findLater("FRA")).isCompletedWithValue("FRA");
        assertThat(airports.types()).containsExactly(null, null);
    }

    @Test
    void callIsClosedAfterException() {
        Airports airports = start(CachingConfiguration.class);
        assertThatIllegalStateException().isThrownBy(() -> airports.fail("FRA"));
        assertThat(SpringCacheInvocation.current()).isNull();
    }

    @Test
    void openOutsideOfTheCachesAdvice() {
        Airports airports = start(CachingConfiguration.class);
        airports.find("FRA");
        airports.find("FRA");
        assertThat(airports.types()).hasSize(1);
        assertThat(airports.plain()).isNull();
    }

    @Test
    void standardAnnotationsAreMarkedAsWell() {
        Airports airports = start(CachingConfiguration.class);
        airports.standard("FRA");
        airports.standardRemove("FRA");
        assertThat(airports.types()).containsExactly(String.class, null);
    }

    @Test
    void nothingIsProxiedWithoutOperationSource() {
        assertThat(AopUtils.isAopProxy(start())).isFalse();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableCaching
    static class CachingConfiguration {

    }

    static class Airports {

        private final List<@Nullable Type> types = new ArrayList<>();

        private void remember() {
            SpringCacheInvocation current = SpringCacheInvocation.current();
            assertThat(current).isNotNull();
            this.types.add(current.returnType());
        }

        public List<@Nullable Type> types() {
            return this.types;
        }

        public @Nullable SpringCacheInvocation plain() {
            return SpringCacheInvocation.current();
        }

        @Cacheable("airports")
        public String find(String code) {
            remember();
            return code;
        }

        @Cacheable("lists")
        public Optional<List<String>> findAll(String code) {
            remember();
            return Optional.of(List.of(code));
        }

        @Cacheable("later")
        public CompletableFuture<String> findLater(String code) {
            remember();
            return CompletableFuture.completedFuture(code);
        }

        @Cacheable("failures")
        public String fail(String code) {
            throw new IllegalStateException("no database");
        }

        @CacheEvict("airports")
        public void delete(String code) {
            remember();
        }

        @CacheResult(cacheName = "standard")
        public String standard(String code) {
            remember();
            return code;
        }

        @CacheRemove(cacheName = "standard")
        public String standardRemove(String code) {
            remember();
            return code;
        }

    }

}
