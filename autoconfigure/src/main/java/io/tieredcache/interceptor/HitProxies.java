package io.tieredcache.interceptor;

import org.springframework.aop.TargetSource;
import org.springframework.aop.framework.Advised;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.Factory;
import org.springframework.cglib.proxy.MethodInterceptor;

/**
 * Lets proxies answer hits of {@link io.tieredcache.annotation.TieredCacheable} before
 * Spring makes an invocation of the call, which costs more than the hit. Only for
 * subclass proxies of singletons, as Spring Boot makes them; calls of all others, and
 * whatever is no hit, go the usual way.
 * <p>
 * Advice that is added to a proxy outside of that of the cache after the first call of a
 * method does not see the method's hits.
 *
 * @since 0.1.0
 */
public final class HitProxies implements BeanPostProcessor {

    /** Spring's own callback for advised methods, which is to be kept within. */
    private static final String ADVICE = "org.springframework.aop.framework.CglibAopProxy$DynamicAdvisedInterceptor";

    private static final int ADVICE_INDEX = 0;

    private final BeanFactory beanFactory;

    /**
     * Create a post-processor.
     * @param beanFactory has the {@link TieredCacheAdvisor}
     */
    public HitProxies(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof Factory factory && bean instanceof Advised advised && isSingleton(beanName)) {
            TargetSource target = advised.getTargetSource();
            Class<?> targetClass = target.getTargetClass();
            Callback advice = factory.getCallback(ADVICE_INDEX);
            if (target.isStatic() && targetClass != null && advice.getClass().getName().equals(ADVICE)) {
                answerHits(factory, advised, targetClass, (MethodInterceptor) advice);
            }
        }
        return bean;
    }

    private boolean isSingleton(String beanName) {
        return this.beanFactory.containsBean(beanName) && this.beanFactory.isSingleton(beanName);
    }

    private void answerHits(Factory factory, Advised advised, Class<?> targetClass, MethodInterceptor advice) {
        TieredCacheAdvisor advisor = this.beanFactory.getBean(TieredCacheAdvisor.class);
        if (advisor.source().of(targetClass).all().stream().anyMatch(CacheOperations::onlyRead)) {
            factory.setCallback(ADVICE_INDEX, new HitCallback(advice, advised, targetClass, advisor));
        }
    }

}
