package io.tieredcache.interceptor;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.aop.framework.autoproxy.InfrastructureAdvisorAutoProxyCreator;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanDefinitionCustomizer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;

/**
 * An application with the advice, recording caches and the beans of a test.
 */
final class CacheContext implements AutoCloseable {

    private static final BeanDefinitionCustomizer INFRASTRUCTURE = (definition) -> definition
        .setRole(BeanDefinition.ROLE_INFRASTRUCTURE);

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    final RecordingCaches caches = new RecordingCaches();

    private CacheContext(boolean subclassProxies) {
        this.context.registerBean(InfrastructureAdvisorAutoProxyCreator.class, () -> {
            InfrastructureAdvisorAutoProxyCreator creator = new InfrastructureAdvisorAutoProxyCreator();
            creator.setProxyTargetClass(subclassProxies);
            return creator;
        }, INFRASTRUCTURE);
        this.context.registerBean(TieredCacheAdvisor.class,
                () -> new TieredCacheAdvisor(this.context.getBeanFactory(), TieredCacheAdvisor.DEFAULT_ORDER),
                INFRASTRUCTURE);
        this.context.registerBean(CacheAnnotationCheck.class,
                () -> new CacheAnnotationCheck(this.context.getBeanFactory(),
                        this.context.getBean(TieredCacheAdvisor.class)));
        this.context.registerBean(RecordingCaches.class, () -> this.caches);
    }

    static CacheContext with(Class<?>... beans) {
        return subclassProxies().start((context) -> List.of(beans).forEach(context::registerBean));
    }

    static CacheContext subclassProxies() {
        return new CacheContext(true);
    }

    static CacheContext interfaceProxies() {
        return new CacheContext(false);
    }

    CacheContext properties(Map<String, Object> properties) {
        this.context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        return this;
    }

    CacheContext start(Consumer<AnnotationConfigApplicationContext> beans) {
        try {
            beans.accept(this.context);
            this.context.refresh();
            return this;
        }
        catch (RuntimeException ex) {
            this.context.close();
            throw ex;
        }
    }

    <T> T bean(Class<T> type) {
        return this.context.getBean(type);
    }

    RecordingCache cache(String name) {
        return this.caches.cache(name);
    }

    List<String> events() {
        return this.caches.events;
    }

    @Override
    public void close() {
        this.context.close();
    }

}
