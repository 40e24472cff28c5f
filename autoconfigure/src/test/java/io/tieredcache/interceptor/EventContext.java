package io.tieredcache.interceptor;

import java.util.List;
import java.util.Set;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.events.InvalidationRules;

/**
 * An application with rules for events and recording caches.
 */
final class EventContext implements AutoCloseable {

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    final RecordingCaches caches = new RecordingCaches();

    private EventContext() {
    }

    static EventContext with(Class<?>... beans) {
        return new EventContext().start(beans);
    }

    static EventContext withOnlyCaches(List<String> declared, Class<?>... beans) {
        EventContext context = new EventContext();
        context.caches.declared = Set.copyOf(declared);
        return context.start(beans);
    }

    private EventContext start(Class<?>... beans) {
        try {
            this.context.registerBean(RecordingCaches.class, () -> this.caches);
            this.context.registerBean(InvalidationRules.class,
                    () -> new InvalidationRules(this.context.getBeanFactory(),
                            new AnnotatedRules(this.context.getBeanFactory())::find,
                            () -> this.context.getBean(CacheInvalidator.class)));
            if (beans.length > 0) {
                this.context.register(beans);
            }
            this.context.refresh();
            return this;
        }
        catch (RuntimeException ex) {
            this.context.close();
            throw ex;
        }
    }

    EventContext publish(Object event) {
        this.context.publishEvent(event);
        return this;
    }

    List<CacheInvalidation> invalidations() {
        return this.caches.invalidations;
    }

    @Override
    public void close() {
        this.context.close();
    }

}
