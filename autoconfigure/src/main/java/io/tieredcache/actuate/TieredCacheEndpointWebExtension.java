package io.tieredcache.actuate;

import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * What the endpoint does over HTTP. A key is a query parameter: it may hold slashes and
 * percent signs, which firewalls and servers refuse in a path.
 */
@EndpointWebExtension(endpoint = TieredCacheEndpoint.class)
public final class TieredCacheEndpointWebExtension {

    private static final String ENTRY = "entry";

    private final TieredCacheEndpoint endpoint;

    private final CacheActions actions;

    private final Show showValues;

    private final Set<String> roles;

    /**
     * Create an extension.
     * @param endpoint the endpoint
     * @param actions what operators do
     * @param showValues when values are shown
     * @param roles who is authorized to see them; with none, who is authenticated
     */
    public TieredCacheEndpointWebExtension(TieredCacheEndpoint endpoint, CacheActions actions, Show showValues,
            Set<String> roles) {
        this.endpoint = endpoint;
        this.actions = actions;
        this.showValues = showValues;
        this.roles = Set.copyOf(roles);
    }

    /**
     * One cache.
     * @param cache its name
     * @return the cache, or a problem
     */
    @ReadOperation
    public WebEndpointResponse<Object> cache(@Selector String cache) {
        return Answers.of(() -> this.endpoint.cache(cache));
    }

    /**
     * Explains a key.
     * @param context who asks
     * @param cache the cache's name
     * @param part {@code entry}
     * @param key the canonical text of the key
     * @return what both levels hold, or a problem
     */
    @ReadOperation
    public WebEndpointResponse<Object> explain(SecurityContext context, @Selector String cache, @Selector String part,
            @Nullable String key) {
        return Answers.of(() -> {
            check(part);
            return this.actions.explain(CacheAudit.principal(context), cache, key,
                    this.showValues.isShown(context, this.roles));
        });
    }

    /**
     * Evicts a key.
     * @param context who asks
     * @param cache the cache's name
     * @param part {@code entry}
     * @param key the canonical text of the key
     * @param reach {@code fleet}, the default, or {@code instance}
     * @return what was done, or a problem
     */
    @DeleteOperation
    public WebEndpointResponse<Object> evict(SecurityContext context, @Selector String cache, @Selector String part,
            @Nullable String key, @Nullable String reach) {
        return Answers.of(() -> {
            check(part);
            return this.actions.evict(CacheAudit.principal(context), cache, key, reach);
        });
    }

    private static void check(String part) {
        if (!part.equals(ENTRY)) {
            throw new IllegalArgumentException("A cache has no such part. The one of a key is '%s'.".formatted(ENTRY));
        }
    }

    /**
     * Clears a cache.
     * @param context who asks
     * @param cache the cache's name
     * @param reach {@code fleet}, the default, or {@code instance}
     * @return what was done, or a problem
     */
    @DeleteOperation
    public WebEndpointResponse<Object> clear(SecurityContext context, @Selector String cache, @Nullable String reach) {
        return Answers.of(() -> this.actions.clearCache(CacheAudit.principal(context), cache, reach));
    }

    /**
     * Invalidates a tag, clears the namespace or ends a toggle, as exactly one of the
     * three parameters says.
     * @param context who asks
     * @param tag the tag, with the dimensions that are part of it
     * @param namespace the namespace's name
     * @param toggle what is switched off
     * @param cache for a toggle: the cache's name, or nothing for all caches
     * @param reach {@code fleet}, the default, or {@code instance}
     * @return what was done, or a problem
     */
    @DeleteOperation
    public WebEndpointResponse<Object> end(SecurityContext context, @Nullable String tag, @Nullable String namespace,
            @Nullable String toggle, @Nullable String cache, @Nullable String reach) {
        return Answers.of(() -> {
            if (Stream.of(tag, namespace, toggle).filter((each) -> Inputs.optional(each) != null).count() != 1) {
                throw new IllegalArgumentException("Give exactly one of 'tag', 'namespace' and 'toggle'.");
            }
            String principal = CacheAudit.principal(context);
            if (Inputs.optional(toggle) != null) {
                return this.actions.endToggle(principal, toggle, cache, reach);
            }
            if (Inputs.optional(cache) != null) {
                throw new IllegalArgumentException("'cache' goes with 'toggle' only. A cache is cleared by its path.");
            }
            return (Inputs.optional(tag) != null) ? this.actions.invalidateTag(principal, tag, reach)
                    : this.actions.clearNamespace(principal, namespace, reach);
        });
    }

    /**
     * Brings a toggle into force.
     * @param context who asks
     * @param toggle what to switch
     * @param cache the cache's name, or nothing for all caches
     * @param reach {@code fleet}, the default, or {@code instance}
     * @param duration how long, such as {@code 30m}; 15 minutes if it is not said
     * @param share for {@code audit}: the share of the hits, 0 to 1
     * @return what was done, or a problem
     */
    @WriteOperation
    public WebEndpointResponse<Object> toggle(SecurityContext context, @Nullable String toggle, @Nullable String cache,
            @Nullable String reach, @Nullable String duration, @Nullable String share) {
        return Answers
            .of(() -> this.actions.setToggle(CacheAudit.principal(context), toggle, cache, reach, duration, share));
    }

}
