package io.tieredcache.interceptor;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.springframework.aop.config.AopConfigUtils;
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

    boolean managerCreated;

    private CacheContext(boolean subclassProxies) {
        AopConfigUtils.registerAutoProxyCreatorIfNecessary(this.context);
        if (subclassProxies) {
            AopConfigUtils.forceAutoProxyCreatorToUseClassProxying(this.context);
        }
        this.context.registerBean(TieredCacheAdvisor.class,
                () -> new TieredCacheAdvisor(this.context.getBeanFactory(), TieredCacheAdvisor.DEFAULT_ORDER),
                INFRASTRUCTURE);
        this.context.registerBean(CacheAnnotationCheck.class,
                () -> new CacheAnnotationCheck(this.context.getBeanFactory(),
                        this.context.getBean(TieredCacheAdvisor.class)));
        this.context.registerBean(RecordingCaches.class, () -> {
            this.managerCreated = true;
            return this.caches;
        }, (definition) -> definition.setLazyInit(true));
    }

    static CacheContext with(Class<?>... beans) {
        return subclassProxies().start((context) -> List.of(beans).forEach(context::registerBean));
    }

    /**
     * With proxies as Spring Boot makes them.
     * @return the application, not started
     */
    static CacheContext subclassProxies() {
        return new CacheContext(true);
    }

    /**
     * With proxies that implement the interfaces of the bean's class, if it has any.
     * @return the application, not started
     */
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
