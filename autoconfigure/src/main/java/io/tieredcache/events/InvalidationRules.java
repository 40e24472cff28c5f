package io.tieredcache.events;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.ResolvableType;
import org.springframework.util.function.SingletonSupplier;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.CacheInvalidator;
import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.InvalidationRule;

/**
 * Invalidates what the rules of the application name for a Spring event, all of them with
 * one call. The rules are collected at the end of the start, or by an event before that.
 */
public final class InvalidationRules implements ApplicationListener<ApplicationEvent>, SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beanFactory;

    private final Supplier<List<InvalidationRule<?>>> annotated;

    private final Supplier<CacheInvalidator> invalidator;

    private final SingletonSupplier<List<EventRule>> rules;

    /**
     * Create the listener.
     * @param beanFactory has the rules that are beans
     * @param annotated gives the rules that are annotations
     * @param invalidator gives the invalidator when the first rule matches
     */
    public InvalidationRules(ConfigurableListableBeanFactory beanFactory, Supplier<List<InvalidationRule<?>>> annotated,
            Supplier<CacheInvalidator> invalidator) {
        this.beanFactory = beanFactory;
        this.annotated = annotated;
        this.invalidator = invalidator;
        this.rules = SingletonSupplier.of(this::collect);
    }

    private List<EventRule> collect() {
        List<EventRule> collected = new ArrayList<>();
        for (String name : this.beanFactory.getBeanNamesForType(InvalidationRule.class)) {
            collected.add(rule(name, this.beanFactory.getBean(name, InvalidationRule.class)));
        }
        this.annotated.get().forEach((rule) -> collected.add(new EventRule(rule, rule.eventType())));
        return List.copyOf(collected);
    }

    private EventRule rule(String name, InvalidationRule<?> rule) {
        ResolvableType type = rule.eventType();
        if (type.resolve() == null) {
            type = declaredType(name);
        }
        if (type.resolve() == null) {
            throw new InvalidTieredCacheConfigurationException(
                    "The InvalidationRule bean '%s' does not tell the type of its events.".formatted(name),
                    "Declare it as InvalidationRule<TheEvent>, or make it by InvalidationRule.on(TheEvent.class, …).");
        }
        return new EventRule(rule, type);
    }

    private ResolvableType declaredType(String name) {
        BeanDefinition definition = this.beanFactory.containsBeanDefinition(name)
                ? this.beanFactory.getMergedBeanDefinition(name) : null;
        return (definition instanceof RootBeanDefinition root)
                ? root.getResolvableType().as(InvalidationRule.class).getGeneric() : ResolvableType.NONE;
    }

    @Override
    public void afterSingletonsInstantiated() {
        this.rules.obtain();
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        CacheInvalidation targets = CacheInvalidation.none();
        RuntimeException failure = null;
        for (EventRule rule : this.rules.obtain()) {
            try {
                targets = targets.and(rule.targets(event));
            }
            catch (RuntimeException ex) {
                failure = joined(failure, ex);
            }
        }
        try {
            invalidate(targets, event);
        }
        catch (RuntimeException ex) {
            failure = joined(failure, ex);
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void invalidate(CacheInvalidation targets, ApplicationEvent event) {
        if (!targets.isEmpty()) {
            this.invalidator.get()
                .invalidate(targets.eventTimes().isEmpty() ? targets.since(Instant.ofEpochMilli(event.getTimestamp()))
                        : targets);
        }
    }

    private static RuntimeException joined(@Nullable RuntimeException first, RuntimeException next) {
        if (first == null) {
            return next;
        }
        if (first != next) {
            first.addSuppressed(next);
        }
        return first;
    }

}
