package io.tieredcache.interceptor;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * The classes of all beans, found without creating one.
 *
 * @param beanFactory the beans
 */
record BeanClasses(ConfigurableListableBeanFactory beanFactory) {

    private static final Logger logger = LoggerFactory.getLogger(BeanClasses.class);

    /**
     * The bean of a name if it exists already.
     */
    @Nullable Object instance(String name) {
        Object instance = this.beanFactory.getSingleton(name);
        return (instance instanceof FactoryBean) ? null : instance;
    }

    /**
     * The class of a bean, behind any proxy.
     */
    @Nullable Class<?> of(String name) {
        Object instance = instance(name);
        return (instance != null) ? AopProxyUtils.ultimateTargetClass(instance) : declared(name);
    }

    private @Nullable Class<?> declared(String name) {
        try {
            return this.beanFactory.getType(name, false);
        }
        catch (BeansException | LinkageError ex) {
            logger.debug("Class of bean '{}' is not known; its cache annotations are not checked", name, ex);
            return null;
        }
    }

}
