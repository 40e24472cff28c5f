package io.tieredcache.autoconfigure;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Daemon threads that inherit nothing of the caller who happens to need a new one: what
 * is inheritable, such as a tenant, would stay with the thread for all later loads, and
 * so would a web application's class loader.
 */
final class LoadThreadFactory implements ThreadFactory {

    private final ThreadFactory threads;

    private final @Nullable ClassLoader classLoader = ClassUtils.getDefaultClassLoader();

    private LoadThreadFactory(ThreadFactory threads) {
        this.threads = threads;
    }

    static LoadThreadFactory platform(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return new LoadThreadFactory((task) -> platformThread(task, prefix + count.incrementAndGet()));
    }

    static LoadThreadFactory virtual(String prefix) {
        return new LoadThreadFactory(virtualThreads(prefix));
    }

    static LoadThreadFactory single(String name) {
        return new LoadThreadFactory((task) -> platformThread(task, name));
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = this.threads.newThread(task);
        thread.setContextClassLoader(this.classLoader);
        return thread;
    }

    private static Thread platformThread(Runnable task, String name) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        return thread;
    }

    // By reflection, since Spring's own factory of virtual threads lets them inherit.
    private static ThreadFactory virtualThreads(String prefix) {
        try {
            Class<?> type = Class.forName("java.lang.Thread$Builder$OfVirtual");
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            type.getMethod("name", String.class, long.class).invoke(builder, prefix, 1L);
            type.getMethod("inheritInheritableThreadLocals", boolean.class).invoke(builder, false);
            return (ThreadFactory) type.getMethod("factory").invoke(builder);
        }
        catch (ReflectiveOperationException ex) {
            throw new IllegalStateException("Virtual threads need Java 21 or newer", ex);
        }
    }

}
