package io.tieredcache;

import java.util.function.Function;

import org.springframework.core.ResolvableType;

/**
 * A bean that says what a Spring event makes invalid. When an event of the type, or of a
 * subtype, is published, the targets of all rules that match it are invalidated together,
 * with one message, on the publishing thread. What holds afterwards is as for
 * {@link CacheInvalidator#invalidate}.
 * <p>
 * A rule that throws does not keep the targets of other rules from being invalidated; the
 * exception then reaches the publisher. Where a rule names no event time, it is that of
 * the Spring event.
 *
 * @param <E> the type of the event: an {@code ApplicationEvent} or any other class
 * @since 0.1.0
 */
@FunctionalInterface
public interface InvalidationRule<E> {

    /**
     * What the event makes invalid. Called on the publishing thread, for concurrent
     * events concurrently.
     * @param event the event
     * @return the targets, {@link CacheInvalidation#none()} for none
     */
    CacheInvalidation targets(E event);

    /**
     * The type of the events that the rule is for. The default takes it from the type
     * argument of the rule's class; for a lambda it is taken from the bean method's
     * return type. An event that does not tell its own type arguments matches a type with
     * arguments only where these are wildcards.
     * @return the type, {@link ResolvableType#NONE} if the class does not tell
     */
    default ResolvableType eventType() {
        return ResolvableType.forClass(getClass()).as(InvalidationRule.class).getGeneric();
    }

    /**
     * A rule for events of a class.
     * @param <E> the type of the event
     * @param type the class of the event
     * @param targets gives what the event makes invalid
     * @return the rule
     */
    static <E> InvalidationRule<E> on(Class<E> type, Function<? super E, CacheInvalidation> targets) {
        return new InvalidationRule<>() {

            @Override
            public CacheInvalidation targets(E event) {
                return targets.apply(event);
            }

            @Override
            public ResolvableType eventType() {
                return ResolvableType.forClass(type);
            }

        };
    }

}
