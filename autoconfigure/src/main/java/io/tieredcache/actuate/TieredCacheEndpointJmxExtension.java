package io.tieredcache.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.jmx.annotation.EndpointJmxExtension;

import io.tieredcache.L2UnavailableException;

/**
 * What the endpoint does over JMX. Wrong input fails with a message that says what is
 * wrong. Who acts is not known there.
 */
@EndpointJmxExtension(endpoint = TieredCacheEndpoint.class)
public final class TieredCacheEndpointJmxExtension {

    private final CacheActions actions;

    private final boolean showsValues;

    /**
     * Create an extension.
     * @param actions what operators do
     * @param showValues when values are shown
     */
    public TieredCacheEndpointJmxExtension(CacheActions actions, Show showValues) {
        this.actions = actions;
        this.showsValues = showValues == Show.ALWAYS;
    }

    /**
     * Explains a key.
     * @param cache the cache's name
     * @param key the canonical text of the key
     * @return what both levels hold
     */
    @ReadOperation
    public Object explain(String cache, String key) {
        return this.actions.explain(CacheAudit.SYSTEM, cache, key, this.showsValues);
    }

    /**
     * Evicts a key.
     * @param cache the cache's name
     * @param key the canonical text of the key
     * @param reach {@code fleet}, the default, or {@code instance}
     * @return what was done
     * @throws L2UnavailableException if Redis did not acknowledge
     */
    @DeleteOperation
    public Object evict(String cache, String key, @Nullable String reach) {
        return this.actions.evict(CacheAudit.SYSTEM, cache, key, reach);
    }

    /**
     * Invalidates a tag.
     * @param tag the tag, with the dimensions that are part of it
     * @param reach {@code fleet}, the default, or {@code instance}
     * @return what was done
     * @throws L2UnavailableException if Redis did not acknowledge
     */
    @DeleteOperation
    public Object invalidateTag(String tag, @Nullable String reach) {
        return this.actions.invalidateTag(CacheAudit.SYSTEM, tag, reach);
    }

    /**
     * Clears a cache.
     * @param cache the cache's name
     * @param reach {@code fleet}, the default, or {@code instance}
     * @return what was done
     * @throws L2UnavailableException if Redis did not acknowledge
     */
    @DeleteOperation
    public Object clearCache(String cache, @Nullable String reach) {
        return this.actions.clearCache(CacheAudit.SYSTEM, cache, reach);
    }

    /**
     * Clears all caches.
     * @param namespace the namespace's name, so that nobody does it by a slip
     * @param reach {@code fleet}, the default, or {@code instance}
     * @return what was done
     * @throws L2UnavailableException if Redis did not acknowledge
     */
    @DeleteOperation
    public Object clearNamespace(String namespace, @Nullable String reach) {
        return this.actions.clearNamespace(CacheAudit.SYSTEM, namespace, reach);
    }

    /**
     * Brings a toggle into force.
     * @param toggle what to switch
     * @param cache the cache's name, or nothing for all caches
     * @param reach {@code fleet}, the default, or {@code instance}
     * @param duration how long, such as {@code 30m}; 15 minutes if it is not said
     * @param share for {@code audit}: the share of the hits, 0 to 1
     * @return what was done
     * @throws L2UnavailableException if Redis did not acknowledge
     */
    @WriteOperation
    public Object setToggle(String toggle, @Nullable String cache, @Nullable String reach, @Nullable String duration,
            @Nullable String share) {
        return this.actions.setToggle(CacheAudit.SYSTEM, toggle, cache, reach, duration, share);
    }

    /**
     * Ends a toggle.
     * @param toggle what is switched off
     * @param cache the cache's name, or nothing for all caches
     * @param reach {@code fleet}, the default, or {@code instance}
     * @return what was done
     * @throws L2UnavailableException if Redis did not acknowledge
     */
    @DeleteOperation
    public Object endToggle(String toggle, @Nullable String cache, @Nullable String reach) {
        return this.actions.endToggle(CacheAudit.SYSTEM, toggle, cache, reach);
    }

}
