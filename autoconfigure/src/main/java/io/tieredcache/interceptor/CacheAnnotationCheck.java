package io.tieredcache.interceptor;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Checks the annotations of all beans at the end of the start: also those of beans that
 * are not created yet, or that no proxy was made of, and that the caches that they name
 * exist and have what they need. Creates no bean but the cache manager, and the
 * write-behind handlers where annotations need them.
 *
 * @since 0.1.0
 */
public final class CacheAnnotationCheck implements SmartInitializingSingleton {

    private static final Logger logger = LoggerFactory.getLogger(CacheAnnotationCheck.class);

    private final ConfigurableListableBeanFactory beanFactory;

    private final TieredCacheAdvisor advisor;

    /**
     * Create a check.
     * @param beanFactory the beans
     * @param advisor applies the annotations
     */
    public CacheAnnotationCheck(ConfigurableListableBeanFactory beanFactory, TieredCacheAdvisor advisor) {
        this.beanFactory = beanFactory;
        this.advisor = advisor;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : this.beanFactory.getBeanDefinitionNames()) {
            check(name);
        }
    }

    private void check(String name) {
        BeanClasses classes = new BeanClasses(this.beanFactory);
        Object instance = classes.instance(name);
        Class<?> type = classes.of(name);
        if (type == null) {
            return;
        }
        ClassOperations operations = this.advisor.source().of(type);
        operations.all().stream().flatMap(CacheOperations::caches).forEach(NamedCache::get);
        operations.all().stream().flatMap((each) -> each.behinds().stream()).forEach((behind) -> behind.queue().get());
        if (!operations.isEmpty()) {
            StrongCacheCheck strong = new StrongCacheCheck(this.advisor.beans().hasStrongCaches());
            operations.all().forEach(strong::check);
        }
        operations.all()
            .stream()
            .flatMap((each) -> each.annotations().stream())
            .forEach(this.advisor.beans()::checkDimensions);
        if (instance != null && !operations.isEmpty()) {
            checkProxy(name, instance, operations);
        }
    }

    private void checkProxy(String name, Object instance, ClassOperations operations) {
        Advised proxy = proxy(instance);
        if (proxy == null) {
            logger.warn(
                    "Cache annotations on bean '{}' of {} have no effect: no proxy was made of it, since it was "
                            + "created before the cache's advice, or by a test. Let no BeanPostProcessor depend on it.",
                    name, instance.getClass());
        }
        else if (AopUtils.isCglibProxy(proxy)) {
            operations.all().forEach((each) -> InterceptionCheck.checkSubclassProxy(each.annotations().get(0)));
        }
    }

    private @Nullable Advised proxy(@Nullable Object instance) {
        Object candidate = instance;
        while (candidate instanceof Advised advised) {
            if (List.of(advised.getAdvisors()).contains(this.advisor)) {
                return advised;
            }
            candidate = AopProxyUtils.getSingletonTarget(advised);
        }
        return null;
    }

}
