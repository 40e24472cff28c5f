package io.tieredcache.autoconfigure;

import org.springframework.aop.config.AopConfigUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cache.jcache.interceptor.JCacheOperationSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.context.annotation.Role;
import org.springframework.core.type.AnnotationMetadata;

import io.tieredcache.interceptor.CacheAnnotationCheck;
import io.tieredcache.interceptor.HitProxies;
import io.tieredcache.interceptor.JCacheInvocationAdvisor;
import io.tieredcache.interceptor.SpringCacheInvocationAdvisor;
import io.tieredcache.interceptor.TieredCacheAdvisor;

/**
 * Our annotations, and what Spring's own and those of JSR-107 need to fill coherently.
 */
@Configuration(proxyBeanMethods = false)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
@Import(AnnotationConfiguration.ProxyCreatorRegistrar.class)
class AnnotationConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static TieredCacheAdvisor tieredCacheAdvisor(ConfigurableListableBeanFactory beanFactory) {
        return new TieredCacheAdvisor(beanFactory, TieredCacheAdvisor.DEFAULT_ORDER);
    }

    @Bean
    static CacheAnnotationCheck tieredCacheAnnotationCheck(ConfigurableListableBeanFactory beanFactory,
            TieredCacheAdvisor advisor) {
        return new CacheAnnotationCheck(beanFactory, advisor);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    @ConditionalOnBooleanProperty(name = "tiered-cache.direct-hits", matchIfMissing = true)
    static HitProxies tieredCacheHitProxies(BeanFactory beanFactory) {
        return new HitProxies(beanFactory);
    }

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static SpringCacheInvocationAdvisor springCacheInvocationAdvisor(ConfigurableListableBeanFactory beanFactory) {
        return new SpringCacheInvocationAdvisor(beanFactory);
    }

    /**
     * Makes proxies where nothing else of the application does.
     */
    static class ProxyCreatorRegistrar implements ImportBeanDefinitionRegistrar {

        @Override
        public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
            AopConfigUtils.registerAutoProxyCreatorIfNecessary(registry);
        }

    }

    /**
     * The annotations of JSR-107, where Spring supports them.
     */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(name = "javax.cache.Cache", value = JCacheOperationSource.class)
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static class JCacheConfiguration {

        @Bean
        @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
        static JCacheInvocationAdvisor jCacheInvocationAdvisor(ConfigurableListableBeanFactory beanFactory) {
            return new JCacheInvocationAdvisor(beanFactory);
        }

    }

}
