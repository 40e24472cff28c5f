package io.tieredcache.benchmarks.peer;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import io.tieredcache.InvalidationListener;

/**
 * An instance that tells of what it hears.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class ListeningApplication {

    /**
     * Starts the instance.
     * @param listener told of invalidations
     * @return the instance, to be closed by the caller
     */
    public static ConfigurableApplicationContext start(InvalidationListener listener) {
        ApplicationContextInitializer<GenericApplicationContext> initializer = (context) -> context
            .registerBean(InvalidationListener.class, () -> listener);
        return Contexts.start(ListeningApplication.class, initializer);
    }

}
