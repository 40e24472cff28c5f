package io.tieredcache.strong;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import io.tieredcache.store.EntryKey;
import io.tieredcache.store.HeldLease;
import io.tieredcache.store.KeptFences;
import io.tieredcache.store.L2Store;

/**
 * An L2 store with the points at which writers die; its holds can be switched off.
 */
final class WatchedL2Store implements InvocationHandler {

    private final L2Store target;

    private final Journal journal;

    private final boolean holds;

    private WatchedL2Store(L2Store target, Journal journal, boolean holds) {
        this.target = target;
        this.journal = journal;
        this.holds = holds;
    }

    static L2Store around(L2Store target, Journal journal, boolean holds) {
        return (L2Store) Proxy.newProxyInstance(WatchedL2Store.class.getClassLoader(), new Class<?>[] { L2Store.class },
                new WatchedL2Store(target, journal, holds));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "hold" -> {
                return this.holds ? call(method, arguments) : CompletableFuture.completedFuture(0L);
            }
            case "endHold" -> {
                this.journal.reach(KillPoint.BEFORE_END_OF_HOLD);
                return this.holds ? call(method, arguments) : CompletableFuture.completedFuture(true);
            }
            case "leaseUnlessHeld" -> {
                return this.holds ? call(method, arguments)
                        : this.target
                            .lease((EntryKey) arguments[0], (String) arguments[1], (Duration) arguments[2],
                                    (KeptFences) arguments[3])
                            .thenApply((readings) -> new HeldLease(readings, false));
            }
            case "invalidate" -> {
                Object sent = call(method, arguments);
                this.journal.reach(KillPoint.DURING_INVALIDATION);
                return sent;
            }
            default -> {
                return call(method, arguments);
            }
        }
    }

    private @Nullable Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(this.target, arguments);
        }
        catch (InvocationTargetException ex) {
            throw ex.getCause();
        }
    }

}
