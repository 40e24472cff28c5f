package io.tieredcache.drill;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanPostProcessor;

import io.tieredcache.store.EntryKey;
import io.tieredcache.store.HeldLease;
import io.tieredcache.store.InvalidationBus;
import io.tieredcache.store.KeptFences;
import io.tieredcache.store.L2Store;

/**
 * Switches a guard off in the beans of an application.
 */
final class SwitchedOffGuards implements BeanPostProcessor {

    private final Guard off;

    SwitchedOffGuards(Guard off) {
        this.off = off;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String beanName) {
        if (bean instanceof InvalidationBus bus && Guard.WATCHDOG.isOff(this.off)) {
            return around(InvalidationBus.class, (proxy, method, arguments) -> onBus(bus, method, arguments));
        }
        return (bean instanceof L2Store store)
                ? around(L2Store.class, (proxy, method, arguments) -> onStore(store, method, arguments)) : bean;
    }

    private static Object around(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, handler);
    }

    private static @Nullable Object onBus(InvalidationBus bus, Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("subscribe")) {
            return bus.subscribe(deaf((InvalidationBus.Listener) arguments[0]));
        }
        return call(bus, method, arguments);
    }

    private static InvalidationBus.Listener deaf(InvalidationBus.Listener listener) {
        return (InvalidationBus.Listener) around(InvalidationBus.Listener.class, (proxy, method, arguments) -> {
            if (method.getName().equals("onPulse")) {
                listener.onPulse((long) arguments[0], 0);
                return null;
            }
            return method.getName().equals("onInvalidation") ? null : call(listener, method, arguments);
        });
    }

    private @Nullable Object onStore(L2Store store, Method method, Object[] arguments) throws Throwable {
        Object answer = Guard.HOLDS.isOff(this.off) ? withoutHolds(store, method, arguments) : null;
        if (answer != null) {
            return answer;
        }
        return (Guard.LEASES.isOff(this.off) && method.getName().equals("store")) ? storeAlways(store, arguments)
                : call(store, method, arguments);
    }

    private static @Nullable CompletableFuture<?> withoutHolds(L2Store store, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "hold" -> CompletableFuture.completedFuture(0L);
            case "endHold" -> CompletableFuture.completedFuture(true);
            case "leaseUnlessHeld" ->
                store
                    .lease((EntryKey) arguments[0], (String) arguments[1], (Duration) arguments[2],
                            (KeptFences) arguments[3])
                    .thenApply((readings) -> new HeldLease(readings, false));
            default -> null;
        };
    }

    private static CompletableFuture<Boolean> storeAlways(L2Store store, Object[] arguments) {
        EntryKey key = (EntryKey) arguments[0];
        String token = (String) arguments[1];
        return store.lease(key, token, Duration.ofSeconds(30), new KeptFences(List.of(), Duration.ofMinutes(1)))
            .thenCompose((taken) -> store.store(key, token, (byte[]) arguments[2], (Duration) arguments[3]));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        }
        catch (InvocationTargetException ex) {
            throw ex.getCause();
        }
    }

}
