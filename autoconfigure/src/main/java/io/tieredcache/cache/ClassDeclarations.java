package io.tieredcache.cache;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.tieredcache.InvalidTieredCacheConfigurationException;
import io.tieredcache.L2UnavailableException;
import io.tieredcache.TieredCache;
import io.tieredcache.TieredCacheManager;
import io.tieredcache.store.CacheClasses;

/**
 * Tells the other instances of the namespace which class each cache has, since those that
 * write must know which caches they have to hold. Two instances with different classes
 * for one cache cannot run at a time.
 */
public final class ClassDeclarations {

    private static final Logger logger = LoggerFactory.getLogger(ClassDeclarations.class);

    /** How long a killed instance counts. */
    private static final Duration LIFE = Duration.ofSeconds(15);

    private final NamespaceRuntime runtime;

    private final TieredCacheManager manager;

    private final CacheClasses classes;

    private volatile @Nullable Future<?> renewal;

    private volatile Map<String, String> reported = Map.of();

    /**
     * Create declarations.
     * @param runtime what the caches of the namespace share
     * @param manager has the caches
     * @param classes what the instances have declared
     */
    public ClassDeclarations(NamespaceRuntime runtime, TieredCacheManager manager, CacheClasses classes) {
        this.runtime = runtime;
        this.manager = manager;
        this.classes = classes;
    }

    /**
     * Declares the classes and keeps on doing so. Where Redis is away that is done later.
     * @throws InvalidTieredCacheConfigurationException if an instance that runs has
     * declared another class
     */
    public void start() {
        Map<String, String> own = own();
        try {
            this.runtime.gateway().await(this.classes.declare(own, LIFE)).forEach((cache, other) -> {
                throw conflict(cache, own, other);
            });
        }
        catch (L2UnavailableException ex) {
            logger.debug("The classes of the caches are declared later: {}", ex.getMessage());
        }
        this.renewal = this.runtime.every(() -> this.runtime.executor().execute(this::renew), LIFE.toMillis() / 3);
    }

    private InvalidTieredCacheConfigurationException conflict(String cache, Map<String, String> own, String other) {
        return new InvalidTieredCacheConfigurationException(
                "Cache '%s' is declared as '%s' here, and as '%s' by an instance of '%s' that runs, or ran less than %d seconds ago."
                    .formatted(cache, own.get(cache), other, this.runtime.namespace(), LIFE.toSeconds()),
                "Declare one class everywhere. To change it, stop all instances first, or give the cache another name.");
    }

    private Map<String, String> own() {
        Map<String, String> own = new LinkedHashMap<>();
        for (String name : this.manager.getCacheNames()) {
            TieredCache cache = this.manager.getCache(name);
            if (cache != null) {
                own.put(name, cache.settings().consistency().name().toLowerCase(Locale.ROOT));
            }
        }
        return own;
    }

    private void renew() {
        Map<String, String> own = own();
        var unused = this.runtime.gateway().watch(this.classes.declare(own, LIFE)).whenComplete((others, failure) -> {
            if (others != null && !others.equals(this.reported)) {
                this.reported = others;
                others.forEach((cache, other) -> logger.error(conflict(cache, own, other).getMessage()));
            }
        });
    }

    /**
     * Takes the declarations back.
     */
    public void stop() {
        Future<?> running = this.renewal;
        if (running == null) {
            return;
        }
        this.renewal = null;
        running.cancel(false);
        try {
            this.runtime.gateway().await(this.classes.withdraw(this.manager.getCacheNames()));
        }
        catch (L2UnavailableException ex) {
            logger.debug("The classes of the caches stay declared for a while: {}", ex.getMessage());
        }
    }

}
