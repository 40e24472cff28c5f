package io.tieredcache.events;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.ResolvableType;

import io.tieredcache.CacheInvalidation;
import io.tieredcache.InvalidationRule;

/**
 * A rule and the type of its events.
 *
 * @param rule the rule
 * @param type the type
 */
record EventRule(InvalidationRule<?> rule, ResolvableType type) {

    CacheInvalidation targets(ApplicationEvent event) {
        Object subject = subject(event);
        return (subject != null) ? targetsOf(subject) : CacheInvalidation.none();
    }

    @SuppressWarnings("unchecked")
    private CacheInvalidation targetsOf(Object subject) {
        return ((InvalidationRule<Object>) this.rule).targets(subject);
    }

    /**
     * What the rule is given: the event, or the object that was published.
     * @return {@code null} if the rule is not for this event
     */
    private @Nullable Object subject(ApplicationEvent event) {
        Class<?> wanted = this.type.toClass();
        if (event instanceof PayloadApplicationEvent<?> published && wanted.isInstance(published.getPayload())) {
            ResolvableType actual = published.getResolvableType().as(PayloadApplicationEvent.class).getGeneric();
            return matches(actual) ? published.getPayload() : null;
        }
        return (wanted.isInstance(event) && matches(ResolvableType.forInstance(event))) ? event : null;
    }

    private boolean matches(ResolvableType actual) {
        if (!this.type.hasGenerics() || this.type.hasUnresolvableGenerics()) {
            return true;
        }
        return !actual.hasUnresolvableGenerics() && this.type.isAssignableFrom(actual);
    }

}
