package io.tieredcache.writebehind;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.util.function.SingletonSupplier;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.WriteBehindHandler;
import io.tieredcache.WriteBehindQueue;
import io.tieredcache.WriteBehindQueues;
import io.tieredcache.WriteBehindSettings;
import io.tieredcache.cache.DefaultTieredCache;
import io.tieredcache.cache.NamespaceRuntime;
import io.tieredcache.store.WriteQueueStore;

/**
 * The queues of all handlers, made when they are first asked for: handlers may need beans
 * that have caches themselves.
 */
public final class DefaultWriteBehindQueues implements WriteBehindQueues {

    private final Supplier<Map<String, DefaultWriteBehindQueue>> queues;

    private final Caches caches;

    private final Function<String, WriteBehindSettings> settings;

    private final BiFunction<String, WriteBehindSettings, WriteQueueStore> stores;

    /**
     * Create the queues.
     * @param handlers gives the handlers
     * @param caches the caches
     * @param settings gives the settings of a cache's queue
     * @param stores gives the store of a cache's queue
     */
    public DefaultWriteBehindQueues(Supplier<List<Target>> handlers, Caches caches,
            Function<String, WriteBehindSettings> settings,
            BiFunction<String, WriteBehindSettings, WriteQueueStore> stores) {
        this.queues = SingletonSupplier.of(() -> create(handlers.get()));
        this.caches = caches;
        this.settings = settings;
        this.stores = stores;
    }

    private Map<String, DefaultWriteBehindQueue> create(List<Target> handlers) {
        Map<String, Target> byCache = new LinkedHashMap<>();
        for (Target target : handlers) {
            Target other = byCache.put(target.handler().cache(), target);
            if (other != null) {
                throw new InvalidTieredCacheConfigurationException(
                        "The cache '%s' has two WriteBehindHandler beans, '%s' and '%s'."
                            .formatted(target.handler().cache(), other.bean(), target.bean()),
                        "Keep one of them, or let each name another cache.");
            }
        }
        Map<String, DefaultWriteBehindQueue> created = new LinkedHashMap<>();
        byCache.forEach((cache, target) -> created.put(cache, create(cache, target)));
        return created;
    }

    private DefaultWriteBehindQueue create(String name, Target target) {
        TieredCacheManager manager = this.caches.manager().get();
        TieredCache cache = (manager != null) ? manager.getCache(name) : null;
        if (cache == null || !(cache.getNativeCache() instanceof DefaultTieredCache ours)) {
            throw new InvalidTieredCacheConfigurationException(
                    "The WriteBehindHandler '%s' is for the cache '%s', which this library's cache manager does not have."
                        .formatted(target.bean(), name),
                    "Declare it as 'tiered-cache.caches.%s', or correct the name.".formatted(name));
        }
        WriteBehindSettings own = this.settings.apply(name);
        return new DefaultWriteBehindQueue(ours, this.stores.apply(name, own),
                new RecordHandler(target.handler(), target.type()), own, this.caches.runtime());
    }

    /**
     * Begins to write records.
     * @param threads makes the threads that handlers run on
     * @param timerThread makes the threads that start them
     */
    public void start(ThreadFactory threads, ThreadFactory timerThread) {
        this.queues.get().values().forEach((queue) -> queue.start(threads, timerThread));
    }

    /**
     * Stops to write records, each queue after its own patience.
     */
    public void stop() {
        this.queues.get().values().forEach(DefaultWriteBehindQueue::stop);
    }

    @Override
    public @Nullable WriteBehindQueue find(String cache) {
        return this.queues.get().get(cache);
    }

    @Override
    public Collection<? extends WriteBehindQueue> all() {
        return Collections.unmodifiableCollection(this.queues.get().values());
    }

    /**
     * A handler and what is known of it.
     *
     * @param bean the bean's name
     * @param handler the handler
     * @param type the type of the values that it declares
     */
    public record Target(String bean, WriteBehindHandler<?> handler, Type type) {

    }

    /**
     * The caches of the namespace.
     *
     * @param manager gives the manager that has them, {@code null} where it is another
     * @param runtime what they share
     */
    public record Caches(Supplier<? extends @Nullable TieredCacheManager> manager, NamespaceRuntime runtime) {

    }

}
